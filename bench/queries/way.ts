import { queryIncidents } from '../../lib/pipeline/query-incidents.ts';
import type { IncidentIndex, IncidentStore } from '../../lib/ports/incident-store.ts';

export const A_PAGE = 50;

/** Some way to the same two answers; each returns how many records it gave. */
export interface Way {
  list(): Promise<number>;
  show(incident: string): Promise<number>;
}

type Store = IncidentStore & IncidentIndex;

export const pageOf = async (store: Store): Promise<number> => {
  let listed = 0;
  for await (const { isListed } of queryIncidents(store, {})) {
    if (isListed) listed += 1;
    if (listed === A_PAGE) break;
  }
  return listed;
};

export const wholeOf = async (store: Store, incidentId: string): Promise<number> => {
  const head = await store.head(incidentId);
  const timeline = await store.timeline(incidentId);
  const members = await store.members(incidentId, 'standing');
  const diagnoses = await store.diagnoses(incidentId, 'all');
  return Number(head !== undefined) + timeline.length + members.length + diagnoses.length;
};
