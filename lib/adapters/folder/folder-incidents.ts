import type { SealedEvent } from '../../core/incident/chain.ts';
import type { Incident, Member } from '../../core/incident/incident.ts';
import type { StoredDiagnosis } from '../../core/incident/stored-diagnosis.ts';
import { type ListEntry, newestFirst, wasOpenSince } from '../../core/report/list-entry.ts';
import type { Instant } from '../../core/time.ts';
import type { DedupRecord, GroupRecord, RegisterEntry } from '../../core/group/records.ts';
import { checkAppendLimits } from '../../ports/append-limits.ts';
import {
  type AlarmRegister,
  type Append,
  type IncidentIndex,
  type IncidentStore,
  LostRaceError,
} from '../../ports/incident-store.ts';
import { lostRaceOf } from '../../ports/lost-race.ts';
import type { IndexedJournal } from './indexed-journal.ts';

/** Every loss is another's append: so many in a row leave the decision to whoever tries again. */
const LOSSES = 100;

/** Entries of a list that are read at once: the first time, and each time twice as many, up to the last. */
const PAGES = { first: 64, last: 4_096 } as const;

/**
 * Incidents in a folder: the journal is the truth, what stands is found by its index, which is caught up before every
 * call, so that processes see each other's appends. Every method rejects with a FolderError when what it reads is damaged.
 */
export class FolderIncidents implements IncidentStore, AlarmRegister, IncidentIndex {
  private readonly journal: IndexedJournal;

  constructor(journal: IndexedJournal) {
    this.journal = journal;
  }

  head(incidentId: string): Promise<Incident | undefined> {
    return this.journal.ask(({ incidents }) => incidents.head(incidentId));
  }

  members(incidentId: string, which: readonly string[] | 'standing'): Promise<readonly Member[]> {
    return this.journal.ask(({ incidents }) => incidents.of(incidentId).members(incidentId, which));
  }

  diagnoses(incidentId: string, which: readonly number[] | 'all'): Promise<readonly StoredDiagnosis[]> {
    return this.journal.ask(({ incidents }) => incidents.of(incidentId).diagnoses(incidentId, which));
  }

  timeline(incidentId: string): Promise<readonly SealedEvent[]> {
    return this.journal.ask(({ incidents }) => incidents.of(incidentId).timeline(incidentId));
  }

  async append(append: Append): Promise<void> {
    checkAppendLimits(append);
    for (let losses = 0; losses < LOSSES; losses += 1) {
      const isWritten = await this.journal.ask(({ known, publish }) => {
        const lost = lostRaceOf(append, known);
        if (lost !== undefined) throw new LostRaceError(lost);
        return publish(append);
      });
      if (isWritten) return;
    }
    throw new LostRaceError(`${String(LOSSES)} appends of other processes`);
  }

  entries(alarmKeys: readonly string[]): Promise<ReadonlyMap<string, RegisterEntry>> {
    return this.journal.ask(({ known }) => known.picked(alarmKeys, (key) => known.alarm(key)));
  }

  seen(dedupKeys: readonly string[]): Promise<ReadonlyMap<string, DedupRecord>> {
    return this.journal.ask(({ known }) => known.picked(dedupKeys, (key) => known.dedup(key)));
  }

  groups(groups: readonly string[]): Promise<ReadonlyMap<string, GroupRecord>> {
    return this.journal.ask(({ known }) => known.picked(groups, (group) => known.group(group)));
  }

  async *list(range: Parameters<IncidentIndex['list']>[0]): AsyncGenerator<ListEntry> {
    let last: ListEntry | undefined;
    for (let limit: number = PAGES.first; ; limit = Math.min(2 * limit, PAGES.last)) {
      const [behind, most] = [last, limit];
      const page = await this.journal.ask(({ known }) => known.newest(range, behind, most));
      yield* page;
      if (page.length < most) return;
      last = page.at(-1);
    }
  }

  async *spanning(since: Instant): AsyncGenerator<ListEntry> {
    const entries = await this.journal.ask(({ known }) => [...known.openBefore(since), ...known.resolvedSince(since)]);
    // An incident may have been resolved several times.
    const spanning = new Map(entries.map((entry) => [entry.incidentId, entry]));
    yield* [...spanning.values()].filter((entry) => wasOpenSince(entry, since)).sort(newestFirst);
  }

  due(before: Instant, limit: number): Promise<readonly string[]> {
    return this.journal.ask(({ known }) => known.due(before, limit));
  }

  /** Files at the journal's end that no call takes into account: nobody can tell what was in them. */
  unreadable(): Promise<readonly string[]> {
    return this.journal.ask(({ unreadable }) => unreadable);
  }
}
