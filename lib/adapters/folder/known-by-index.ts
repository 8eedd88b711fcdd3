import type { DedupRecord, GroupRecord, RegisterEntry } from '../../core/group/records.ts';
import { type ListEntry, listKeyOf } from '../../core/report/list-entry.ts';
import type { Instant } from '../../core/time.ts';
import type { IncidentIndex } from '../../ports/incident-store.ts';
import type { Standing } from '../../ports/lost-race.ts';
import type { FolderIndex } from './folder-index.ts';
import {
  INDEX_KEYS,
  indexedDedupIn,
  indexedEntryIn,
  indexedIncidentIn,
  type IndexedStanding,
  indexedVersionIn,
} from './index-records.ts';

/** After everything that begins with `L#`, `O#` …: `$` comes after `#`. */
const endOf = (prefix: string): string => `${prefix.slice(0, 1)}$`;

/** What the index answers by itself. */
export class KnownByIndex implements Standing {
  private readonly index: FolderIndex;

  constructor(index: FolderIndex) {
    this.index = index;
  }

  incidentVersion(incidentId: string): number {
    return indexedIncidentIn(this.index.get(INDEX_KEYS.incident(incidentId)))?.[1] ?? 0;
  }

  groupVersion(group: string): number {
    return this.group(group)?.version ?? 0;
  }

  alarmVersion(alarmKey: string): number {
    return this.alarm(alarmKey)?.version ?? 0;
  }

  isSeen(dedupKey: string): boolean {
    return this.dedup(dedupKey) !== undefined;
  }

  alarm(alarmKey: string): RegisterEntry | undefined {
    return indexedVersionIn(this.index.get(INDEX_KEYS.alarm(alarmKey))) as RegisterEntry | undefined;
  }

  group(group: string): GroupRecord | undefined {
    return indexedVersionIn(this.index.get(INDEX_KEYS.group(group))) as GroupRecord | undefined;
  }

  dedup(key: string): DedupRecord | undefined {
    const value = this.index.get(INDEX_KEYS.dedup(key));
    return value === undefined ? undefined : indexedDedupIn(key, value);
  }

  picked<T>(keys: readonly string[], find: (key: string) => T | undefined): ReadonlyMap<string, T> {
    const found = new Map<string, T>();
    for (const key of keys) {
      const value = find(key);
      if (value !== undefined) found.set(key, value);
    }
    return found;
  }

  /** Of a range, those behind an entry, newest first. */
  newest(
    { since = '', until, service }: Parameters<IncidentIndex['list']>[0],
    behind: ListEntry | undefined,
    limit: number,
  ): readonly ListEntry[] {
    const end = until === undefined ? endOf('L#') : INDEX_KEYS.entry(until);
    const to = behind === undefined ? end : INDEX_KEYS.entry(listKeyOf(behind));
    // An entry that does not hold these letters is of another service, and need not be parsed.
    const said = service === undefined ? '' : `"service":${JSON.stringify(service)}`;
    const found: ListEntry[] = [];
    for (const [, value] of this.index.scan({ from: INDEX_KEYS.entry(since), to, isGreatestFirst: true })) {
      if (found.length === limit) break;
      if (value.includes(said)) found.push(indexedEntryIn(value));
    }
    return found;
  }

  /** Open incidents that opened before an instant. */
  *openBefore(since: Instant): Generator<ListEntry> {
    for (const [, { listKey }] of this.standing())
      if (listKey !== undefined && listKey < since) yield* this.entry(listKey);
  }

  /** Incidents that opened before an instant and were resolved at it or later; some may have been reopened. */
  *resolvedSince(since: Instant): Generator<ListEntry> {
    const from = INDEX_KEYS.resolved(since);
    for (const [key] of this.index.scan({ from, to: endOf(from) })) {
      const listKey = key.slice(key.indexOf('#', 2) + 1);
      if (listKey < since) yield* this.entry(listKey);
    }
  }

  due(before: Instant, limit: number): readonly string[] {
    const waiting: { readonly incidentId: string; readonly wakeAt: Instant }[] = [];
    for (const [incidentId, { wakeAt }] of this.standing())
      if (wakeAt !== undefined && wakeAt < before) waiting.push({ incidentId, wakeAt });
    return waiting
      .sort(({ wakeAt: one }, { wakeAt: other }) => (one < other ? -1 : Number(one > other)))
      .slice(0, limit)
      .map(({ incidentId }) => incidentId);
  }

  private *standing(): Generator<readonly [incidentId: string, IndexedStanding]> {
    const from = INDEX_KEYS.standing('');
    for (const [key, value] of this.index.scan({ from, to: endOf(from) }))
      yield [key.slice(from.length), JSON.parse(value) as IndexedStanding];
  }

  private *entry(listKey: string): Generator<ListEntry> {
    const value = this.index.get(INDEX_KEYS.entry(listKey));
    if (value !== undefined) yield indexedEntryIn(value);
  }
}
