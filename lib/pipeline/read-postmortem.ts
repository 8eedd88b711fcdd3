import type { PostmortemReader } from '../core/postmortem/facts/material.ts';
import { type Postmortem, postmortemOf } from '../core/postmortem/postmortem.ts';
import type { IncidentStore } from '../ports/incident-store.ts';

/** The postmortem of a stored incident; undefined: there is no such incident, or it does not begin as one does. */
export const readPostmortem = async (
  incidents: Pick<IncidentStore, 'timeline' | 'diagnoses'>,
  incidentId: string,
  reader: PostmortemReader,
): Promise<Postmortem | undefined> => {
  const timeline = await incidents.timeline(incidentId);
  const diagnoses = await incidents.diagnoses(incidentId, 'all');
  return postmortemOf({ incidentId, timeline, diagnoses }, reader);
};
