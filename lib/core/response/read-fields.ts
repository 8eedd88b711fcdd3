import * as z from 'zod/mini';
import { shownValue } from '../safe-text.ts';
import type { Refusal } from './refusal.ts';

type Words = Pick<Refusal, 'error' | 'expected'>;

/** What is said of a field that is wrong, and, of what it is expected to be, in the document of the API. */
export const FIELD_WORDS = z.registry<Words>();

/** A field of a request with its words: whatever is wrong with it, they are what is said. */
export const requestField = <S extends z.ZodMiniType>(words: Words, schema: S): S => {
  FIELD_WORDS.add(schema, words);
  return schema;
};

/** A field of text of which something is made; undefined: it cannot be. */
export const requestText = <T>(
  words: Words,
  text: z.ZodMiniType<string, string>,
  read: (text: string) => T | undefined,
): z.ZodMiniType<T, string> => {
  const made = z.transform((given: string, context): T => {
    const value = read(given);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', input: given });
    return z.NEVER;
  });
  return requestField(words, z.pipe(text, made));
};

const wordsOf = (field: z.core.$ZodType | undefined): Words | undefined => {
  if (field === undefined) return undefined;
  const { innerType } = field._zod.def as { readonly innerType?: z.core.$ZodType };
  return FIELD_WORDS.get(field) ?? wordsOf(innerType);
};

const unknownName = (name: string | undefined, known: readonly string[]): Refusal => ({
  error: 'there is no such parameter',
  expected: known.length === 0 ? 'none' : `one of ${known.join(', ')}`,
  given: shownValue(name),
});

/** Reads fields by their schema; one that nobody knows, else the first that is wrong, is why they are refused. */
export const readFields = <T>(
  schema: z.ZodMiniObject & z.ZodMiniType<T>,
  fields: Readonly<Record<string, unknown>>,
): { readonly value: T } | { readonly refusal: Refusal } => {
  const read = schema.safeParse(fields);
  if (read.success) return { value: read.data };
  const { issues } = read.error;
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown !== undefined) return { refusal: unknownName(unknown.keys[0], Object.keys(schema.shape)) };
  const name = String(issues[0]?.path[0] ?? '');
  const { error, expected } = wordsOf(schema.shape[name]) ?? { error: `${name} cannot be read`, expected: '' };
  return { refusal: { error, expected, given: shownValue(fields[name]) } };
};
