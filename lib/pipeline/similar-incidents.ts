import { type Cause, type DiagnosedCause, isCause } from '../core/cause.ts';
import { SIMILAR, type SimilarIncident } from '../core/context.ts';
import { eventOf } from '../core/incident/chain.ts';
import type { ContextFact } from '../core/incident/commands.ts';
import type { Incident } from '../core/incident/incident.ts';
import { isSimilar, similarIncidentOf } from '../core/report/similar-incidents.ts';
import { DAY, later } from '../core/time.ts';
import type { Pipeline } from './pipeline.ts';

const LOOK_BACK_MS = 180 * DAY;
const MOST_SIMILAR = 3;
/** Incidents of the service whose heads are read for it, the newest. */
const MOST_LOOKED_AT = 30;

type History = Pick<Pipeline, 'index' | 'store'>;

/** The newest of the service that are over. */
const pastHeads = async function* (
  { index, store }: History,
  { service, environment, openedAt: until }: Incident,
): AsyncGenerator<Incident> {
  let looked = 0;
  for await (const entry of index.list({ service, since: later(until, -LOOK_BACK_MS), until })) {
    if (entry.environment !== environment || entry.status !== 'resolved') continue;
    const head = await store.head(entry.incidentId);
    if (head !== undefined) yield head;
    looked += 1;
    if (looked === MOST_LOOKED_AT) return;
  }
};

const similarTo = async (history: History, incident: Incident, cause: Cause): Promise<readonly Incident[]> => {
  const found: Incident[] = [];
  for await (const past of pastHeads(history, incident)) {
    if (isSimilar(past, incident, cause)) found.push(past);
    if (found.length === MOST_SIMILAR) break;
  }
  return found;
};

const told = async ({ store }: History, past: Incident): Promise<readonly SimilarIncident[]> => {
  const timeline = (await store.timeline(past.incidentId)).map(eventOf);
  const one = similarIncidentOf(past, timeline);
  return one === undefined ? [] : [one];
};

/** How the last incidents of the same service and cause went; undefined: there is none that is known of. */
export const readSimilarIncidents = async (
  pipeline: History & Pick<Pipeline, 'report'>,
  incident: Incident,
  cause: DiagnosedCause,
): Promise<ContextFact | undefined> => {
  if (!isCause(cause)) return undefined;
  try {
    const past = await similarTo(pipeline, incident, cause);
    const incidents = (await Promise.all(past.map((one) => told(pipeline, one)))).flat();
    return incidents.length === 0 ? undefined : { outcome: 'recorded', source: SIMILAR, context: { cause, incidents } };
  } catch (error) {
    pipeline.report?.('past incidents could not be read', error);
    return { outcome: 'unavailable', source: SIMILAR, reason: 'they could not be read' };
  }
};
