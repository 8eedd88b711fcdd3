import type { Incident } from '../../core/incident/incident.ts';
import { type ListEntry, listEntryOf, listKeyOf, newestFirst, wasOpenSince } from '../../core/report/list-entry.ts';
import { DAY, epochOf, type Instant, instantOf, later } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentIndex, ToldDamaged } from '../../ports/incident-store.ts';
import { BY_DAY, BY_RESOLUTION, BY_SERVICE, BY_WAKE } from './contract.ts';
import {
  dayKey,
  incidentIdIn,
  listEntryIn,
  listEntryKey,
  resolvedDayKey,
  serviceMonthKey,
  WAKE_SHARDS,
} from './items.ts';
import { type Item, queryItems, readItems, type Table } from './read.ts';

/** Without a beginning, a list goes so far back. */
const LOOK_BACK_MS = 400 * DAY;
const DAYS_AT_ONCE = 8;

interface Range {
  readonly since: Instant;
  readonly until: Instant;
}

/** How entries are read, and who hears of one that cannot be. */
interface Reading {
  readonly table: Table;
  readonly headOf: (incidentId: string) => Promise<Incident | undefined>;
  readonly damaged?: ToldDamaged | undefined;
}

interface Due {
  readonly before: Instant;
  readonly limit?: number;
}

/** An instant of each day that the range touches, newest first. */
const daysWithin = ({ since, until }: Range): readonly Instant[] => {
  const days: Instant[] = [];
  const first = since.slice(0, 10);
  for (let at = later(until, -1); at.slice(0, 10) >= first; at = later(at, -DAY)) days.push(at);
  return days;
};

/** An instant of each month that the range touches, newest first. */
const monthsWithin = ({ since, until }: Range): readonly Instant[] => {
  const months: Instant[] = [];
  const first = since.slice(0, 7);
  for (
    let at = later(until, -1);
    at.slice(0, 7) >= first;
    at = later(instantOf(epochOf(`${at.slice(0, 7)}-01T00:00Z`)), -1)
  )
    months.push(at);
  return months;
};

/** Of one partition of an index those that opened within the range, newest first. */
const openedIn = (
  table: Table,
  { index, key }: { readonly index: typeof BY_DAY | typeof BY_SERVICE; readonly key: string },
  { since, until }: Range,
): Promise<readonly Item[]> =>
  queryItems(table, {
    IndexName: index.name,
    KeyConditionExpression: '#partition = :partition AND #key BETWEEN :since AND :until',
    ExpressionAttributeNames: { '#partition': index.partitionKey, '#key': index.sortKey },
    // A list key is longer than the instant it begins with: none equals `until`, the one opened then comes after it.
    ExpressionAttributeValues: { ':partition': key, ':since': since, ':until': until },
    ScanIndexForward: false,
  });

/** Keys of what waits in one partition for an instant before this one, the longest first. */
export const dueIn = (table: Table, shard: string, { before, limit }: Due): Promise<readonly Item[]> =>
  queryItems(table, {
    IndexName: BY_WAKE.name,
    KeyConditionExpression: '#shard = :shard AND #wake < :before',
    ExpressionAttributeNames: { '#shard': BY_WAKE.partitionKey, '#wake': BY_WAKE.sortKey },
    ExpressionAttributeValues: { ':shard': shard, ':before': before },
    ...(limit === undefined ? {} : { Limit: limit }),
  });

const wakeOf = (item: Item): string => String(item[BY_WAKE.sortKey]);

/** By the head, which is stored beside it; undefined: that cannot be read either. */
const entryByHead = async (incidentId: string, { headOf }: Reading): Promise<ListEntry | undefined> => {
  try {
    const head = await headOf(incidentId);
    return head?.incidentId === incidentId ? listEntryOf(head) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
};

const entriesIn = async (items: readonly Item[], reading: Reading): Promise<readonly ListEntry[]> => {
  const entries: ListEntry[] = [];
  for (const item of items) {
    const incidentId = incidentIdIn(String(item['pk']));
    const stored = listEntryIn(item);
    if (stored === undefined) reading.damaged?.(incidentId);
    const entry = stored ?? (await entryByHead(incidentId, reading));
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
};

/**
 * Day by day from the newest, some days at a time: a day without incidents costs half a read unit. The newest alone, then
 * ever more at once: whoever wants one page of a busy stack reads no week of it.
 */
const listByDay = async function* (reading: Reading, range: Range): AsyncGenerator<ListEntry> {
  const { table } = reading;
  const days = daysWithin(range);
  let [start, atOnce] = [0, 1];
  while (start < days.length) {
    const some = days.slice(start, start + atOnce);
    start += atOnce;
    atOnce = Math.min(2 * atOnce, DAYS_AT_ONCE);
    const found = await Promise.all(some.map((day) => openedIn(table, { index: BY_DAY, key: dayKey(day) }, range)));
    yield* await entriesIn(found.flat(), reading);
  }
};

/** Month by month from the newest, as far as its reader goes. */
const listByService = async function* (reading: Reading, service: string, range: Range): AsyncGenerator<ListEntry> {
  for (const month of monthsWithin(range)) {
    const key = serviceMonthKey(service, month);
    yield* await entriesIn(await openedIn(reading.table, { index: BY_SERVICE, key }, range), reading);
  }
};

/** Of the incidents that were resolved on one day, those that opened before an instant: the key tells them. */
const resolvedOn = async (reading: Reading, day: string, before: Instant): Promise<readonly ListEntry[]> => {
  const items = await queryItems(reading.table, {
    IndexName: BY_RESOLUTION.name,
    KeyConditionExpression: '#day = :day AND #key < :before',
    ExpressionAttributeNames: { '#day': BY_RESOLUTION.partitionKey, '#key': BY_RESOLUTION.sortKey },
    ExpressionAttributeValues: { ':day': day, ':before': before },
  });
  return entriesIn(items, reading);
};

/** Entries of what waits for the clock: every open incident does. */
const waiting = async (reading: Reading): Promise<readonly ListEntry[]> => {
  const { table } = reading;
  const shards = await Promise.all(WAKE_SHARDS.map((shard) => dueIn(table, shard, { before: '~' })));
  const ids = new Set(shards.flat().map((item) => incidentIdIn(String(item['pk']))));
  return entriesIn(await readItems(table, [...ids].map(listEntryKey)), reading);
};

/**
 * What is open is read first: what is resolved in between is found by its day. Each once, whatever the indexes say, which
 * may be behind.
 */
const spanning = async function* (reading: Reading, since: Instant, now: Instant): AsyncGenerator<ListEntry> {
  const found = (await waiting(reading)).filter((entry) => entry.openedAt < since && wasOpenSince(entry, since));
  const days = daysWithin({ since, until: later(now, DAY) });
  for (let start = 0; start < days.length; start += DAYS_AT_ONCE) {
    const some = days.slice(start, start + DAYS_AT_ONCE).map(resolvedDayKey);
    const resolved = await Promise.all(some.map((day) => resolvedOn(reading, day, since)));
    found.push(...resolved.flat().filter((entry) => wasOpenSince(entry, since)));
  }
  yield* new Map(found.map((entry) => [listKeyOf(entry), entry])).values().toArray().sort(newestFirst);
};

export const incidentIndex = (table: Table, clock: Clock, headOf: Reading['headOf']): IncidentIndex => ({
  list: async function* ({ until = later(clock(), DAY), since = later(until, -LOOK_BACK_MS), service, damaged }) {
    if (since >= until) return;
    const [reading, range] = [
      { table, headOf, damaged },
      { since, until },
    ];
    yield* service === undefined ? listByDay(reading, range) : listByService(reading, service, range);
  },

  spanning: (since, damaged) => spanning({ table, headOf, damaged }, since, clock()),

  due: async (before, limit) => {
    const shards = await Promise.all(WAKE_SHARDS.map((shard) => dueIn(table, shard, { before, limit })));
    const oldestFirst = shards.flat().sort((one, other) => (wakeOf(one) < wakeOf(other) ? -1 : 1));
    return oldestFirst.slice(0, limit).map((item) => incidentIdIn(String(item['pk'])));
  },
});
