import type { ListEntry } from '../../core/report/list-entry.ts';
import { DAY, type Instant, later } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentIndex } from '../../ports/incident-store.ts';
import { BY_DAY, BY_WAKE } from './contract.ts';
import { dayKey, incidentIdIn, recordIn, WAKE_SHARDS } from './items.ts';
import { type Item, queryItems, type Table } from './read.ts';

/** Without a beginning, a list goes so far back. */
const LOOK_BACK_MS = 400 * DAY;
const DAYS_AT_ONCE = 8;

interface Range {
  readonly since: Instant;
  readonly until: Instant;
}

interface Due {
  readonly before: Instant;
  readonly limit: number;
}

/** An instant of each day that the range touches, newest first. */
const daysWithin = ({ since, until }: Range): readonly Instant[] => {
  const days: Instant[] = [];
  const first = since.slice(0, 10);
  for (let at = later(until, -1); at.slice(0, 10) >= first; at = later(at, -DAY)) days.push(at);
  return days;
};

const openedOn = (table: Table, day: Instant, { since, until }: Range): Promise<readonly Item[]> =>
  queryItems(table, {
    IndexName: BY_DAY.name,
    KeyConditionExpression: '#day = :day AND #key BETWEEN :since AND :until',
    ExpressionAttributeNames: { '#day': BY_DAY.partitionKey, '#key': BY_DAY.sortKey },
    // A list key is longer than the instant it begins with: none equals `until`, the one opened then comes after it.
    ExpressionAttributeValues: { ':day': dayKey(day), ':since': since, ':until': until },
    ScanIndexForward: false,
  });

const dueIn = (table: Table, shard: string, { before, limit }: Due): Promise<readonly Item[]> =>
  queryItems(table, {
    IndexName: BY_WAKE.name,
    KeyConditionExpression: '#shard = :shard AND #wake < :before',
    ExpressionAttributeNames: { '#shard': BY_WAKE.partitionKey, '#wake': BY_WAKE.sortKey },
    ExpressionAttributeValues: { ':shard': shard, ':before': before },
    Limit: limit,
  });

const wakeOf = (item: Item): string => String(item[BY_WAKE.sortKey]);

export const incidentIndex = (table: Table, clock: Clock): IncidentIndex => ({
  /** Day by day from the newest, some days at a time: a day without incidents costs half a read unit. */
  list: async function* ({ until = later(clock(), DAY), since = later(until, -LOOK_BACK_MS) }) {
    if (since >= until) return;
    const days = daysWithin({ since, until });
    for (let start = 0; start < days.length; start += DAYS_AT_ONCE) {
      const some = days.slice(start, start + DAYS_AT_ONCE);
      const found = await Promise.all(some.map((day) => openedOn(table, day, { since, until })));
      for (const item of found.flat()) yield recordIn(item) as ListEntry;
    }
  },

  due: async (before, limit) => {
    const shards = await Promise.all(WAKE_SHARDS.map((shard) => dueIn(table, shard, { before, limit })));
    const oldestFirst = shards.flat().sort((one, other) => (wakeOf(one) < wakeOf(other) ? -1 : 1));
    return oldestFirst.slice(0, limit).map((item) => incidentIdIn(String(item['pk'])));
  },
});
