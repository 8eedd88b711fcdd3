import type { AlarmState } from '../alarm/definition.ts';
import { cutToBytes } from '../words.ts';
import type { ReceivedChange } from './commands.ts';
import type { Counts, HeadAlarm, Member } from './incident.ts';

/** Bytes that a head spends on the texts of one of its 20 alarms, at most. */
const HEAD_NAME_BYTES = 128;
const HEAD_REASON_BYTES = 240;

const nameOf = ({ change }: ReceivedChange): string =>
  change.contributor === undefined
    ? change.alarmName
    : `${change.alarmName} (${Object.values(change.contributor.attributes).join(', ') || change.contributor.id})`;

/** What the head keeps of this alarm in its new state. */
export const headAlarmOf = (received: ReceivedChange, state: AlarmState): HeadAlarm => ({
  alarmId: received.alarmId,
  name: cutToBytes(nameOf(received), HEAD_NAME_BYTES),
  state,
  severity: received.severity,
  silenced: state !== 'OK' && received.change.silenced !== undefined,
  since: received.change.at,
  reason: cutToBytes(received.change.reason, HEAD_REASON_BYTES),
});

/** The stored item of this alarm in its new state. */
export const memberOf = (received: ReceivedChange, state: AlarmState): Member => {
  const alarm = headAlarmOf(received, state);
  const until = received.change.silenced?.until;
  return {
    ...alarm,
    alarmKey: received.alarmKey,
    alarmArn: received.change.alarmArn,
    ...(alarm.silenced && until !== undefined ? { silencedUntil: until } : {}),
  };
};

/** Whether this alarm counts, silent or not: it has fired, and neither an OK nor a resolution has cleared it. */
export const isCounted = (member: Member | undefined): member is Member =>
  member !== undefined && member.state !== 'OK' && member.cleared !== true;

const times = (members: readonly (Member | undefined)[], is: (member: Member) => boolean): number =>
  members.filter((member) => isCounted(member) && is(member)).length;

const fires = ({ silenced }: Member): boolean => !silenced;

/** The counts after these alarms went from what they were (undefined: not of this incident) to what they are now. */
export const countsAfter = (
  counts: Counts,
  was: readonly (Member | undefined)[],
  now: readonly (Member | undefined)[],
): Counts => {
  const moved = (is: (member: Member) => boolean): number => times(now, is) - times(was, is);
  const critical = (member: Member): boolean => fires(member) && member.severity === 'critical';
  return {
    joined: counts.joined + was.filter((member) => member === undefined).length,
    firing: counts.firing + moved(fires),
    silent: counts.silent + moved((member) => !fires(member)),
    ...(counts.critical === undefined ? {} : { critical: counts.critical + moved(critical) }),
  };
};
