import * as z from 'zod/mini';
import { shownValue } from '../safe-text.ts';
import type { Refusal } from './refusal.ts';

type Words = Pick<Refusal, 'error' | 'expected'>;

/** A field: its value, or else what is wrong with it; `read` is also asked where it is missing. */
export const requestField = <T>(words: Words, read: (given: unknown) => T | undefined): z.ZodMiniType<T> =>
  z.pipe(
    z.unknown(),
    z.transform((given: unknown, context): T => {
      const value = read(given);
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', input: given, message: words.error, params: { ...words } });
      return z.NEVER;
    }),
  );

/** A field made of text; anything else is as wrong as a missing one. */
export const requestText = <T>(words: Words, read: (text: string) => T | undefined): z.ZodMiniType<T> =>
  requestField(words, (given) => (typeof given === 'string' ? read(given) : undefined));

const wordsOf = (issue: z.core.$ZodIssue, known: readonly string[]): Words & { readonly name: PropertyKey } => {
  if (issue.code === 'unrecognized_keys')
    return { error: 'there is no such parameter', expected: `one of ${known.join(', ')}`, name: '' };
  const { params } = issue as { readonly params?: Words };
  return { error: issue.message, expected: params?.expected ?? '', name: issue.path[0] ?? '' };
};

/** Reads fields by their schema; one that nobody knows, else the first that is wrong, is why they are refused. */
export const readFields = <T>(
  schema: z.ZodMiniObject & z.ZodMiniType<T>,
  fields: Readonly<Record<string, unknown>>,
): { readonly value: T } | { readonly refusal: Refusal } => {
  const read = schema.safeParse(fields);
  if (read.success) return { value: read.data };
  const { issues } = read.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return { refusal: { error: 'it cannot be read', expected: '', given: '' } };
  const { name, ...words } = wordsOf(issue, Object.keys(schema.shape));
  const given = issue.code === 'unrecognized_keys' ? issue.keys[0] : fields[String(name)];
  return { refusal: { ...words, given: shownValue(given) } };
};
