import type { SealedEvent } from '../../core/incident/chain.ts';
import type { Incident, Member } from '../../core/incident/incident.ts';
import type { StoredDiagnosis } from '../../core/incident/stored-diagnosis.ts';
import type { Instant } from '../../core/time.ts';
import type { TagsDue } from '../../ports/alarm-tags.ts';
import { checkAppendLimits } from '../../ports/append-limits.ts';
import { IncidentRecords } from '../../ports/incident-records.ts';
import {
  type AlarmRegister,
  type Append,
  type IncidentIndex,
  type IncidentStore,
  LostRaceError,
} from '../../ports/incident-store.ts';
import type { DedupRecord, GroupRecord, RegisterEntry } from '../../core/group/records.ts';

/** Everything in maps: for tests, the simulator and benchmarks. Each call is atomic. */
export class InMemoryIncidents implements IncidentStore, AlarmRegister, IncidentIndex, TagsDue {
  private readonly records = new IncidentRecords();

  head(incidentId: string): Promise<Incident | undefined> {
    return Promise.resolve(this.records.head(incidentId));
  }

  members(incidentId: string, which: readonly string[] | 'standing'): Promise<readonly Member[]> {
    return Promise.resolve(this.records.members(incidentId, which));
  }

  diagnoses(incidentId: string, which: readonly number[] | 'all'): Promise<readonly StoredDiagnosis[]> {
    return Promise.resolve(this.records.diagnoses(incidentId, which));
  }

  timeline(incidentId: string): Promise<readonly SealedEvent[]> {
    return Promise.resolve(this.records.timeline(incidentId));
  }

  append(append: Append): Promise<void> {
    return new Promise((resolve) => {
      checkAppendLimits(append);
      const lost = this.records.lostRace(append);
      if (lost !== undefined) throw new LostRaceError(lost);
      this.records.write(append);
      resolve();
    });
  }

  entries(alarmKeys: readonly string[]): Promise<ReadonlyMap<string, RegisterEntry>> {
    return Promise.resolve(this.records.entries(alarmKeys));
  }

  seen(dedupKeys: readonly string[]): Promise<ReadonlyMap<string, DedupRecord>> {
    return Promise.resolve(this.records.seen(dedupKeys));
  }

  groups(groups: readonly string[]): Promise<ReadonlyMap<string, GroupRecord>> {
    return Promise.resolve(this.records.groups(groups));
  }

  tagsDue(before: Instant, limit: number): Promise<readonly RegisterEntry[]> {
    return Promise.resolve(this.records.tagsDue(before, limit));
  }

  async *list(range: Parameters<IncidentIndex['list']>[0]): ReturnType<IncidentIndex['list']> {
    yield* await Promise.resolve(this.records.list(range));
  }

  async *spanning(since: Instant): ReturnType<IncidentIndex['spanning']> {
    yield* await Promise.resolve(this.records.spanning(since));
  }

  due(before: Instant, limit: number): Promise<readonly string[]> {
    return Promise.resolve(this.records.due(before, limit));
  }
}
