import { type Incident, isOpen } from '../core/incident/incident.ts';
import { upstreamOf } from '../core/service/neighbours.ts';
import { groupsOf } from '../core/service/service-group.ts';
import type { Pipeline } from './pipeline.ts';
import type { OpenIncidents } from './sources.ts';

type Place = Pick<Incident, 'account' | 'region'>;

/** Incidents of these services that are open now, in the account and Region of another, the first opened first. */
export const openIncidentsOf = async (
  { register, store, configuration }: Pick<Pipeline, 'register' | 'store' | 'configuration'>,
  services: readonly string[],
  place: Place,
): Promise<readonly Incident[]> => {
  const groups = services.flatMap((service) => groupsOf(configuration, service, place));
  if (groups.length === 0) return [];
  const records = await register.groups(groups);
  const open = [...records.values()].filter(({ status }) => status === 'open');
  const heads = await Promise.all(open.map(({ incidentId }) => store.head(incidentId)));
  return heads
    .filter((head) => head !== undefined)
    .filter(isOpen)
    .toSorted((one, other) => (one.openedAt < other.openedAt ? -1 : 1));
};

/** Those of the services that one depends on, as far as somebody is or should be woken for them. */
export const criticalUpstream =
  (pipeline: Pick<Pipeline, 'register' | 'store' | 'configuration'>): OpenIncidents =>
  async ({ service, ...place }) => {
    const open = await openIncidentsOf(pipeline, upstreamOf(pipeline.configuration, service), place);
    return open
      .filter(({ severity }) => severity === 'critical')
      .map((incident) => ({ id: incident.incidentId, service: incident.service, since: incident.openedAt }));
  };
