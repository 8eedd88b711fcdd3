import * as z from 'zod/mini';
import { isListed, type ListEntry, LISTED_STATUSES } from '../../lib/core/report/list-entry.ts';
import { DAY, epochOf, type Instant, instantOf, later, parseDuration } from '../../lib/core/time.ts';
import type { Refusal } from '../../lib/core/response/refusal.ts';
import { readFields, requestText } from './read-fields.ts';

const DEFAULT_SPAN_MS = 30 * DAY;
const DEFAULT_LIMIT = 50;
const HIGHEST_LIMIT = 200;

/** The last entry of the page before. */
export interface Cursor {
  readonly openedAt: Instant;
  readonly incidentId: string;
}

export interface ListQuery {
  readonly since: Instant;
  readonly until: Instant | undefined;
  readonly after: Cursor | undefined;
  readonly limit: number;
  isWanted(entry: ListEntry): boolean;
}

/** An instant, or a duration back from now; undefined: neither. */
const timeOf = (text: string, now: Instant): Instant | undefined => {
  const back = parseDuration(text);
  const ms = back === undefined ? Date.parse(/^\d{4}-\d\d-\d\d/.test(text) ? text : '') : epochOf(now) - back;
  return Number.isNaN(ms) || Math.abs(ms) > epochOf('9999-12-31T23:59:59.999Z') ? undefined : instantOf(ms);
};

export const writeCursor = ({ openedAt, incidentId }: Cursor): string =>
  Buffer.from(JSON.stringify([openedAt, incidentId])).toString('base64url');

const readCursor = (text: string): Cursor | undefined => {
  const [at, incidentId, ...rest] = Buffer.from(text, 'base64url')
    .toString()
    .split(/[[\]",]+/)
    .filter(Boolean);
  const isCursor = rest.length === 0 && incidentId !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at ?? '');
  const openedAt = timeOf(at ?? '', '');
  return isCursor && openedAt !== undefined ? { openedAt, incidentId } : undefined;
};

const readLimit = (text: string): number | undefined => {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= HIGHEST_LIMIT ? limit : undefined;
};

const TIME = 'an instant such as 2023-08-05T14:15:00Z, or a duration back from now such as 30d';

const parameter = <T>(name: string, expected: string, read: (text: string) => T | undefined): z.ZodMiniType<T> =>
  requestText({ error: `${name} cannot be read`, expected: `${name}: ${expected}` }, read);

const schemaAt = (now: Instant) =>
  z.strictObject({
    since: z.optional(parameter('since', TIME, (text) => timeOf(text, now))),
    until: z.optional(parameter('until', TIME, (text) => timeOf(text, now))),
    status: z.optional(
      parameter('status', `one of ${LISTED_STATUSES.join(', ')}`, (text) =>
        LISTED_STATUSES.find((status) => status === text),
      ),
    ),
    service: z.optional(z.string()),
    limit: z.optional(parameter('limit', `a number from 1 to ${String(HIGHEST_LIMIT)}`, readLimit)),
    cursor: z.optional(parameter('cursor', 'the next of an earlier answer', readCursor)),
  });

/** Of what is given twice the first counts. */
const firstOfEach = (query: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries([...query].toReversed());

/** Which incidents are asked for: of the last 30 days where nothing else is said. */
export const readListQuery = (query: URLSearchParams, now: Instant): ListQuery | { readonly refusal: Refusal } => {
  const read = readFields(schemaAt(now), firstOfEach(query));
  if ('refusal' in read) return read;
  const { since, until, status, service, limit, cursor } = read.value;
  return {
    since: since ?? later(now, -DEFAULT_SPAN_MS),
    until,
    after: cursor,
    limit: limit ?? DEFAULT_LIMIT,
    isWanted: (entry) => isListed(entry, { status, service }),
  };
};
