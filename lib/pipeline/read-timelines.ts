import { findingIn } from '../core/diagnosis/finding.ts';
import { eventOf, type SealedEvent } from '../core/incident/chain.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import { inOrder } from '../core/in-order.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { IncidentReader } from '../ports/incident-reader.ts';
import { namedByLists } from './named-by-lists.ts';

/** Incidents read at once: whoever answers people at a stack answers ten at once, and what they hold stands in memory. */
const AT_ONCE = 4;

/** Where incidents are: in a folder, or in a stack. */
export type Incidents = Pick<IncidentReader, 'query' | 'timeline' | 'diagnoses'>;

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

const eventsOf = (sealed: readonly SealedEvent[]): readonly IncidentEvent[] | undefined => {
  try {
    return sealed.length === 0 ? undefined : sealed.map(eventOf);
  } catch {
    return undefined;
  }
};

const implicated = async (incidents: Incidents, incidentId: string, timeline: readonly IncidentEvent[]) => {
  const last = timeline.findLast((event) => event.type === 'DiagnosisRecorded');
  if (last === undefined) return false;
  const [stored] = await incidents.diagnoses(incidentId, [last.number]);
  const found = stored && findingIn(stored.body);
  return found !== undefined && found.diagnosis.deployImplicated !== null;
};

const read = async (incidents: Incidents, incidentId: string): Promise<ReadIncident> => {
  const timeline = eventsOf(await incidents.timeline(incidentId));
  const isDeployImplicated = timeline !== undefined && (await implicated(incidents, incidentId, timeline));
  return { incidentId, timeline, isDeployImplicated };
};

/** Timelines of these, in order; memory holds a few at a time. */
export const timelinesOf = async function* (
  incidents: Incidents,
  ids: readonly string[],
): AsyncGenerator<ReadIncident> {
  yield* inOrder(ids, AT_ONCE, (incidentId) => read(incidents, incidentId));
};

/** Newest first. */
export const readTimelines = async function* (
  incidents: Incidents,
  { span, service }: Which,
): AsyncGenerator<ReadIncident> {
  const all = namedByLists(incidents, { since: span.from, until: span.to, service });
  yield* inOrder(all, AT_ONCE, ({ incidentId }) => read(incidents, incidentId));
};
