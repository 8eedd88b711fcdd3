import type { IncidentRecord } from '../ports/incident-reader.ts';
import type { IncidentStore } from '../ports/incident-store.ts';

/** Enough for an incident in a storm: each time somebody else appended in between. */
const READINGS = 5;

/**
 * Head and events of one moment. They are two reads: where they do not end alike, an append came in between, or
 * something is damaged, which the same head once more tells apart.
 */
export const readRecord = async (
  store: Pick<IncidentStore, 'head' | 'timeline'>,
  incidentId: string,
): Promise<IncidentRecord | undefined> => {
  let head = await store.head(incidentId);
  let events = await store.timeline(incidentId);
  for (let read = 1; read < READINGS && events.at(-1)?.version !== head?.version; read += 1) {
    const again = await store.head(incidentId);
    if (again?.version === head?.version) break;
    head = again;
    events = await store.timeline(incidentId);
  }
  return head === undefined && events.length === 0 ? undefined : { head, events };
};
