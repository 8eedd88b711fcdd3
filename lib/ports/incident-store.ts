import type { DedupRecord, GroupRecord, RegisterEntry } from '../core/group/records.ts';
import type { SealedEvent } from '../core/incident/chain.ts';
import type { Incident, Member } from '../core/incident/incident.ts';
import type { StoredDiagnosis } from '../core/incident/stored-diagnosis.ts';
import type { ListEntry } from '../core/report/list-entry.ts';
import type { Instant } from '../core/time.ts';

/** All or nothing. Versions are those after the write; each is put only over the version before it. */
export interface Append {
  readonly incident?: {
    readonly head: Incident;
    readonly events: readonly SealedEvent[];
    readonly members: readonly Member[];
    /** Of its `DiagnosisRecorded`. */
    readonly diagnoses?: readonly StoredDiagnosis[] | undefined;
    /** When it is next to be looked at, by today's configuration; undefined: never. */
    readonly wakeAt?: Instant | undefined;
  };
  readonly group?: GroupRecord | undefined;
  readonly register: readonly RegisterEntry[];
  /** Each put only where absent. */
  readonly dedups: readonly DedupRecord[];
}

/** One DynamoDB transaction holds 100 items; this leaves room for head, group and list entry. */
export const APPEND_LIMITS = { events: 40, items: 90 } as const;

/** The truth about incidents. Every read is consistent. */
export interface IncidentStore {
  head(incidentId: string): Promise<Incident | undefined>;
  /** Member items by alarm id, or every one whose alarm is not OK. */
  members(incidentId: string, which: readonly string[] | 'standing'): Promise<readonly Member[]>;
  /** Diagnoses that exist, by number, or every one; oldest first. */
  diagnoses(incidentId: string, which: readonly number[] | 'all'): Promise<readonly StoredDiagnosis[]>;
  /** Oldest first, whole. */
  timeline(incidentId: string): Promise<readonly SealedEvent[]>;
  /**
   * @throws LostRaceError another writer was first, or what was to be absent is there: read again, decide again.
   * @throws RangeError more than `APPEND_LIMITS` allow, or an item named twice.
   */
  append(append: Append): Promise<void>;
}

/** What must be known before an alarm change is decided. */
export interface AlarmRegister {
  /** Entries that exist, by alarm key. */
  entries(alarmKeys: readonly string[]): Promise<ReadonlyMap<string, RegisterEntry>>;
  /** Records that exist, by dedup key. */
  seen(dedupKeys: readonly string[]): Promise<ReadonlyMap<string, DedupRecord>>;
  /** Groups that ever had an incident, by group. */
  groups(groups: readonly string[]): Promise<ReadonlyMap<string, GroupRecord>>;
}

/** Told the id of an incident whose entry in lists cannot be read; more than once, where more than one list holds it. */
export type ToldDamaged = (incidentId: string) => void;

/**
 * Nominates incidents: it may be behind, the head decides. An entry that cannot be read ends no list: it is told, and
 * made of the head, where that can be read.
 */
export interface IncidentIndex {
  /** Real incidents, newest first (`newestFirst`), opened within [since, until), of one service or of all. */
  list(range: {
    readonly since?: Instant;
    readonly until?: Instant;
    readonly service?: string;
    readonly damaged?: ToldDamaged | undefined;
  }): AsyncIterable<ListEntry>;
  /** Real incidents that opened before an instant and were open at it or later, newest first. */
  spanning(since: Instant, damaged?: ToldDamaged): AsyncIterable<ListEntry>;
  /** Incidents whose `wakeAt` is before this instant, oldest first. */
  due(before: Instant, limit: number): Promise<readonly string[]>;
}

export class LostRaceError extends Error {
  override readonly name = 'LostRaceError';
}
