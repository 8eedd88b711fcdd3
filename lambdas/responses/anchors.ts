import * as z from 'zod/mini';
import type { AnchorLog } from '../../lib/ports/anchor-log.ts';
import { type HttpReply, type HttpRequest, jsonReply, refusalReply } from './http.ts';
import { fromField, pageOf } from './page-of.ts';
import { readFields, requestText } from '../../lib/core/response/read-fields.ts';

const anchorsQuery = z.strictObject({
  since: requestText({ error: 'since cannot be read', expected: 'since: a day of UTC such as 2026-11-22' }, (text) =>
    /^\d{4}-\d\d-\d\d$/u.test(text) ? text : undefined,
  ),
  from: fromField,
});

/** `GET /incidents/anchors`: those of a day and later, in order, from the how-manieth on. */
export const answerAnchors = async (anchors: Pick<AnchorLog, 'since'>, { query }: HttpRequest): Promise<HttpReply> => {
  const read = readFields(anchorsQuery, Object.fromEntries(query));
  if ('refusal' in read) return refusalReply({ statusCode: 400, ...read });
  const { since, from = 1 } = read.value;
  const all = (await anchors.since(since)).slice(from - 1);
  const { items, following } = pageOf(all);
  return jsonReply(200, { anchors: items, next: following === undefined ? null : from + items.length });
};
