import type { SealedEvent } from '../core/incident/chain.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { ListCursor } from '../core/report/list-cursor.ts';
import type { ListEntry, ListFilter } from '../core/report/list-entry.ts';
import type { Instant } from '../core/time.ts';
import type { IncidentStore, ToldDamaged } from './incident-store.ts';

export interface IncidentQuery extends ListFilter {
  /** Undefined: as far back as whoever is asked goes. */
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly after?: ListCursor | undefined;
  /** Leaves out what opened before `since`: whoever asks for range after range finds it in an earlier one. */
  readonly isOpenedOnly?: true | undefined;
  readonly damaged?: ToldDamaged | undefined;
}

/** What everybody who may list incidents is told of one. */
export type ToldEntry = Omit<ListEntry, 'people'>;

/** What is stored of one incident, as it stood at one moment. */
export interface IncidentRecord {
  /** Undefined: it is lost, while events are there. */
  readonly head: Incident | undefined;
  /** Oldest first, whole. */
  readonly events: readonly SealedEvent[];
}

/** Incidents for whoever may read them, and write nothing. */
export interface IncidentReader extends Pick<IncidentStore, 'head' | 'timeline' | 'diagnoses'> {
  /** Real incidents that were open at some time within the range, as narrowed, newest first; at most so many. */
  query(query: IncidentQuery, atMost?: number): AsyncIterable<ToldEntry>;
  /** Undefined: nothing is stored of it. */
  record(incidentId: string): Promise<IncidentRecord | undefined>;
}
