import { shownValue } from '../../lib/core/safe-text.ts';
import type { ListEntry } from '../../lib/core/report/list-entry.ts';
import { DAY, epochOf, type Instant, instantOf, later, parseDuration } from '../../lib/core/time.ts';
import type { Problem } from './http.ts';

const DEFAULT_SPAN_MS = 30 * DAY;
const DEFAULT_LIMIT = 50;
const HIGHEST_LIMIT = 200;
const NAMES = ['since', 'until', 'status', 'service', 'limit', 'cursor'];
const STATUSES = ['triggered', 'acknowledged', 'resolved', 'open'];

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

const problemOf = (name: string, expected: string, value: string | null): Problem => ({
  error: `${name} cannot be read`,
  expected: `${name}: ${expected}`,
  given: shownValue(value),
});

const isStatus = (status: string, wanted: string | null): boolean =>
  wanted === null || status === wanted || (wanted === 'open' && status !== 'resolved');

type Readers = Readonly<Record<string, { readonly read: (text: string) => unknown; readonly expected: string }>>;

const readersAt = (now: Instant): Readers => ({
  since: { read: (text) => timeOf(text, now), expected: TIME },
  until: { read: (text) => timeOf(text, now), expected: TIME },
  status: { read: (text) => STATUSES.find((status) => status === text), expected: `one of ${STATUSES.join(', ')}` },
  limit: { read: readLimit, expected: `a number from 1 to ${String(HIGHEST_LIMIT)}` },
  cursor: { read: readCursor, expected: 'next of an answer before' },
});

const problemIn = (query: URLSearchParams, now: Instant): Problem | undefined => {
  const unknown = [...query.keys()].find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    return { error: 'there is no such parameter', expected: `one of ${NAMES.join(', ')}`, given: shownValue(unknown) };
  }
  const wrong = Object.entries(readersAt(now)).find(([name, { read }]) => {
    const text = query.get(name);
    return text !== null && read(text) === undefined;
  });
  return wrong && problemOf(wrong[0], wrong[1].expected, query.get(wrong[0]));
};

/** Which incidents are asked for: of the last 30 days where nothing else is said. */
export const readListQuery = (query: URLSearchParams, now: Instant): ListQuery | { readonly problem: Problem } => {
  const problem = problemIn(query, now);
  if (problem !== undefined) return { problem };
  const [status, service] = [query.get('status'), query.get('service')];
  return {
    since: timeOf(query.get('since') ?? '', now) ?? later(now, -DEFAULT_SPAN_MS),
    until: timeOf(query.get('until') ?? '', now),
    after: readCursor(query.get('cursor') ?? ''),
    limit: readLimit(query.get('limit') ?? '') ?? DEFAULT_LIMIT,
    isWanted: (entry) => isStatus(entry.status, status) && (service === null || entry.service === service),
  };
};
