import type { IncidentReader, ToldEntry } from '../ports/incident-reader.ts';
import type { IncidentIndex, IncidentStore } from '../ports/incident-store.ts';
import { readRecord } from './incident-record.ts';
import { queryIncidents } from './query-incidents.ts';

type Incidents = Pick<IncidentStore, 'head' | 'timeline' | 'diagnoses'> & Pick<IncidentIndex, 'list' | 'spanning'>;

/** Reads where the incidents themselves are. */
export const readerOnStore = (incidents: Incidents): IncidentReader => ({
  head: (incidentId) => incidents.head(incidentId),
  timeline: (incidentId) => incidents.timeline(incidentId),
  diagnoses: (incidentId, which) => incidents.diagnoses(incidentId, which),
  record: (incidentId) => readRecord(incidents, incidentId),

  query: async function* (query, atMost = Infinity): AsyncGenerator<ToldEntry> {
    let left = atMost;
    for await (const { entry, isListed } of queryIncidents(incidents, query)) {
      if (!isListed) continue;
      yield entry;
      left -= 1;
      if (left <= 0) return;
    }
  },
});
