import { isHigher } from '../severity.ts';
import type { AlarmState } from '../alarm/definition.ts';
import { meetChange } from '../escalation/hold.ts';
import { notify, notifyTargets, ownerTarget } from '../escalation/message.ts';
import { tellOfJoins, tellOfReturns } from '../escalation/news.ts';
import { lateSeverity } from '../incident/calm.ts';
import type { CommandOf, ReceivedChange } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import type { Counts, HeadAlarm, IncidentSeverity, Member, PageReason } from '../incident/incident.ts';
import { countsAfter, headAlarmOf, isCounted, memberOf } from '../incident/member.ts';
import { hasNeed } from '../incident/need.ts';
import { DAY, later, MINUTE } from '../time.ts';

/** From the 200th on, alarms are counted, not listed one by one. */
const LISTED_ALARMS = 199;
const SAMPLE = 3;

/** An alarm without data that is only told of is told of after so long. */
export const NO_DATA_TOLD_AFTER_MS = 15 * MINUTE;
/** An ALARM that comes so late wakes nobody. */
const TOO_LATE_MS = DAY;

/** An OK on missing data says no more than that there is none. */
const isNoData = ({ state, onRealData }: ReceivedChange['change']): boolean =>
  state === 'INSUFFICIENT_DATA' || (state === 'OK' && !onRealData);

/** Whether this word is trouble: ALARM, or no data where that pages. */
const isTroubleWord = ({ change, insufficientData }: ReceivedChange): boolean =>
  change.kind === 'state' && (change.state === 'ALARM' || (isNoData(change) && insufficientData === 'page'));

/** No data where that is told of: it opens an incident, silently at first. */
const isQuietTrouble = ({ change, insufficientData }: ReceivedChange): boolean =>
  change.kind === 'state' && change.state === 'INSUFFICIENT_DATA' && insufficientData === 'notify';

/** What is only told of is a warning, and silent until it is. */
const quietly = ({ change, severity, loss, ...received }: ReceivedChange, at: string): ReceivedChange => {
  const silenced = change.silenced ?? { by: 'mute', until: loss?.dueAt ?? later(at, NO_DATA_TOLD_AFTER_MS) };
  const milder = severity === 'info' ? 'info' : 'warning';
  return { ...received, severity: milder, change: { ...change, silenced }, ...(loss === undefined ? {} : { loss }) };
};

/** As it counts: what comes too late wakes nobody, nor does what has no data. */
const counting = (received: ReceivedChange, at: string): ReceivedChange => {
  if (isQuietTrouble(received)) return quietly(received, at);
  const { change, late, severity } = received;
  const isTooLate = late && later(change.at, TOO_LATE_MS) < at;
  return isTooLate && severity === 'critical' ? { ...received, severity: 'warning' } : received;
};

/** What a change that counts raises; undefined: it is only recorded. */
const severityOf = ({ change, severity }: ReceivedChange): IncidentSeverity | undefined => {
  if (severity === 'info') return undefined;
  return change.silenced === undefined ? severity : 'silent';
};

/** True when this change begins an incident where none is open. */
export const opensIncident = (received: ReceivedChange): boolean =>
  !received.stale && received.severity !== 'info' && (isTroubleWord(received) || isQuietTrouble(received));

/** Puts the alarm's new state into the draft and returns what the head shall say of it. */
const place = (
  draft: Draft,
  received: ReceivedChange,
  state: AlarmState,
): { readonly alarm: HeadAlarm; readonly counts: Counts } => {
  const was = draft.member(received.alarmId);
  // What loses its data after the resolution is over with it.
  const isLost = state === 'INSUFFICIENT_DATA' && !isTroubleWord(received) && !received.late;
  const cleared = isLost && !draft.isOpen && isCounted(was) ? ({ cleared: true } as const) : {};
  const member = draft.setMember({ ...memberOf(received, state), ...cleared });
  return {
    alarm: { ...headAlarmOf(received, state), ...cleared },
    counts: countsAfter(draft.incident, [was], [member]),
  };
};

/** A late ALARM has fired, and the last word stands. */
const stateOf = ({ change, late }: ReceivedChange): AlarmState =>
  late || isNoData(change) ? 'INSUFFICIENT_DATA' : change.state;

const join = (draft: Draft, received: ReceivedChange): void => {
  const isNew = draft.member(received.alarmId) === undefined;
  const silencedUntil = received.change.silenced?.until;
  const placed = place(draft, received, stateOf(received));
  draft.add({ type: isNew ? 'AlarmJoined' : 'AlarmReraised', ...placed, silencedUntil });
};

const reasonFor = (draft: Draft, was: Member | undefined, severity: IncidentSeverity): PageReason => {
  if (isHigher(severity, draft.incident.severity)) return 'severity';
  if (was?.silenced === true && isCounted(was)) return 'muteEnded';
  return was === undefined ? 'escalation' : 'returned';
};

const fire = (draft: Draft, received: ReceivedChange, severity: IncidentSeverity): void => {
  const reason = reasonFor(draft, draft.member(received.alarmId), severity);
  const hadNeed = hasNeed(draft.incident);
  join(draft, received);
  meetChange(draft, { hadNeed, reason });
  tellOfJoins(draft);
  tellOfReturns(draft);
};

/** What was left firing is reopened with it. One that is muted joins without a sound. */
const reopenFor = (draft: Draft, received: ReceivedChange, own: IncidentSeverity): void => {
  if (own === 'silent') {
    join(draft, received);
    return;
  }
  const left = lateSeverity(draft.incident, draft.at);
  draft.add({ type: 'IncidentReopened', because: 'alarm', severity: isHigher(left, own) ? left : own });
  join(draft, received);
  meetChange(draft, { hadNeed: false, reason: 'returned' });
  tellOfReturns(draft);
};

const recover = (draft: Draft, received: ReceivedChange): void => {
  const before = { hadNeed: hasNeed(draft.incident), reason: 'escalation' } as const;
  draft.add({ type: 'AlarmRecovered', ...place(draft, received, 'OK') });
  if (!draft.isOpen) return;
  meetChange(draft, before);
  const { counts, recoverAfterMs } = draft.incident;
  if (counts.firing + counts.silent === 0)
    draft.add({ type: 'RecoveryAwaited', until: later(draft.at, recoverAfterMs) });
};

const silenceOf = (was: Member | undefined): ReceivedChange['change']['silenced'] => {
  if (was?.silenced !== true) return undefined;
  return was.silencedUntil === undefined ? { by: 'mute' } : { by: 'mute', until: was.silencedUntil };
};

/** Lost data ends no silence and changes no severity. */
const silencedAsBefore = (draft: Draft, received: ReceivedChange): ReceivedChange => {
  const was = draft.member(received.alarmId);
  const { silenced = silenceOf(was), ...change } = received.change;
  const severity = was?.severity ?? received.severity;
  return { ...received, severity, change: silenced === undefined ? change : { ...change, silenced } };
};

const loseData = (draft: Draft, received: ReceivedChange): void => {
  const { change } = received;
  const before = { hadNeed: hasNeed(draft.incident), reason: 'escalation' } as const;
  const silenced = silencedAsBefore(draft, received);
  const silencedUntil = silenced.change.silenced?.until;
  const placed = { ...place(draft, silenced, 'INSUFFICIENT_DATA'), silencedUntil };
  if (change.kind === 'deleted') draft.add({ type: 'AlarmDeleted', ...placed });
  else draft.add({ type: 'AlarmDataLost', ...placed, reported: change.state === 'OK' ? 'OK' : 'INSUFFICIENT_DATA' });
  if (!draft.isOpen) return;
  meetChange(draft, before);
  notify(draft, { about: 'noData', alarmIds: [received.alarmId] }, [...ownerTarget(draft), ...notifyTargets(draft)]);
};

const receiveMember = (draft: Draft, received: ReceivedChange): void => {
  const { change } = received;
  if (change.kind === 'state' && change.state === 'OK' && change.onRealData) recover(draft, received);
  else loseData(draft, received);
};

const note = (draft: Draft, received: ReceivedChange): void => {
  const alarm = headAlarmOf(received, received.change.state);
  if (received.stale || received.late) draft.add({ type: 'LateChangeRecorded', alarm });
  else if (received.missedTransition) draft.add({ type: 'TransitionMissed', alarm });
};

/** What the incident counts already as it is said now is no news to it. */
const isKnown = (was: Member | undefined, { repeated, change }: ReceivedChange): boolean =>
  repeated &&
  isCounted(was) &&
  was.silenced === (change.silenced !== undefined) &&
  was.silencedUntil === change.silenced?.until;

const receiveTrouble = (draft: Draft, received: ReceivedChange): void => {
  const severity = severityOf(received);
  if (severity === undefined || isKnown(draft.member(received.alarmId), received)) return;
  if (draft.isOpen) fire(draft, received, severity);
  else reopenFor(draft, received, severity);
};

/** What only lost its data before joins again without a sound: nobody hears of each time, and of the last one everybody. */
const isLostAgain = (draft: Draft, received: ReceivedChange): boolean =>
  isQuietTrouble(received) &&
  received.loss?.isAgain === true &&
  received.severity !== 'info' &&
  draft.member(received.alarmId) !== undefined &&
  (!draft.isOpen || draft.incident.severity === 'silent');

const receive = (draft: Draft, received: ReceivedChange): void => {
  note(draft, received);
  if (received.stale) return;
  if (isTroubleWord(received)) receiveTrouble(draft, counting(received, draft.at));
  else if (isCounted(draft.member(received.alarmId))) receiveMember(draft, received);
  else if (isLostAgain(draft, received)) join(draft, counting(received, draft.at));
};

/** An ALARM in its time that is neither silent nor worse than the incident. */
const isPlain = (received: ReceivedChange, severity: IncidentSeverity): boolean => {
  const { stale, late, change } = received;
  const own = severityOf(received);
  if (own === undefined || own === 'silent' || isHigher(own, severity)) return false;
  return change.state === 'ALARM' && !stale && !late;
};

/** A new alarm of an open incident that changes nothing but its number. */
const isOneOfMany = (draft: Draft, received: ReceivedChange, waiting: readonly ReceivedChange[]): boolean => {
  if (draft.incident.counts.joined + waiting.length < LISTED_ALARMS || !draft.isOpen) return false;
  return isPlain(received, draft.incident.severity) && draft.member(received.alarmId) === undefined;
};

const joinMany = (draft: Draft, many: readonly ReceivedChange[]): void => {
  if (many.length === 0) return;
  const hadNeed = hasNeed(draft.incident);
  const members = many.map((received) => draft.setMember(memberOf(received, received.change.state)));
  const counts = countsAfter(
    draft.incident,
    many.map(() => undefined),
    members,
  );
  const sample = many.slice(0, SAMPLE).map((received) => headAlarmOf(received, received.change.state));
  draft.add({ type: 'AlarmsJoined', count: many.length, sample, counts });
  meetChange(draft, { hadNeed, reason: 'escalation' });
  tellOfJoins(draft);
};

/** Folds alarm changes, each alarm's in CloudWatch's order, into an incident: open it, join, fire again, recover. */
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

/** Opens the incident that is not there yet: the first change that does so joins whatever it says. */
export const openWith = (draft: Draft, { changes }: CommandOf<'ReceiveAlarm'>): void => {
  const first = changes.find(opensIncident);
  for (const received of changes) {
    if (received === first && isQuietTrouble(received)) join(draft, counting(received, draft.at));
    else receiveChanges(draft, [received]);
  }
};

/** The severity with which these changes open an incident; undefined when none of them opens one. */
export const openingSeverity = ({ at, changes }: CommandOf<'ReceiveAlarm'>): IncidentSeverity | undefined => {
  const first = changes.find(opensIncident);
  return first && severityOf(counting(first, at));
};
