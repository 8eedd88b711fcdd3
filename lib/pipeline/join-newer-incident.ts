import { asChange, leftOver, mayHaveLeftOver } from '../core/group/left-firing.ts';
import { type GroupRecord, incidentBehind, type RegisterEntry } from '../core/group/records.ts';
import { incidentIdOf } from '../core/incident/incident-id.ts';
import type { Incident, Member, Opening } from '../core/incident/incident.ts';
import type { Instant } from '../core/time.ts';
import { handleCommand, handleOnce, retryingLostRaces } from './handle-command.ts';
import type { Pipeline } from './pipeline.ts';

/** Another incident of the same group. */
const openingLike = (
  {
    kind,
    group,
    account,
    region,
    service,
    environment,
    runbook,
    config,
    escalation,
    recoverAfterMs,
    cooldownMs,
  }: Incident,
  incidentId: string,
): Opening => ({
  incidentId,
  kind,
  group,
  account,
  region,
  service,
  environment,
  runbook,
  config,
  escalation,
  recoverAfterMs,
  cooldownMs,
});

/** What is behind the door of the group for an alarm of an older incident; undefined: that incident itself. */
const doorFor = (
  older: Incident,
  member: Member,
  { record, at }: { record: GroupRecord | undefined; at: Instant },
): Opening | undefined => {
  const behind = incidentBehind(record, at);
  if (behind === older.incidentId) return undefined;
  if (behind !== undefined) return openingLike(older, behind);
  // A mute that ends when all is long over opens an incident; what a person left firing reopens theirs.
  if (!member.silenced) return undefined;
  return openingLike(older, incidentIdOf(at, older.group, `${older.incidentId} ${member.alarmId}`));
};

const movedTo = ({ incidentId }: Opening, entry: RegisterEntry): RegisterEntry => ({
  ...entry,
  incidentId,
  version: entry.version + 1,
});

/** One alarm through the door of its group; what the register knows to be OK, or of another incident, moves nowhere. */
const move = async (pipeline: Pipeline, older: Incident, member: Member): Promise<string | undefined> => {
  const { register, clock } = pipeline;
  const at = clock();
  const [entries, records] = await Promise.all([register.entries([member.alarmKey]), register.groups([older.group])]);
  const entry = entries.get(member.alarmKey);
  if (entry === undefined || entry.state === 'OK' || (entry.incidentId ?? older.incidentId) !== older.incidentId)
    return undefined;
  const opening = doorFor(older, member, { record: records.get(older.group), at });
  if (opening === undefined) return undefined;
  const command = {
    type: 'ReceiveAlarm',
    at,
    opening,
    changes: [asChange(member, older)],
    olderId: older.incidentId,
  } as const;
  await handleOnce(pipeline, { incidentId: opening.incidentId, command, register: [movedTo(opening, entry)] });
  return opening.incidentId;
};

/**
 * Alarms of a resolved incident that fire on when nobody is believed any more, or whose mute ends, go through the door of
 * their group: into the newer incident where there is one. They join before the older one lets go of them, at its next
 * tick: the register says by then where they count.
 */
export const joinNewerIncident = async (pipeline: Pipeline, incidentId: string): Promise<void> => {
  const at = pipeline.clock();
  const older = await pipeline.store.head(incidentId);
  if (older === undefined || !mayHaveLeftOver(older, at)) return;
  const joined = new Set<string>();
  for (const member of leftOver(older, await pipeline.store.members(incidentId, 'standing'), at)) {
    const newerId = await retryingLostRaces(pipeline, () => move(pipeline, older, member));
    if (newerId !== undefined) joined.add(newerId);
  }
  for (const newerId of joined)
    await handleCommand(pipeline, { incidentId: newerId, command: { type: 'RecordContext', at, facts: [] } });
};
