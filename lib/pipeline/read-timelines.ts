import { findingIn } from '../core/diagnosis/finding.ts';
import { eventOf, type SealedEvent } from '../core/incident/chain.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import type { ListEntry } from '../core/report/list-entry.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { IncidentIndex, IncidentStore } from '../ports/incident-store.ts';
import { queryIncidents } from './query-incidents.ts';

/** Incidents read at once: a stack answers each in milliseconds, and what they hold stands in memory. */
const AT_ONCE = 16;

/** Where incidents are: a folder, or the table of a stack. */
export interface Incidents {
  readonly index: Pick<IncidentIndex, 'list' | 'spanning'>;
  readonly store: Pick<IncidentStore, 'timeline' | 'diagnoses'>;
}

/** Which of them: open at any time within the span, of one service or of all. */
export interface Which {
  readonly span: Span;
  readonly service?: string | undefined;
}

/** A timeline that was read; undefined: what is stored of it is no timeline, which `incidents verify` explains. */
export interface ReadIncident {
  readonly incidentId: string;
  readonly timeline: readonly IncidentEvent[] | undefined;
  /** By its last diagnosis. */
  readonly isDeployImplicated: boolean;
}

const listed = async ({ index }: Incidents, { span, service }: Which): Promise<readonly ListEntry[]> => {
  const entries: ListEntry[] = [];
  for await (const { entry, isListed } of queryIncidents(index, { since: span.from, until: span.to, service }))
    if (isListed) entries.push(entry);
  return entries;
};

const eventsOf = (sealed: readonly SealedEvent[]): readonly IncidentEvent[] | undefined => {
  try {
    return sealed.length === 0 ? undefined : sealed.map(eventOf);
  } catch {
    return undefined;
  }
};

const implicated = async ({ store }: Incidents, incidentId: string, timeline: readonly IncidentEvent[]) => {
  const last = timeline.findLast((event) => event.type === 'DiagnosisRecorded');
  if (last === undefined) return false;
  const [stored] = await store.diagnoses(incidentId, [last.number]);
  const found = stored && findingIn(stored.body);
  return found !== undefined && found.diagnosis.deployImplicated !== null;
};

const read = async (incidents: Incidents, incidentId: string): Promise<ReadIncident> => {
  const timeline = eventsOf(await incidents.store.timeline(incidentId));
  const isDeployImplicated = timeline !== undefined && (await implicated(incidents, incidentId, timeline));
  return { incidentId, timeline, isDeployImplicated };
};

/** Newest first; memory holds a few at a time. */
export const readTimelines = async function* (incidents: Incidents, which: Which): AsyncGenerator<ReadIncident> {
  const entries = await listed(incidents, which);
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const some = entries.slice(start, start + AT_ONCE);
    yield* await Promise.all(some.map(({ incidentId }) => read(incidents, incidentId)));
  }
};

/** Of every incident that the index lists, the newest first. */
export const listAll = ({ index }: Incidents): AsyncIterable<ListEntry> => index.list({});
