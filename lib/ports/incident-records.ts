import type { SealedEvent } from '../core/incident/chain.ts';
import { isCurrent, refolded } from '../core/incident/current-head.ts';
import type { Incident, Member } from '../core/incident/incident.ts';
import { type ListEntry, listEntryOf, newestFirst, wasOpenSince } from '../core/report/list-entry.ts';
import type { Instant } from '../core/time.ts';
import type { StoredDiagnosis } from '../core/incident/stored-diagnosis.ts';
import type { Append, IncidentIndex } from './incident-store.ts';
import { lostRaceOf } from './lost-race.ts';
import type { DedupRecord, GroupRecord, RegisterEntry } from '../core/group/records.ts';

interface Stored {
  readonly head: Incident;
  readonly events: SealedEvent[];
  readonly members: Map<string, Member>;
  readonly diagnoses: Map<number, StoredDiagnosis>;
}

const picked = <T>(all: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> => {
  const found = new Map<string, T>();
  for (const key of keys) {
    const value = all.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
};

const versionOf = (stored: { readonly version: number } | undefined): number => stored?.version ?? 0;

/** What stands after some appends, in maps: the ports' meaning, for adapters that hold everything in memory. */
export class IncidentRecords {
  private readonly incidents = new Map<string, Stored>();
  private readonly wakes = new Map<string, Instant>();
  private readonly registered = new Map<string, RegisterEntry>();
  private readonly groupRecords = new Map<string, GroupRecord>();
  private readonly dedups = new Map<string, DedupRecord>();

  /** Where another writer was first, so that this append may not be written; undefined: it may. */
  lostRace(append: Append): string | undefined {
    return lostRaceOf(append, {
      incidentVersion: (incidentId) => versionOf(this.head(incidentId)),
      groupVersion: (group) => versionOf(this.groupRecords.get(group)),
      alarmVersion: (alarmKey) => versionOf(this.registered.get(alarmKey)),
      isSeen: (dedupKey) => this.dedups.has(dedupKey),
    });
  }

  /** Writes what has lost no race. */
  write({ incident, group, register, dedups }: Append): void {
    if (incident !== undefined) this.writeIncident(incident);
    if (group !== undefined) this.groupRecords.set(group.group, group);
    for (const entry of register) this.registered.set(entry.alarmKey, entry);
    for (const dedup of dedups) this.dedups.set(dedup.key, dedup);
  }

  head(incidentId: string): Incident | undefined {
    return this.incidents.get(incidentId)?.head;
  }

  members(incidentId: string, which: readonly string[] | 'standing'): readonly Member[] {
    const members = this.incidents.get(incidentId)?.members ?? new Map<string, Member>();
    if (which === 'standing') return [...members.values()].filter(({ state }) => state !== 'OK');
    return [...picked(members, which).values()];
  }

  diagnoses(incidentId: string, which: readonly number[] | 'all'): readonly StoredDiagnosis[] {
    const all = [...(this.incidents.get(incidentId)?.diagnoses.values() ?? [])];
    return which === 'all' ? all : all.filter(({ number }) => which.includes(number));
  }

  timeline(incidentId: string): readonly SealedEvent[] {
    return [...(this.incidents.get(incidentId)?.events ?? [])];
  }

  entries(alarmKeys: readonly string[]): ReadonlyMap<string, RegisterEntry> {
    return picked(this.registered, alarmKeys);
  }

  seen(dedupKeys: readonly string[]): ReadonlyMap<string, DedupRecord> {
    return picked(this.dedups, dedupKeys);
  }

  groups(groups: readonly string[]): ReadonlyMap<string, GroupRecord> {
    return picked(this.groupRecords, groups);
  }

  /** Drills and canaries are in no list. */
  list({ since, until, service }: Parameters<IncidentIndex['list']>[0]): readonly ListEntry[] {
    return this.entriesOf((head) => service === undefined || head.service === service).filter(
      ({ openedAt }) => (since === undefined || openedAt >= since) && (until === undefined || openedAt < until),
    );
  }

  spanning(since: Instant): readonly ListEntry[] {
    return this.entriesOf(({ openedAt }) => openedAt < since).filter((entry) => wasOpenSince(entry, since));
  }

  due(before: Instant, limit: number): readonly string[] {
    return [...this.wakes]
      .filter(([, at]) => at < before)
      .sort(([, one], [, other]) => (one < other ? -1 : Number(one > other)))
      .slice(0, limit)
      .map(([incidentId]) => incidentId);
  }

  tagsDue(before: Instant, limit: number): readonly RegisterEntry[] {
    return [...this.registered.values()]
      .filter(({ tagsDueAt }) => tagsDueAt !== undefined && tagsDueAt < before)
      .sort((one, other) => ((one.tagsDueAt ?? '') < (other.tagsDueAt ?? '') ? -1 : 1))
      .slice(0, limit);
  }

  private entriesOf(isWanted: (head: Incident) => boolean): readonly ListEntry[] {
    return [...this.incidents.values()]
      .map(({ head }) => head)
      .filter((head) => head.kind === 'real' && isWanted(head))
      .map(listEntryOf)
      .sort(newestFirst);
  }

  private writeIncident({ head, events, members, diagnoses = [], wakeAt }: NonNullable<Append['incident']>): void {
    const { incidentId } = head;
    const before = this.incidents.get(incidentId);
    const none: Omit<Stored, 'head'> = { events: [], members: new Map(), diagnoses: new Map() };
    const { events: all, members: known, diagnoses: found } = before ?? none;
    all.push(...events);
    for (const member of members) known.set(member.alarmId, member);
    for (const one of diagnoses) found.set(one.number, one);
    const current = isCurrent(head) ? head : refolded(head, events, before?.head);
    this.incidents.set(incidentId, { head: current, events: all, members: known, diagnoses: found });
    this.wakes.delete(incidentId);
    if (wakeAt !== undefined) this.wakes.set(incidentId, wakeAt);
  }
}
