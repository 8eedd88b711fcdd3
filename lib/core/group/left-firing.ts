import type { ReceivedChange } from '../incident/commands.ts';
import type { Incident, Member } from '../incident/incident.ts';
import { type Instant, later } from '../time.ts';

/** Resolved while alarms fired, and the cool-down is over: they belong to a newer incident of the group where there is one. */
export const wasLeftFiring = ({ phase, counts, cooldownMs }: Incident, now: Instant): boolean =>
  phase.status === 'resolved' && counts.firing > 0 && later(phase.at, cooldownMs) <= now;

const silenceOf = ({ silenced, silencedUntil }: Member): Pick<ReceivedChange['change'], 'silenced'> => {
  if (!silenced) return {};
  return { silenced: { by: 'mute', ...(silencedUntil === undefined ? {} : { until: silencedUntil }) } };
};

/** A member as the alarm change that brings it into another incident. */
export const asChange = (member: Member, { account, region }: Incident): ReceivedChange => ({
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
    ...silenceOf(member),
  },
  alarmId: member.alarmId,
  alarmKey: member.alarmKey,
  severity: member.severity,
  insufficientData: 'notify',
  stale: false,
  missedTransition: false,
});
