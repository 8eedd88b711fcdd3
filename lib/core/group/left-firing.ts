import type { ReceivedChange } from '../incident/commands.ts';
import { disbelievedAt } from '../escalation/wake.ts';
import { type Incident, isOpen, type Member } from '../incident/incident.ts';
import { counts, isCounted, isTrouble } from '../incident/member.ts';
import type { Instant } from '../time.ts';

const isDue = (at: Instant | undefined, now: Instant): boolean => at !== undefined && at <= now;

/**
 * Of a resolved incident, alarms that fire on when nobody is believed any more, or whose mute is over: they belong to
 * the newer incident of the group where there is one.
 */
export const leftOver = (incident: Incident, standing: readonly Member[], now: Instant): readonly Member[] => {
  if (isOpen(incident)) return [];
  const isLeft = isDue(disbelievedAt(incident), now);
  return standing.filter(
    (member) =>
      isCounted(member) &&
      (member.silenced ? isDue(member.silencedUntil, now) : isLeft && counts(member) && isTrouble(member)),
  );
};

/** Whether a resolved incident may have such alarms now. */
export const mayHaveLeftOver = (incident: Incident, now: Instant): boolean =>
  !isOpen(incident) &&
  (isDue(disbelievedAt(incident), now) || (incident.counts.silent > 0 && isDue(incident.mutedUntil, now)));

/** A member as the alarm change that brings it into another incident. */
export const asChange = (member: Member, { account, region }: Incident): ReceivedChange => ({
  change: {
    kind: 'state',
    alarmArn: member.alarmArn,
    alarmName: member.name,
    account,
    region,
    state: member.pagesWithoutData !== undefined ? member.state : 'ALARM',
    at: member.since,
    reason: member.reason,
    onRealData: true,
    tags: {},
  },
  alarmId: member.alarmId,
  alarmKey: member.alarmKey,
  severity: member.severity,
  insufficientData: member.pagesWithoutData !== undefined ? 'page' : 'notify',
  ...(member.pagesWithoutData === false
    ? { loss: { dueAt: member.silencedUntil ?? member.since, isAgain: true } }
    : {}),
  stale: false,
  late: false,
  repeated: true,
  missedTransition: false,
});
