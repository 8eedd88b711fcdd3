import { asChange, wasLeftFiring } from '../core/group/left-firing.ts';
import { otherOpen } from '../core/group/records.ts';
import { type Incident, isOpen } from '../core/incident/incident.ts';
import { isCounted } from '../core/incident/member.ts';
import { handleCommand } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

/** Alarms in one append: with members and events it stays within the bound of a transaction. */
const ALARMS_AN_APPEND = 10;

const newerOpen = async (
  { register, store }: Pipeline,
  { group, incidentId }: Incident,
): Promise<Incident | undefined> => {
  const other = otherOpen((await register.groups([group])).get(group), incidentId);
  if (other === undefined) return undefined;
  const newer = await store.head(other);
  return newer !== undefined && isOpen(newer) ? newer : undefined;
};

/**
 * Alarms that a resolution left firing join the newer incident of their group, where there is one. They join before
 * the older incident lets go of them: dying in between means joining twice, which changes nothing.
 */
export const joinNewerIncident = async (pipeline: Pipeline, incidentId: string): Promise<void> => {
  const at = pipeline.clock();
  const older = await pipeline.store.head(incidentId);
  if (older === undefined || !wasLeftFiring(older, at)) return;
  const newer = await newerOpen(pipeline, older);
  if (newer === undefined) return;
  const changes = (await pipeline.store.members(incidentId, 'standing'))
    .filter(isCounted)
    .map((member) => asChange(member, older));
  for (let first = 0; first < changes.length; first += ALARMS_AN_APPEND) {
    const command = {
      type: 'ReceiveAlarm',
      at,
      opening: newer,
      changes: changes.slice(first, first + ALARMS_AN_APPEND),
    } as const;
    await handleCommand(pipeline, { incidentId: newer.incidentId, command });
  }
  await handleCommand(pipeline, { incidentId: newer.incidentId, command: { type: 'RecordContext', at, facts: [] } });
};
