import { meetNeed, notifyOfJoins, raiseSeverity } from '../escalation/hold.ts';
import { acknowledgerTarget, notify, notifyTargets, pagedTargets, withdrawPages } from '../escalation/message.ts';
import type { AlarmState } from '../alarm/definition.ts';
import { later } from '../time.ts';
import type { CommandOf, ReceivedChange } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import type { IncidentOpened } from '../incident/events.ts';
import {
  type Counts,
  type HeadAlarm,
  type IncidentSeverity,
  isHigher,
  type Member,
  type PageReason,
} from '../incident/incident.ts';
import { countsAfter, headAlarmOf, isCounted, memberOf } from '../incident/member.ts';
import { hasNeed, isCritical } from '../incident/need.ts';

/** From the 200th on, alarms are counted, not listed one by one. */
const LISTED_ALARMS = 199;
const SAMPLE = 3;

const LOST_DATA = { ignore: undefined, notify: 'warning', page: 'critical' } as const;

/** How a change counts: what it raises, or undefined where it raises nothing. */
const raisedSeverity = ({ change, severity, insufficientData }: ReceivedChange): 'critical' | 'warning' | undefined => {
  if (change.kind === 'deleted' || change.state === 'OK' || severity === 'info') return undefined;
  if (change.state === 'ALARM') return severity;
  const lost = change.previous?.state !== 'INSUFFICIENT_DATA';
  return lost ? LOST_DATA[insufficientData] : undefined;
};

const severityOf = (received: ReceivedChange): IncidentSeverity | undefined => {
  const raised = raisedSeverity(received);
  return raised !== undefined && received.change.silenced ? 'silent' : raised;
};

/** True when this change begins an incident where none is open. */
export const opensIncident = (received: ReceivedChange): boolean =>
  !received.stale && severityOf(received) !== undefined;

/** Puts the alarm's new state into the draft and returns what the head shall say of it. */
const place = (draft: Draft, received: ReceivedChange, state: AlarmState): { alarm: HeadAlarm; counts: Counts } => {
  const was = draft.member(received.alarmId);
  // What loses its data after the resolution is over with it.
  const isCleared = draft.status === 'resolved' && state === 'INSUFFICIENT_DATA';
  const member: Member = { ...memberOf(received, state), ...(isCleared ? { cleared: true } : {}) };
  draft.setMember(member);
  return { alarm: headAlarmOf(received, state), counts: countsAfter(draft.incident.counts, [was], [member]) };
};

/** It counts with the severity that it raises: an alarm that lost its data may be told of, and no more. */
const raising = (received: ReceivedChange): ReceivedChange => ({
  ...received,
  severity: raisedSeverity(received) ?? received.severity,
});

const join = (draft: Draft, received: ReceivedChange): void => {
  const isNew = draft.member(received.alarmId) === undefined;
  const silencedUntil = received.change.silenced?.until;
  const placed = place(draft, raising(received), received.change.state);
  draft.add({ type: isNew ? 'AlarmJoined' : 'AlarmReraised', ...placed, silencedUntil });
};

/** The severity of what a person left firing, but for this alarm; undefined: nothing is. */
const severityLeftFiring = ({ incident }: Draft, own: Member | undefined): IncidentSeverity | undefined => {
  const left = { ...incident, counts: countsAfter(incident.counts, [own], [undefined]) };
  if (left.counts.firing <= 0) return undefined;
  return isCritical(left) ? 'critical' : 'warning';
};

/** What was left firing is reopened with it: neither a lesser alarm nor a muted one may keep it from paging. */
const reopenFor = (draft: Draft, received: ReceivedChange, own: IncidentSeverity): void => {
  const left = severityLeftFiring(draft, draft.member(received.alarmId));
  if (own === 'silent' && left !== undefined) {
    join(draft, received);
    return;
  }
  const severity = left !== undefined && isHigher(left, own) ? left : own;
  draft.add({ type: 'IncidentReopened', because: 'alarm', severity });
  join(draft, received);
  if (severity !== 'silent') meetNeed(draft, 'reopened');
};

/** Nobody is paged for what is over: recovered, muted, or no longer critical. */
const withdrawIfOver = (draft: Draft, hadNeed: boolean): void => {
  if (hadNeed && !hasNeed(draft.incident)) withdrawPages(draft, 'recovered');
};

/** What has become worse, or needs somebody anew; levels that run already go on, and everybody concerned hears that it is worse. */
const answer = (draft: Draft, severity: IncidentSeverity, { hadNeed, reason }: Before): void => {
  withdrawIfOver(draft, hadNeed);
  const isWorse = isHigher(severity, draft.incident.severity);
  if (isWorse) raiseSeverity(draft, severity);
  if (hadNeed && isWorse) notify(draft, 'severityRaised', [...notifyTargets(draft), ...pagedTargets(draft)]);
  else if (isWorse || (!hadNeed && hasNeed(draft.incident))) meetNeed(draft, reason);
};

interface Before {
  readonly hadNeed: boolean;
  readonly reason: PageReason;
}

const fire = (draft: Draft, received: ReceivedChange, severity: IncidentSeverity): void => {
  const was = draft.member(received.alarmId);
  const isUnsilenced = was?.silenced === true && severity !== 'silent';
  const before: Before = { hadNeed: hasNeed(draft.incident), reason: isUnsilenced ? 'muteEnded' : 'severity' };
  join(draft, received);
  answer(draft, severity, before);
  if ((!isCounted(was) || isUnsilenced) && severity !== 'silent') notifyOfJoins(draft);
};

const recover = (draft: Draft, received: ReceivedChange): void => {
  const hadNeed = hasNeed(draft.incident);
  draft.add({ type: 'AlarmRecovered', ...place(draft, received, 'OK') });
  withdrawIfOver(draft, hadNeed);
  const { counts, recoverAfterMs } = draft.incident;
  if (draft.status === 'resolved' || counts.firing + counts.silent > 0) return;
  draft.add({ type: 'RecoveryAwaited', until: later(draft.at, recoverAfterMs) });
};

const silenceOf = (was: Member | undefined): ReceivedChange['change']['silenced'] => {
  if (was?.silenced !== true) return undefined;
  return was.silencedUntil === undefined ? { by: 'mute' } : { by: 'mute', until: was.silencedUntil };
};

/** Lost data changes nothing of how an alarm counts: neither a silence nor its severity. */
const silencedAsBefore = (draft: Draft, received: ReceivedChange): ReceivedChange => {
  const { silenced: _now, ...change } = received.change;
  const was = draft.member(received.alarmId);
  const silenced = silenceOf(was);
  const severity = was?.severity ?? received.severity;
  return { ...received, severity, change: silenced === undefined ? change : { ...change, silenced } };
};

const loseData = (draft: Draft, received: ReceivedChange): void => {
  const { change } = received;
  const placed = place(draft, silencedAsBefore(draft, received), 'INSUFFICIENT_DATA');
  if (change.kind === 'deleted') draft.add({ type: 'AlarmDeleted', ...placed });
  else draft.add({ type: 'AlarmDataLost', ...placed, reported: change.state === 'OK' ? 'OK' : 'INSUFFICIENT_DATA' });
  if (draft.status === 'resolved') return;
  notify(draft, 'noData', [...acknowledgerTarget(draft), ...notifyTargets(draft)]);
};

const receiveMember = (draft: Draft, received: ReceivedChange): void => {
  const { change } = received;
  if (change.kind === 'state' && change.state === 'OK' && change.onRealData) recover(draft, received);
  else loseData(draft, received);
};

const note = (draft: Draft, received: ReceivedChange): void => {
  const alarm = headAlarmOf(received, received.change.state);
  if (received.stale) draft.add({ type: 'LateChangeRecorded', alarm });
  else if (received.missedTransition) draft.add({ type: 'TransitionMissed', alarm });
};

const receive = (draft: Draft, received: ReceivedChange): void => {
  const { change, stale } = received;
  note(draft, received);
  if (stale) return;
  const isAlarm = change.kind === 'state' && change.state === 'ALARM';
  if (!isAlarm && isCounted(draft.member(received.alarmId))) {
    receiveMember(draft, received);
    return;
  }
  const severity = severityOf(received);
  if (severity === undefined) return;
  if (draft.status !== 'resolved') fire(draft, received, severity);
  else if (isAlarm) reopenFor(draft, received, severity);
};

/** A new alarm of an open incident that changes nothing but its number. */
const isOneOfMany = (draft: Draft, received: ReceivedChange, waiting: readonly ReceivedChange[]): boolean => {
  const { counts, severity } = draft.incident;
  if (counts.joined + waiting.length < LISTED_ALARMS || draft.status === 'resolved' || received.stale) return false;
  const own = severityOf(received);
  const isPlain = own !== undefined && own !== 'silent' && !isHigher(own, severity);
  return isPlain && draft.member(received.alarmId) === undefined;
};

const joinMany = (draft: Draft, many: readonly ReceivedChange[]): void => {
  if (many.length === 0) return;
  const before = draft.incident.counts;
  const hadNeed = hasNeed(draft.incident);
  const alarms = many.map((received) => place(draft, raising(received), received.change.state).alarm);
  const members = many.map(({ alarmId }) => draft.member(alarmId));
  const counts = countsAfter(
    before,
    many.map(() => undefined),
    members,
  );
  draft.add({ type: 'AlarmsJoined', count: many.length, sample: alarms.slice(0, SAMPLE), counts });
  if (!hadNeed && hasNeed(draft.incident)) meetNeed(draft, 'severity');
  notifyOfJoins(draft);
};

/** Folds alarm changes, each alarm's in CloudWatch's order, into an incident: open it, join, re-raise, recover. */
export const receiveChanges = (draft: Draft, changes: readonly ReceivedChange[]): void => {
  let waiting: ReceivedChange[] = [];
  for (const received of changes) {
    if (waiting.some(({ alarmId }) => alarmId === received.alarmId) || !isOneOfMany(draft, received, waiting)) {
      joinMany(draft, waiting);
      waiting = [];
    }
    if (isOneOfMany(draft, received, waiting)) waiting.push(received);
    else receive(draft, received);
  }
  joinMany(draft, waiting);
};

/** The fact that opens an incident for these changes; undefined when none of them opens one. */
export const openingOf = ({ at, opening, changes }: CommandOf<'ReceiveAlarm'>): IncidentOpened | undefined => {
  const first = changes.find(opensIncident);
  const severity = first && severityOf(first);
  return severity && { v: 1, at, type: 'IncidentOpened', ...opening, severity };
};
