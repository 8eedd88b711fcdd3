import { earliest, type Instant } from '../../time.ts';
import { cutToBytes, cutWordsToBytes } from '../../words.ts';
import { type Counts, type HeadAlarm, HEAD_ALARMS, type Incident, NAMED_ALARMS } from '../incident.ts';
import { type EventOf, type Folds, unchanged } from './fold.ts';

/** A page quotes the newest alarms; of the others the head keeps the beginning. */
const WHOLE_REASONS = 5;
const OLDER_REASON_BYTES = 40;

/** Of an alarm with a symptom its stored item holds the reason: there is no room for both. */
const withoutReason = (alarm: HeadAlarm, cut: typeof cutToBytes): HeadAlarm => ({
  ...alarm,
  reason: alarm.symptom === undefined ? cut(alarm.reason, OLDER_REASON_BYTES) : '',
});

const withAlarms = (known: readonly HeadAlarm[], newest: readonly HeadAlarm[]): readonly HeadAlarm[] => {
  const ids = new Set(newest.map(({ alarmId }) => alarmId));
  const all = [...newest, ...known.filter(({ alarmId }) => !ids.has(alarmId))].slice(0, HEAD_ALARMS);
  // Timelines of before symptoms were kept have to fold into the heads that were stored of them.
  const isOfBefore = all.every(({ symptom }) => symptom === undefined);
  const [whole, cut] = isOfBefore ? ([WHOLE_REASONS, cutToBytes] as const) : ([0, cutWordsToBytes] as const);
  return all.map((alarm, index) => (index < whole ? alarm : withoutReason(alarm, cut)));
};

const stands = ({ firing, silent }: Counts): boolean => firing + silent > 0;

const calmAfter = ({ calm, counts: before }: Incident, counts: Counts, at: Instant): Incident['calm'] => {
  const since = (of: 'critical' | 'firing'): Instant | undefined => {
    if (counts[of] > 0) return undefined;
    return before[of] > 0 ? at : calm[of];
  };
  return { critical: since('critical'), firing: since('firing') };
};

/** The counts after a fact, and what follows from them. */
export const withCounts = (incident: Incident, counts: Counts, at: Instant): Incident => ({
  ...incident,
  calm: calmAfter(incident, counts, at),
  counts,
  recoverAt: stands(counts) ? undefined : incident.recoverAt,
  noDataSince: stands(counts) ? incident.noDataSince : undefined,
});

/** Alarms that count no more though they are not OK. */
export const withoutCleared = (incident: Incident, clearedIds: readonly string[] = []): Incident => ({
  ...incident,
  alarms: incident.alarms.map((alarm) => (clearedIds.includes(alarm.alarmId) ? { ...alarm, cleared: true } : alarm)),
});

const alarmed = (
  incident: Incident,
  alarms: readonly HeadAlarm[],
  { counts, at }: { readonly counts: Counts; readonly at: Instant },
): Incident => ({ ...withCounts(incident, counts, at), alarms: withAlarms(incident.alarms, alarms) });

type OfAlarms = EventOf<'AlarmJoined' | 'AlarmsJoined' | 'AlarmReraised' | 'AlarmDataLost' | 'AlarmDeleted'>;

/** These alarms are not OK. */
const standing = (incident: Incident, event: OfAlarms): Incident => ({
  ...alarmed(incident, event.type === 'AlarmsJoined' ? event.sample : [event.alarm], event),
  mutedUntil: earliest([incident.counts.silent > 0 ? incident.mutedUntil : undefined, event.silencedUntil]),
});

/** What is silenced is nobody's news: only alarms that fire are told of, by name. */
const untold = (incident: Incident, newcomers: readonly HeadAlarm[], count: number): Incident['joins'] => ({
  ...incident.joins,
  untold: incident.joins.untold + count,
  alarmIds: [...incident.joins.alarmIds, ...newcomers.map(({ alarmId }) => alarmId)].slice(0, NAMED_ALARMS),
});

const joined = (incident: Incident, event: EventOf<'AlarmJoined' | 'AlarmsJoined'>): Incident => {
  const [newcomers, count] = event.type === 'AlarmsJoined' ? [event.sample, event.count] : [[event.alarm], 1];
  const isSilent = event.counts.firing === incident.counts.firing;
  return { ...standing(incident, event), joins: isSilent ? incident.joins : untold(incident, newcomers, count) };
};

const reraised = (incident: Incident, event: EventOf<'AlarmReraised'>): Incident => ({
  ...standing(incident, event),
  noDataSince: undefined,
  returns: {
    ...incident.returns,
    alarmId: event.alarm.alarmId,
    isUntold: incident.returns.isUntold || !event.alarm.silenced,
  },
});

const dataLost = (incident: Incident, event: EventOf<'AlarmDataLost' | 'AlarmDeleted'>): Incident => ({
  ...standing(incident, event),
  noDataSince: incident.noDataSince ?? event.alarm.since,
});

const silenceEnded = (incident: Incident, event: EventOf<'SilenceEnded'>): Incident => ({
  ...alarmed(incident, event.alarms, event),
  mutedUntil: event.mutedUntil,
  joins: untold(incident, event.alarms, event.counts.firing - incident.counts.firing),
});

/** Of version 1: they counted in the newer incident from then on. */
const handedOver = (incident: Incident): Incident => ({
  ...incident,
  counts: { joined: incident.counts.joined, firing: 0, silent: 0, critical: 0, owned: 0, believed: 0, uncovered: 0 },
  mutedUntil: undefined,
});

type AlarmFact =
  | 'AlarmJoined'
  | 'AlarmsJoined'
  | 'AlarmReraised'
  | 'AlarmRecovered'
  | 'AlarmDataLost'
  | 'AlarmDeleted'
  | 'SilenceEnded'
  | 'LateChangeRecorded'
  | 'TransitionMissed'
  | 'AlarmsCleared'
  | 'AlarmsMoved'
  | 'AlarmsHandedOver'
  | 'RecoveryAwaited';

/** What alarms say. */
export const ALARM_FOLDS: Folds<AlarmFact> = {
  AlarmJoined: joined,
  AlarmsJoined: joined,
  AlarmReraised: reraised,
  AlarmRecovered: (incident, event) => alarmed(incident, [event.alarm], event),
  AlarmDataLost: dataLost,
  AlarmDeleted: dataLost,
  SilenceEnded: silenceEnded,
  LateChangeRecorded: unchanged,
  TransitionMissed: unchanged,
  AlarmsCleared: (incident, { counts, at, clearedIds }) => withoutCleared(withCounts(incident, counts, at), clearedIds),
  AlarmsMoved: (incident, { counts, at, clearedIds, mutedUntil }) => ({
    ...withoutCleared(withCounts(incident, counts, at), clearedIds),
    mutedUntil,
  }),
  AlarmsHandedOver: handedOver,
  RecoveryAwaited: (incident, { until }) => ({ ...incident, recoverAt: until }),
};
