import type { ReceivedChange } from '../core/incident/commands.ts';
import { type Incident, isOpen, type Member } from '../core/incident/incident.ts';
import { type Instant, later } from '../core/time.ts';
import { handleCommand } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

/** Alarms in one append: with members and events it stays within the bound of a transaction. */
const ALARMS_AN_APPEND = 10;

/** A member as the alarm change that would bring it into another incident. */
const asChange = (member: Member, { account, region }: Incident): ReceivedChange => ({
  change: {
    kind: 'state',
    alarmArn: member.alarmArn,
    alarmName: member.name,
    account,
    region,
    state: 'ALARM',
    at: member.since,
    reason: member.reason,
    onRealData: true,
    tags: {},
    ...(member.silenced
      ? { silenced: { by: 'mute', ...(member.silencedUntil === undefined ? {} : { until: member.silencedUntil }) } }
      : {}),
  },
  alarmId: member.alarmId,
  alarmKey: member.alarmKey,
  severity: member.severity,
  insufficientData: 'notify',
  stale: false,
  missedTransition: false,
});

const wasLeftFiring = ({ phase, counts, cooldownMs }: Incident, now: Instant): boolean =>
  phase.status === 'resolved' && counts.firing > 0 && later(phase.at, cooldownMs) <= now;

const newerOpen = async (
  { register, store }: Pipeline,
  { group, incidentId }: Incident,
): Promise<Incident | undefined> => {
  const record = (await register.groups([group])).get(group);
  if (record?.status !== 'open' || record.incidentId === incidentId) return undefined;
  const newer = await store.head(record.incidentId);
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
  const changes = (await pipeline.store.members(incidentId, 'standing')).map((member) => asChange(member, older));
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
