import * as z from 'zod/mini';
import { requestField, requestText } from '../../lib/core/response/read-fields.ts';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import { DAY, epochOf, type Instant, instantOf, later, parseDuration } from '../../lib/core/time.ts';

const DEFAULT_SPAN_MS = 30 * DAY;
/** A range touches as many partitions of an index as it has days. */
const LONGEST_SPAN_DAYS = 92;
const DEFAULT_LIMIT = 50;
/** Of a page of a list. */
const HIGHEST_LIMIT = 200;
/** Characters of a name, a time or a cursor: more than any of them has. */
const LONGEST_WORD = 128;

/** Text of a parameter. */
const word = (): z.ZodMiniType<string, string> => z.string().check(z.maxLength(LONGEST_WORD));

/** A parameter of which something is made. */
export const parameter = <T>(
  name: string,
  expected: string,
  read: (text: string) => T | undefined,
): z.ZodMiniType<T, string> =>
  requestText({ error: `${name} cannot be read`, expected: `${name}: ${expected}` }, word(), read);

/** A parameter that is one of some words. */
export const wordField = <const W extends string>(name: string, words: readonly W[]): z.ZodMiniType<W, W> =>
  requestField({ error: `${name} cannot be read`, expected: `${name}: one of ${words.join(', ')}` }, z.enum(words));

/** A parameter that is a name: whoever is called so, if anybody. */
export const nameField = (name: string, expected: string): z.ZodMiniType<string, string> => {
  const words = {
    error: `${name} is too long`,
    expected: `${name}: ${expected}, at most ${String(LONGEST_WORD)} characters`,
  };
  return requestField(words, word());
};

/** An instant, or a duration back from now; undefined: neither. */
const timeOf = (text: string, now: Instant): Instant | undefined => {
  const back = parseDuration(text);
  const ms = back === undefined ? Date.parse(/^\d{4}-\d\d-\d\d/.test(text) ? text : '') : epochOf(now) - back;
  return Number.isNaN(ms) || Math.abs(ms) > epochOf('9999-12-31T23:59:59.999Z') ? undefined : instantOf(ms);
};

const readLimit = (text: string): number | undefined => (Number(text) > HIGHEST_LIMIT ? undefined : Number(text));

const TIME = 'an instant such as 2023-08-05T14:15:00Z, or a duration back from now such as 30d';

type Optional<T> = z.ZodMiniOptional<z.ZodMiniType<T, string>>;

interface RangeFields {
  readonly since: Optional<Instant>;
  readonly until: Optional<Instant>;
  readonly limit: Optional<number>;
}

/** Parameters of every list of a range. */
export const rangeFields = (now: Instant): RangeFields => ({
  since: z.optional(parameter('since', `${TIME}; default: 30d`, (text) => timeOf(text, now))),
  until: z.optional(parameter('until', `${TIME}; default: now`, (text) => timeOf(text, now))),
  limit: z.optional(
    requestText(
      {
        error: 'limit cannot be read',
        expected: `limit: a number from 1 to ${String(HIGHEST_LIMIT)}; default: ${String(DEFAULT_LIMIT)}`,
      },
      z.string().check(z.regex(/^[1-9]\d{0,2}$/u)),
      readLimit,
    ),
  ),
});

/** What somebody gave of a range. */
interface GivenRange {
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly limit?: number | undefined;
}

export interface AskedRange {
  readonly since: Instant;
  /** Undefined: now. */
  readonly until: Instant | undefined;
  readonly limit: number;
}

const tooLong = (since: Instant, until: Instant): Refusal => ({
  error: 'the range is too long',
  expected: `since and until at most ${String(LONGEST_SPAN_DAYS)} days apart: ask for one such range after the other`,
  given: `${since} to ${until}`,
});

/** The last 30 days where nothing else is said. */
export const rangeOf = (given: GivenRange, now: Instant): AskedRange | { readonly refusal: Refusal } => {
  const { since = later(now, -DEFAULT_SPAN_MS), until, limit = DEFAULT_LIMIT } = given;
  const end = until ?? now;
  if (epochOf(end) - epochOf(since) > LONGEST_SPAN_DAYS * DAY) return { refusal: tooLong(since, end) };
  return { since, until, limit };
};
