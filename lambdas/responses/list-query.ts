import * as z from 'zod/mini';
import { LISTED_SEVERITIES, LISTED_STATUSES } from '../../lib/core/report/list-entry.ts';
import { CONFIRMED_CAUSES } from '../../lib/core/cause.ts';
import { DAY, epochOf, type Instant, instantOf, later, parseDuration } from '../../lib/core/time.ts';
import { readFields, requestText } from '../../lib/core/response/read-fields.ts';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import { readCursor } from '../../lib/core/report/list-cursor.ts';
import type { IncidentQuery } from '../../lib/ports/incident-reader.ts';

const DEFAULT_SPAN_MS = 30 * DAY;
/** A range touches as many partitions of an index as it has days. */
const LONGEST_SPAN_MS = 92 * DAY;
const DEFAULT_LIMIT = 50;
const HIGHEST_LIMIT = 200;

export interface ListQuery extends IncidentQuery {
  readonly limit: number;
}

/** An instant, or a duration back from now; undefined: neither. */
const timeOf = (text: string, now: Instant): Instant | undefined => {
  const back = parseDuration(text);
  const ms = back === undefined ? Date.parse(/^\d{4}-\d\d-\d\d/.test(text) ? text : '') : epochOf(now) - back;
  return Number.isNaN(ms) || Math.abs(ms) > epochOf('9999-12-31T23:59:59.999Z') ? undefined : instantOf(ms);
};

const readLimit = (text: string): number | undefined => {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= HIGHEST_LIMIT ? limit : undefined;
};

const TIME = 'an instant such as 2023-08-05T14:15:00Z, or a duration back from now such as 30d';

const parameter = <T>(name: string, expected: string, read: (text: string) => T | undefined): z.ZodMiniType<T> =>
  requestText({ error: `${name} cannot be read`, expected: `${name}: ${expected}` }, read);

const oneOf = (name: string, words: readonly string[]): z.ZodMiniType<string> =>
  parameter(name, `one of ${words.join(', ')}`, (text) => words.find((word) => word === text));

const schemaAt = (now: Instant) =>
  z.strictObject({
    since: z.optional(parameter('since', TIME, (text) => timeOf(text, now))),
    until: z.optional(parameter('until', TIME, (text) => timeOf(text, now))),
    status: z.optional(oneOf('status', LISTED_STATUSES)),
    severity: z.optional(oneOf('severity', LISTED_SEVERITIES)),
    cause: z.optional(oneOf('cause', CONFIRMED_CAUSES)),
    service: z.optional(z.string()),
    responder: z.optional(z.string()),
    opened: z.optional(oneOf('opened', ['within'])),
    limit: z.optional(parameter('limit', `a number from 1 to ${String(HIGHEST_LIMIT)}`, readLimit)),
    cursor: z.optional(parameter('cursor', 'the next of an earlier answer', readCursor)),
  });

const tooLong = ({ since, until }: { readonly since: Instant; readonly until: Instant }): Refusal => ({
  error: 'the range is too long',
  expected: 'since and until at most 92 days apart: ask for one such range after the other',
  given: `${since} to ${until}`,
});

/** Of what is given twice the first counts. */
const firstOfEach = (query: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries([...query].toReversed());

/** Which incidents are asked for: of the last 30 days where nothing else is said. */
export const readListQuery = (asked: URLSearchParams, now: Instant): ListQuery | { readonly refusal: Refusal } => {
  const read = readFields(schemaAt(now), firstOfEach(asked));
  if ('refusal' in read) return read;
  const { since = later(now, -DEFAULT_SPAN_MS), limit = DEFAULT_LIMIT, cursor, opened, ...query } = read.value;
  const { until = now } = query;
  if (epochOf(until) - epochOf(since) > LONGEST_SPAN_MS) return { refusal: tooLong({ since, until }) };
  return { ...query, since, limit, after: cursor, ...(opened === undefined ? {} : { isOpenedOnly: true }) };
};
