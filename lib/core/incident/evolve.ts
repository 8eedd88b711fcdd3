import type { IncidentEvent, IncidentOpened } from './events.ts';
import {
  type About,
  type HeadAlarm,
  HEAD_ALARMS,
  HEAD_WITHDRAWN,
  type Incident,
  type Phase,
  type Requested,
} from './incident.ts';
import { cutToBytes } from '../words.ts';
import { AT_REST, atPlace, SETTLED } from './levels-at-rest.ts';
import { isCritical } from './need.ts';
import { earliest } from '../time.ts';

type EventOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

type Fold<T extends IncidentEvent['type']> = (incident: Incident, event: EventOf<T>) => Incident;

const TRIGGERED: Phase = { status: 'triggered' };

/** Past so many targets the one paged longest ago is forgotten. */
const PAGED_TARGETS = 40;

/** A page quotes the newest alarms; of the others the head keeps the beginning. */
const WHOLE_REASONS = 5;
const OLDER_REASON_BYTES = 80;

const opened = ({ v: _v, type: _type, at, ...event }: IncidentOpened): Incident => ({
  ...event,
  openedAt: at,
  phase: TRIGGERED,
  level: 0,
  round: 0,
  counts: { joined: 0, firing: 0, silent: 0, critical: 0 },
  flaps: 0,
  alarms: [],
  requested: [],
  withdrawn: [],
  paged: {},
  remindedAt: at,
  joinsUntold: 0,
  version: 1,
  tip: '',
});

const withAlarms = (known: readonly HeadAlarm[], newest: readonly HeadAlarm[]): readonly HeadAlarm[] => {
  const ids = new Set(newest.map(({ alarmId }) => alarmId));
  const all = [...newest, ...known.filter(({ alarmId }) => !ids.has(alarmId))].slice(0, HEAD_ALARMS);
  return all.map((alarm, index) =>
    index < WHOLE_REASONS ? alarm : { ...alarm, reason: cutToBytes(alarm.reason, OLDER_REASON_BYTES) },
  );
};

const stands = ({ firing, silent }: Incident['counts']): boolean => firing + silent > 0;

const alarmed = (incident: Incident, alarms: readonly HeadAlarm[], counts: Incident['counts']): Incident => ({
  ...incident,
  alarms: withAlarms(incident.alarms, alarms),
  counts,
  recoverAt: stands(counts) ? undefined : incident.recoverAt,
  noDataSince: stands(counts) ? incident.noDataSince : undefined,
});

/** What is silenced is nobody's news: only alarms that fire are notified. */
const firingAnew = (incident: Incident, counts: Incident['counts']): number =>
  Math.max(0, counts.firing - incident.counts.firing);

const joined = (incident: Incident, event: EventOf<'AlarmJoined' | 'AlarmsJoined' | 'AlarmReraised'>): Incident => ({
  ...alarmed(incident, event.type === 'AlarmsJoined' ? event.sample : [event.alarm], event.counts),
  mutedUntil: earliest([incident.counts.silent > 0 ? incident.mutedUntil : undefined, event.silencedUntil]),
  joinsUntold: incident.joinsUntold + firingAnew(incident, event.counts),
});

const without = (requested: readonly Requested[], pageId: string): readonly Requested[] =>
  requested.filter((one) => one.pageId !== pageId);

const NOTIFIES_OF_JOINS: ReadonlySet<About> = new Set(['joined', 'opened', 'reopened', 'severityRaised']);

const requested = (incident: Incident, event: EventOf<'PageRequested'>): Incident => {
  const { v: _v, type: _type, at, ...wanted } = event;
  const entry: Requested =
    wanted.kind === 'page' ? { ...wanted, requestedAt: at, overdue: false } : { ...wanted, requestedAt: at };
  const next = { ...incident, requested: [...incident.requested, entry] };
  if (entry.kind === 'page') {
    const { [entry.target]: _before, ...others } = incident.paged;
    const paged = Object.fromEntries([...Object.entries(others).slice(1 - PAGED_TARGETS), [entry.target, entry.level]]);
    return { ...next, paged };
  }
  return NOTIFIES_OF_JOINS.has(entry.about) ? { ...next, joinsToldAt: at, joinsUntold: 0 } : next;
};

const sent = (incident: Incident, event: EventOf<'PageSent'>): Incident => ({
  ...incident,
  requested: without(incident.requested, event.pageId),
  withdrawn: without(incident.withdrawn, event.pageId),
  escalateAt: event.escalateAt ?? incident.escalateAt,
});

const withdrawn = (incident: Incident, { pageIds, because, at }: EventOf<'PagesWithdrawn'>): Incident => {
  const gone = incident.requested.filter(({ pageId }) => pageIds.includes(pageId));
  // The ending that nobody heard of is asked again when somebody is needed.
  const isUnheard = because === 'recovered' && gone.some((one) => one.kind === 'page' && one.reason === 'unanswered');
  return {
    ...incident,
    requested: incident.requested.filter(({ pageId }) => !pageIds.includes(pageId)),
    withdrawn: [...incident.withdrawn, ...gone].slice(-HEAD_WITHDRAWN),
    ...(isUnheard ? { unanswered: { nextAt: at } } : {}),
  };
};

const overdue = (incident: Incident, event: EventOf<'PageOverdue'>): Incident => ({
  ...incident,
  requested: incident.requested.map((one) =>
    one.pageId === event.pageId && one.kind === 'page' ? { ...one, overdue: true } : one,
  ),
});

const acknowledged = (incident: Incident, event: EventOf<'IncidentAcknowledged' | 'IncidentSnoozed'>): Incident => ({
  ...incident,
  ...SETTLED,
  phase: { status: 'acknowledged', by: event.by, at: event.at, until: event.until, level: event.level },
  acknowledgedAt: incident.acknowledgedAt ?? event.at,
});

/** Whoever owns an incident goes on owning it when the end of the acknowledgement moves. */
const snoozed = (incident: Incident, event: EventOf<'IncidentSnoozed'>): Incident =>
  incident.phase.status === 'acknowledged'
    ? { ...incident, phase: { ...incident.phase, until: event.until } }
    : acknowledged(incident, event);

const renewed = (incident: Incident, event: EventOf<'AcknowledgementRenewed'>): Incident =>
  incident.phase.status === 'acknowledged'
    ? { ...incident, phase: { ...incident.phase, until: event.until } }
    : incident;

/** What recovers by itself and comes back soon goes on where the levels stood; whoever had it, or resolves it, ends them. */
const resolved = (incident: Incident, event: EventOf<'IncidentResolved'>): Incident => ({
  ...incident,
  ...(event.by === undefined && incident.phase.status === 'triggered' ? { held: undefined } : AT_REST),
  asked: undefined,
  counts: event.counts ?? incident.counts,
  phase: { status: 'resolved', at: event.at, by: event.by },
  recoverAt: undefined,
  joinsUntold: 0,
  resolvedAt: event.at,
});

const reopened = (incident: Incident, event: EventOf<'IncidentReopened'>): Incident => ({
  ...incident,
  held: undefined,
  phase: TRIGGERED,
  severity: event.severity,
  asked: event.because === 'person' && !isCritical(incident) ? true : undefined,
  flaps: incident.flaps + (event.because === 'alarm' ? 1 : 0),
  resolvedAt: undefined,
  remindedAt: event.at,
});

const dataLost = (incident: Incident, { alarm, counts }: EventOf<'AlarmDataLost' | 'AlarmDeleted'>): Incident => ({
  ...alarmed(incident, [alarm], counts),
  noDataSince: incident.noDataSince ?? alarm.since,
});

const silenceEnded = (incident: Incident, event: EventOf<'SilenceEnded'>): Incident => ({
  ...alarmed(incident, event.alarms, event.counts),
  mutedUntil: event.mutedUntil,
});

const handedOver = (incident: Incident): Incident => ({
  ...incident,
  counts: { joined: incident.counts.joined, firing: 0, silent: 0, critical: 0 },
  mutedUntil: undefined,
});

const unchanged = (incident: Incident): Incident => incident;

/** A person wants people although nothing critical counts. */
const askedFor = (incident: Incident): Incident => (isCritical(incident) ? incident : { ...incident, asked: true });

/** How each fact changes the head. */
const FOLDS: { readonly [T in Exclude<IncidentEvent['type'], 'IncidentOpened'>]: Fold<T> } = {
  AlarmJoined: joined,
  AlarmsJoined: joined,
  AlarmReraised: (incident, event) => ({ ...joined(incident, event), noDataSince: undefined }),
  AlarmRecovered: (incident, { alarm, counts }) => alarmed(incident, [alarm], counts),
  AlarmDataLost: dataLost,
  AlarmDeleted: dataLost,
  SilenceEnded: silenceEnded,
  LateChangeRecorded: unchanged,
  TransitionMissed: unchanged,
  SeverityRaised: (incident, { to }) => ({ ...incident, severity: to }),
  PageHeld: (incident, { reason, diagnoseUntil }) => ({ ...incident, held: { reason, diagnoseUntil } }),
  HoldEnded: (incident) => ({ ...incident, held: undefined, joinsUntold: 0 }),
  IncidentReminded: (incident, { at }) => ({ ...incident, remindedAt: at }),
  LevelReached: (incident, { level, round }) => ({ ...incident, ...SETTLED, level, round, joinsUntold: 0 }),
  LevelSkipped: (incident, { at, because }) => (because === 'no-target' ? incident : { ...incident, escalateAt: at }),
  PageRequested: requested,
  PageSent: sent,
  PageOverdue: overdue,
  PageFailed: (incident, { pageId }) => ({
    ...incident,
    requested: without(incident.requested, pageId),
    withdrawn: without(incident.withdrawn, pageId),
  }),
  PagesWithdrawn: withdrawn,
  IncidentAcknowledged: acknowledged,
  AcknowledgementRenewed: renewed,
  AcknowledgementOffered: unchanged,
  IncidentSnoozed: snoozed,
  AcknowledgementEnded: (incident, { at }) => ({ ...incident, phase: TRIGGERED, remindedAt: at }),
  IncidentEscalated: askedFor,
  IncidentReassigned: askedFor,
  IncidentUnanswered: (incident, { nextAt }) => ({ ...incident, ...SETTLED, unanswered: { nextAt } }),
  RecoveryAwaited: (incident, { until }) => ({ ...incident, recoverAt: until }),
  IncidentResolved: resolved,
  IncidentReopened: reopened,
  AlarmsHandedOver: handedOver,
  NoteAdded: unchanged,
  ContextRecorded: unchanged,
  ContextUnavailable: unchanged,
};

/**
 * Folds one stored fact into the incident. Total: history is never refused; a fact of an incident that never opened
 * (a cut timeline) leaves nothing, one of a type that this version does not know only counts.
 */
export const evolve = (incident: Incident | undefined, event: IncidentEvent): Incident | undefined => {
  if (event.type === 'IncidentOpened') return opened(event);
  if (incident === undefined) return undefined;
  const fold = Object.hasOwn(FOLDS, event.type) ? (FOLDS[event.type] as Fold<IncidentEvent['type']>) : unchanged;
  return { ...atPlace(incident, fold(incident, event), event.at), version: incident.version + 1 };
};
