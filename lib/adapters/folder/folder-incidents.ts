import type { SealedEvent } from '../../core/incident/chain.ts';
import type { Incident, Member } from '../../core/incident/incident.ts';
import type { StoredDiagnosis } from '../../core/incident/stored-diagnosis.ts';
import type { Instant } from '../../core/time.ts';
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
import { FolderError } from './folder-error.ts';
import type { Journal } from './journal.ts';

/** Every loss is another's append: so many in a row leave the decision to whoever tries again. */
const LOSSES = 100;

/** A promise of work that is done at once, so that each call is atomic within the process. */
const promised = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });

/**
 * Incidents in a folder: the journal is the truth, what stands is folded from it and caught up before every call, so
 * that processes see each other's appends. Every method rejects with a FolderError when the folder is damaged.
 */
export class FolderIncidents implements IncidentStore, AlarmRegister, IncidentIndex {
  private readonly journal: Journal;
  private readonly records = new IncidentRecords();

  constructor(journal: Journal) {
    this.journal = journal;
  }

  head(incidentId: string): Promise<Incident | undefined> {
    return promised(() => this.caughtUp().head(incidentId));
  }

  members(incidentId: string, which: readonly string[] | 'standing'): Promise<readonly Member[]> {
    return promised(() => this.caughtUp().members(incidentId, which));
  }

  diagnoses(incidentId: string, which: readonly number[] | 'all'): Promise<readonly StoredDiagnosis[]> {
    return promised(() => this.caughtUp().diagnoses(incidentId, which));
  }

  timeline(incidentId: string): Promise<readonly SealedEvent[]> {
    return promised(() => this.caughtUp().timeline(incidentId));
  }

  append(append: Append): Promise<void> {
    return promised(() => {
      checkAppendLimits(append);
      this.write(append);
    });
  }

  entries(alarmKeys: readonly string[]): Promise<ReadonlyMap<string, RegisterEntry>> {
    return promised(() => this.caughtUp().entries(alarmKeys));
  }

  seen(dedupKeys: readonly string[]): Promise<ReadonlyMap<string, DedupRecord>> {
    return promised(() => this.caughtUp().seen(dedupKeys));
  }

  groups(groups: readonly string[]): Promise<ReadonlyMap<string, GroupRecord>> {
    return promised(() => this.caughtUp().groups(groups));
  }

  async *list(range: Parameters<IncidentIndex['list']>[0]): ReturnType<IncidentIndex['list']> {
    yield* await promised(() => this.caughtUp().list(range));
  }

  async *spanning(since: Instant): ReturnType<IncidentIndex['spanning']> {
    yield* await promised(() => this.caughtUp().spanning(since));
  }

  due(before: Instant, limit: number): Promise<readonly string[]> {
    return promised(() => this.caughtUp().due(before, limit));
  }

  /** Files at the journal's end that no call takes into account: nobody can tell what was in them. */
  unreadable(): Promise<readonly string[]> {
    return promised(() => {
      this.caughtUp();
      return this.journal.unreadable;
    });
  }

  private write(append: Append): void {
    for (let losses = 0; losses < LOSSES; losses += 1) {
      const lost = this.caughtUp().lostRace(append);
      if (lost !== undefined) throw new LostRaceError(lost);
      if (this.journal.publish(append)) return;
    }
    throw new LostRaceError(`${String(LOSSES)} appends of other processes`);
  }

  private caughtUp(): IncidentRecords {
    for (const append of this.journal.unread()) this.fold(append);
    return this.records;
  }

  private fold(append: Append): void {
    try {
      const lost = this.records.lostRace(append);
      if (lost !== undefined) throw this.journal.misfit(`it is not the next of ${lost}`);
      this.records.write(append);
    } catch (error) {
      throw error instanceof FolderError ? error : this.journal.misfit('it is no append', error);
    }
  }
}
