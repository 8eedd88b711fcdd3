import type { IncidentQuery, IncidentReader } from '../ports/incident-reader.ts';

/** An incident that lists name, whatever can be read of it. */
export interface NamedIncident {
  readonly incidentId: string;
  /** Its entry in lists cannot be read. */
  readonly isDamaged: boolean;
}

/** In the order of the list; last come those of which no list tells more than that they are there. */
export const namedByLists = async function* (
  incidents: Pick<IncidentReader, 'query'>,
  query: IncidentQuery,
): AsyncGenerator<NamedIncident> {
  const damaged = new Set<string>();
  const rest = new Set<string>();
  const told = (incidentId: string): void => {
    if (!damaged.has(incidentId)) rest.add(incidentId);
    damaged.add(incidentId);
  };
  for await (const { incidentId } of incidents.query({ ...query, damaged: told })) {
    rest.delete(incidentId);
    yield { incidentId, isDamaged: damaged.has(incidentId) };
  }
  for (const incidentId of rest) yield { incidentId, isDamaged: true };
};
