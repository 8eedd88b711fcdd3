import type * as z from 'zod';
import { adviceFor, keyAdviceFor } from './meant/advice.ts';
import { keysFor } from './meant/schema-parts.ts';
import { expected } from './schema/expected.ts';
import { nearest, suggestion } from './schema/nearest.ts';
import type { Path } from './yaml/problem.ts';
import { quotedText } from './yaml/quoted-text.ts';

const CALLED: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const CONTACT = /^(?:e-?mail|phone|sms|mobile|number|address|contact)$/i;
const CONTACT_ADVICE =
  'contact details stay out of this file, give them to the Subscribe… commands that a deploy prints';

const LIMIT_ADVICE = 'only memory has one, beside its metric, { metric: { ... }, limit: 512MB }';

/** A key in which YAML saw no colon: `{ name:Bob }`. */
const spacedKey = (key: string, known: readonly string[]): string | undefined => {
  const colon = key.indexOf(':');
  const name = key.slice(0, Math.max(colon, 0));
  return known.includes(name)
    ? `put a space after the colon: ${name}: ${quotedText(key.slice(colon + 1)).slice(1, -1)}`
    : undefined;
};

const unknownKeyAdvice = (key: string, known: readonly string[]): string | undefined => {
  const isContact = CONTACT.test(key) && known.includes('timeZone');
  if (isContact) return CONTACT_ADVICE;
  if (key === 'limit' && known.includes('metricName')) return LIMIT_ADVICE;
  return spacedKey(key, known) ?? suggestion(key, known);
};

const withAdvice = (message: string, advice: string | undefined): string =>
  advice === undefined ? message : `${message}: ${advice}`;

const oneOf = (values: readonly unknown[], input: unknown): string => {
  const texts = values.map(String);
  const near = typeof input === 'string' ? nearest(input, texts) : undefined;
  const advice = near === undefined ? '' : `: did you mean ${near}?`;
  return `${expected(texts.length === 1 ? texts.join() : `one of ${texts.join(', ')}`, input)}${advice}`;
};

/** The message of an issue whose schema has none of its own. */
export const explain = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === 'invalid_type') return expected(CALLED[issue.expected] ?? issue.expected, issue.input);
  if (issue.code === 'invalid_value') return oneOf(issue.values, issue.input);
  return issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
};

export interface Explained {
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly message: string;
  /** Of an unknown key the one that is missing and that it most likely misspells. */
  readonly meant?: string | undefined;
}

/** Issues of the option that was meant: of those that got further than their outermost type the one with the fewest. */
const meantOption = (options: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined =>
  options
    .filter((issues) =>
      issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys' || issue.code === 'custom'),
    )
    .toSorted((one, other) => one.length - other.length)[0];

interface Read {
  readonly schema: z.core.$ZodType;
  readonly file: unknown;
}

/** What somebody meant takes a while to find; nobody made so many mistakes by hand. */
const MOST_ADVISED = 500;

const valueAt = (file: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    file,
  );

const ownAdvice = (issue: z.core.$ZodIssue): string | undefined => {
  const advice: unknown = issue.code === 'custom' ? issue.params?.['advice'] : undefined;
  return typeof advice === 'string' ? advice : undefined;
};

const plain = ({ code, message }: z.core.$ZodIssue, path: Path): Explained => ({
  path,
  part: code === 'invalid_key' ? 'key' : 'value',
  message,
});

/** `[mon-fri]` is a list of one, and means a longer one. */
const adviceOnList = (path: Path, { schema, file }: Read): string | undefined => {
  const list = path.slice(0, -1);
  return typeof path.at(-1) === 'number' ? adviceFor(valueAt(file, list), { root: schema, path: list }) : undefined;
};

const adviceOn = (issue: z.core.$ZodIssue, path: Path, { schema, file }: Read): string | undefined => {
  const place = { root: schema, path };
  if (issue.code === 'invalid_key') return keyAdviceFor(String(path.at(-1)), place);
  if (issue.message.endsWith('?')) return undefined;
  return adviceFor(valueAt(file, path), place) ?? ownAdvice(issue) ?? adviceOnList(path, { schema, file });
};

const advised = (issue: z.core.$ZodIssue, path: Path, read: Read): Explained => ({
  ...plain(issue, path),
  message: withAdvice(issue.message, adviceOn(issue, path, read)),
});

const unknownKeys = (
  { keys }: z.core.$ZodIssueUnrecognizedKeys,
  path: Path,
  { schema, file }: Read,
): readonly Explained[] => {
  const written = valueAt(file, path);
  const known = keysFor(written, { root: schema, path });
  const missing = known.filter(
    (key) => typeof written === 'object' && written !== null && !Object.hasOwn(written, key),
  );
  return keys.map((key) => ({
    path: [...path, key],
    part: 'key',
    message: withAdvice(`unknown key ${quotedText(key)}`, unknownKeyAdvice(key, known)),
    meant: nearest(key, missing),
  }));
};

/** One entry for each thing that is wrong with a file, as its schema has it. */
export const explainedIssues = (
  issues: readonly z.core.$ZodIssue[],
  read: Read,
  base: Path = [],
): readonly Explained[] =>
  issues.flatMap((issue, index): readonly Explained[] => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue, path, read);
    const inner = issue.code === 'invalid_union' ? meantOption(issue.errors) : undefined;
    if (inner !== undefined) return explainedIssues(inner, read, path);
    return [index < MOST_ADVISED ? advised(issue, path, read) : plain(issue, path)];
  });
