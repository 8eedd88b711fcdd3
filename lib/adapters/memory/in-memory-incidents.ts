import { wakeAt } from '../../core/escalation/wake.ts';
import type { SealedEvent } from '../../core/incident/chain.ts';
import type { Incident, Member } from '../../core/incident/incident.ts';
import { listEntryOf } from '../../core/report/list-entry.ts';
import type { Instant } from '../../core/time.ts';
import {
  type AlarmRegister,
  type Append,
  type DedupRecord,
  type GroupRecord,
  type IncidentIndex,
  type IncidentStore,
  LostRaceError,
  type RegisterEntry,
} from '../../ports/incident-store.ts';
import { checkAppendLimits } from '../../ports/append-limits.ts';

interface Stored {
  readonly head: Incident;
  readonly events: SealedEvent[];
  readonly members: Map<string, Member>;
}

const picked = <T>(all: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> => {
  const found = new Map<string, T>();
  for (const key of keys) {
    const value = all.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
};

/** Everything in maps: for tests, the simulator and benchmarks. Each call is atomic. */
export class InMemoryIncidents implements IncidentStore, AlarmRegister, IncidentIndex {
  private readonly incidents = new Map<string, Stored>();
  private readonly wakes = new Map<string, Instant>();
  private readonly registered = new Map<string, RegisterEntry>();
  private readonly groupRecords = new Map<string, GroupRecord>();
  private readonly dedups = new Map<string, DedupRecord>();

  head(incidentId: string): Promise<Incident | undefined> {
    return Promise.resolve(this.incidents.get(incidentId)?.head);
  }

  members(incidentId: string, which: readonly string[] | 'silenced'): Promise<readonly Member[]> {
    const members = this.incidents.get(incidentId)?.members ?? new Map<string, Member>();
    if (which === 'silenced') return Promise.resolve([...members.values()].filter(({ silenced }) => silenced));
    return Promise.resolve([...picked(members, which).values()]);
  }

  timeline(incidentId: string): Promise<readonly SealedEvent[]> {
    return Promise.resolve([...(this.incidents.get(incidentId)?.events ?? [])]);
  }

  append(append: Append): Promise<void> {
    try {
      checkAppendLimits(append);
      this.check(append);
    } catch (error) {
      return Promise.reject(error as Error);
    }
    this.write(append);
    return Promise.resolve();
  }

  entries(alarmKeys: readonly string[]): Promise<ReadonlyMap<string, RegisterEntry>> {
    return Promise.resolve(picked(this.registered, alarmKeys));
  }

  seen(dedupKeys: readonly string[]): Promise<ReadonlyMap<string, DedupRecord>> {
    return Promise.resolve(picked(this.dedups, dedupKeys));
  }

  groups(groups: readonly string[]): Promise<ReadonlyMap<string, GroupRecord>> {
    return Promise.resolve(picked(this.groupRecords, groups));
  }

  async *list({ since, until }: { readonly since?: Instant; readonly until?: Instant }): ReturnType<IncidentIndex['list']> {
    const heads = [...this.incidents.values()]
      .map(({ head }) => head)
      .filter(({ openedAt }) => (since === undefined || openedAt >= since) && (until === undefined || openedAt < until))
      .sort((one, other) => (one.openedAt > other.openedAt ? -1 : 1));
    for (const head of heads) yield await Promise.resolve(listEntryOf(head));
  }

  due(before: Instant, limit: number): Promise<readonly string[]> {
    const late = [...this.wakes].filter(([, at]) => at < before).sort(([, one], [, other]) => (one < other ? -1 : 1));
    return Promise.resolve(late.slice(0, limit).map(([incidentId]) => incidentId));
  }

  private check({ incident, group, register, dedups }: Append): void {
    if (incident !== undefined) {
      const { head, events } = incident;
      const stored = this.incidents.get(head.incidentId)?.head.version ?? 0;
      if (stored !== head.version - events.length) throw new LostRaceError(`incident ${head.incidentId}`);
    }
    if (group !== undefined && (this.groupRecords.get(group.group)?.version ?? 0) !== group.version - 1) {
      throw new LostRaceError(`group ${group.group}`);
    }
    for (const { alarmKey, version } of register) {
      if ((this.registered.get(alarmKey)?.version ?? 0) !== version - 1) throw new LostRaceError(`alarm ${alarmKey}`);
    }
    for (const { key } of dedups) if (this.dedups.has(key)) throw new LostRaceError(`dedup ${key}`);
  }

  private write({ incident, group, register, dedups }: Append): void {
    if (incident !== undefined) this.writeIncident(incident);
    if (group !== undefined) this.groupRecords.set(group.group, group);
    for (const entry of register) this.registered.set(entry.alarmKey, entry);
    for (const dedup of dedups) this.dedups.set(dedup.key, dedup);
  }

  private writeIncident({ head, events, members }: NonNullable<Append['incident']>): void {
    const before = this.incidents.get(head.incidentId);
    const stored = { head, events: before?.events ?? [], members: before?.members ?? new Map<string, Member>() };
    stored.events.push(...events);
    for (const member of members) stored.members.set(member.alarmId, member);
    this.incidents.set(head.incidentId, stored);
    const wake = wakeAt(head);
    if (wake === undefined) this.wakes.delete(head.incidentId);
    else this.wakes.set(head.incidentId, wake);
  }
}
