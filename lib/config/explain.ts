import type * as z from 'zod';
import { expected, shown } from './schema/expected.ts';
import { nearest, suggestion } from './schema/nearest.ts';
import type { Path } from './yaml/problem.ts';

const CALLED: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const knownKeys = (schema: unknown): readonly string[] => {
  const { _zod } = schema as {
    readonly _zod?: { readonly def: { readonly shape?: Readonly<Record<string, unknown>> } };
  };
  return Object.keys(_zod?.def.shape ?? {});
};

const CONTACT = /^(?:e-?mail|phone|sms|mobile|number|address|contact)$/i;

const adviceOn = (key: string, known: readonly string[]): string => {
  if (CONTACT.test(key) && known.includes('timeZone'))
    return ': contact details stay out of this file, give them to the Subscribe… commands that a deploy prints';
  if (key === 'limit' && known.includes('metricName'))
    return ': only memory has one, beside its metric, { metric: { ... }, limit: 512MB }';
  return suggestion(key, known);
};

const unknownKey = (key: string, known: readonly string[]): string =>
  `unknown key ${shown(key)}${adviceOn(key, known)}`;

const oneOf = (values: readonly unknown[], input: unknown): string => {
  const texts = values.map(String);
  const near = typeof input === 'string' ? nearest(input, texts) : undefined;
  const advice = near === undefined ? '' : `: did you mean ${near}?`;
  return `${expected(texts.length === 1 ? texts.join() : `one of ${texts.join(', ')}`, input)}${advice}`;
};

/** The message of an issue whose schema has none of its own; one line for each unknown key, in order. */
export const explain = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === 'invalid_type') return expected(CALLED[issue.expected] ?? issue.expected, issue.input);
  if (issue.code === 'invalid_value') return oneOf(issue.values, issue.input);
  if (issue.code === 'invalid_key') return issue.issues[0]?.message;
  if (issue.code !== 'unrecognized_keys') return undefined;
  return issue.keys.map((key) => unknownKey(key, knownKeys(issue.inst))).join('\n');
};

export interface Explained {
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly message: string;
}

/** Issues of the option that was meant: of those that got further than their outermost type the one with the fewest. */
const meant = (options: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined =>
  options
    .filter((issues) =>
      issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys' || issue.code === 'custom'),
    )
    .toSorted((one, other) => one.length - other.length)[0];

/** One entry for each thing that is wrong. */
export const explainedIssues = (issues: readonly z.core.$ZodIssue[], base: Path = []): readonly Explained[] =>
  issues.flatMap((issue): readonly Explained[] => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const messages = issue.message.split('\n');
      return issue.keys.map((key, index) => ({
        path: [...path, key],
        part: 'key',
        message: messages[index] ?? issue.message,
      }));
    }
    const inner = issue.code === 'invalid_union' ? meant(issue.errors) : undefined;
    if (inner !== undefined) return explainedIssues(inner, path);
    return [{ path, part: issue.code === 'invalid_key' ? 'key' : 'value', message: issue.message }];
  });
