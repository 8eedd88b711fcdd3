import type { IncidentRecord } from '../ports/incident-reader.ts';
import type { IncidentStore } from '../ports/incident-store.ts';

/** Enough for an incident in a storm: each time somebody else appended in between. */
const READINGS = 5;

const isOfOneMoment = ({ head, events }: IncidentRecord): boolean => events.at(-1)?.version === head?.version;

/**
 * Head and events of one moment. They are two reads: where they do not end alike, an append came in between, or
 * something is damaged, which the same head once more tells apart.
 */
export const readRecord = async (
  store: Pick<IncidentStore, 'head' | 'timeline'>,
  incidentId: string,
): Promise<IncidentRecord | undefined> => {
  const read = async (head: IncidentRecord['head']): Promise<IncidentRecord> => ({
    head,
    events: await store.timeline(incidentId),
  });
  let record = await read(await store.head(incidentId));
  for (let readings = 1; readings < READINGS && !isOfOneMoment(record); readings += 1) {
    const again = await store.head(incidentId);
    if (again?.version === record.head?.version) break;
    record = await read(again);
  }
  return record.head === undefined && record.events.length === 0 ? undefined : record;
};
