import * as z from 'zod';
import { DAY, parseDuration, spokenDuration } from '../../core/time.ts';
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

const unitAdvice = (number: number | string): string => `write a unit: ${String(number)}s or ${String(number)}m`;

/** Milliseconds out of `15m`; at most 24 h. */
export const duration = (example: string, zero: 'above-zero' | 'zero-allowed' = 'above-zero'): z.ZodType<number, string> =>
  textField<number>(
    `a duration such as ${example}`,
    (text) => {
      const ms = parseDuration(text);
      if (ms === undefined) return /^[\d.]+$/.test(text) ? { advice: unitAdvice(text) } : {};
      if (ms === 0 && zero === 'above-zero') return { instead: `expected more than 0, got ${text}` };
      return ms > DAY ? { instead: `expected at most ${spokenDuration(DAY)}, got ${text}` } : { value: ms };
    },
    (number) => `: ${unitAdvice(number)}`,
  ).meta({ pattern: DURATION, examples: example.split(' or ') });

export const wholeNumber = (least: number, most: number): z.ZodNumber => {
  const error = (issue: { readonly input?: unknown }): string =>
    expected(`a whole number from ${String(least)} to ${String(most)}`, issue.input);
  return z.int({ error }).min(least, { error }).max(most, { error });
};

/** For a check of several keys that has to run although others of the same mapping are wrong: it may meet any value. */
export const EVEN_IF_OTHERS_FAIL = {
  when: ({ value }: { readonly value: unknown }): boolean => typeof value === 'object' && value !== null,
};
