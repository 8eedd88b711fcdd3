import { type ApiCall, type ApiReply, type ApiRequest, fieldsFound } from './api-call.ts';

/** What is told in pages, each by the first number or version that it lacks. */
export const readPages = async <T>(
  call: ApiCall,
  { path, query = {} }: Pick<ApiRequest, 'path' | 'query'>,
  itemsIn: (fields: ApiReply['fields']) => readonly T[],
): Promise<{ readonly items: readonly T[]; readonly last: ApiReply['fields'] } | undefined> => {
  const items: T[] = [];
  let from: unknown = 1;
  for (;;) {
    const fields = fieldsFound(await call({ method: 'GET', path, query: { ...query, from: String(from) } }));
    if (fields === undefined) return undefined;
    items.push(...itemsIn(fields));
    // The last page is the newest: what else it says is of the moment at which all of this was there.
    if (typeof fields['next'] !== 'number') return { items, last: fields };
    from = fields['next'];
  }
};
