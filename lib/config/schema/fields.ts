import * as z from 'zod';
import { parseDuration } from '../../core/time.ts';
import { quotedText } from '../yaml/quoted-text.ts';
import { expected, textField } from './expected.ts';

const NAME = '^[a-z0-9][a-z0-9-]{0,62}$';
const NAME_RULE = 'a name of a–z, 0–9 and -, beginning with a letter or digit, at most 63 characters';

/** Key of a service, responder, channel, schedule or escalation policy. */
export const name = z
  .string({ error: (issue) => expected(NAME_RULE, issue.input) })
  .regex(new RegExp(NAME), { error: (issue) => expected(NAME_RULE, issue.input) });

/** One line of 1 to `most` characters, without control characters: it ends up in mails and texts. */
export const line = (most: number): z.ZodString =>
  z
    .string({ error: (issue) => expected('text', issue.input) })
    .min(1, { error: 'expected text, got ""' })
    .max(most, { error: `expected at most ${String(most)} characters` })
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: 'expected one line of text, without line breaks or control characters' });

/** Text of one shape, as AWS names things. */
export const shaped = (what: string, pattern: RegExp): z.ZodString =>
  z
    .string({ error: (issue) => expected(what, issue.input) })
    .regex(pattern, { error: (issue) => expected(what, issue.input) });

export const url = (schemes: readonly ('https:' | 'http:')[]): z.ZodType<string, string> => {
  const what = `a URL beginning with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`;
  return textField<string>(what, (text) => {
    const parsed = URL.canParse(text) && text.length <= 1_024 ? new URL(text) : undefined;
    if (parsed === undefined || /[\s\p{Cc}]/u.test(text)) return {};
    if (!schemes.some((scheme) => scheme === parsed.protocol)) return {};
    const secret = parsed.username !== '' || parsed.password !== '';
    return secret ? { advice: 'a user name or password must not be in it' } : { value: text };
  }).meta({ format: 'uri', examples: ['https://example.com/'] });
};

/** For editors; parseDuration decides. */
const DURATION =
  '^ *[0-9]+(\\.[0-9]+)? *(ms|s|m|h|d|w|milliseconds?|seconds?|minutes?|hours?|days?|weeks?) *$';

interface Within {
  readonly example: string;
  readonly least: string;
  readonly most: string;
  /** Whether it may be 0s too. */
  readonly orNone?: true;
  /** Why it has these bounds, where that is not plain. */
  readonly because?: string;
}

const isWithin = (ms: number, [least, most]: readonly [string, string]): boolean =>
  ms >= (parseDuration(least) ?? 0) && ms <= (parseDuration(most) ?? Infinity);

/** Milliseconds out of `15m`. */
export const duration = ({ example, least, most, orNone, because }: Within): z.ZodType<number, string> =>
  textField<number>(`a duration such as ${example}`, (text) => {
    const ms = parseDuration(text);
    if (ms === undefined) return {};
    if (isWithin(ms, [least, most]) || (orNone === true && ms === 0)) return { value: ms };
    const range = `${orNone === true ? '0s, or ' : ''}from ${least} to ${most}`;
    return { instead: `expected ${range}, got ${quotedText(text)}`, advice: because };
  }).meta({ pattern: DURATION, examples: example.split(' or ') });

/** How long something must have been over; it may be nothing at all. */
export const quietTime = (example: string): z.ZodType<number, string> => duration({ example, least: '1s', most: '24h', orNone: true });

export const wholeNumber = (least: number, most: number): z.ZodNumber => {
  const error = (issue: { readonly input?: unknown }): string =>
    expected(`a whole number from ${String(least)} to ${String(most)}`, issue.input);
  return z.int({ error }).min(least, { error }).max(most, { error });
};

/** For a check of several keys that has to run although others of the same mapping are wrong: it may meet any value. */
export const EVEN_IF_OTHERS_FAIL = {
  when: ({ value }: { readonly value: unknown }): boolean => typeof value === 'object' && value !== null,
};
