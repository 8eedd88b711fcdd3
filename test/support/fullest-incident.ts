import { REMEMBERED_TARGETS } from '../../lib/core/incident/folds/fold.ts';
import { CAUSES, type DiagnosisSaid } from '../../lib/core/cause.ts';
import type { Target } from '../../lib/core/configuration.ts';
import { seal } from '../../lib/core/incident/chain.ts';
import type { ReceivedChange } from '../../lib/core/incident/commands.ts';
import type { IncidentEvent, NewEvent } from '../../lib/core/incident/events.ts';
import { evolve } from '../../lib/core/incident/evolve.ts';
import {
  type Counts,
  type Cover,
  HEAD_ALARMS,
  HEAD_REQUESTED,
  type Incident,
  NAMED_ALARMS,
  type Place,
} from '../../lib/core/incident/incident.ts';
import { HEAD_WITHDRAWN } from '../../lib/core/incident/folds/messages.ts';
import { symptomText } from '../../lib/core/alarm/symptom/symptom-text.ts';
import { headAlarmOf } from '../../lib/core/incident/member.ts';
import { DAY } from '../../lib/core/time.ts';
import { minute, opening } from './incident-story.ts';

/** The longest name that a configuration may give. */
const longName = (index: number): string => `${String(index).padStart(3, '0')}-${'n'.repeat(59)}`;

/** More people than the head remembers. */
/** Half are forgotten by the other half. */
const PEOPLE = 2 * REMEMBERED_TARGETS;

const targets = Array.from({ length: PEOPLE }, (_, index): Target => `responder:${longName(index)}`);
const target = (index: number): Target => targets[index % PEOPLE] ?? 'responder:alice';

/** An ARN of 400 characters, four bytes each where they are free. */
const longArn = (index: number): string => {
  const start = `arn:aws-us-gov:cloudwatch:ap-northeast-1:123456789012:alarm:${String(index).padStart(6, '0')}`;
  return start + '🔥'.repeat(400 - start.length);
};

/** In JSON a quotation mark takes two bytes where it counts as one. */
const received = (index: number): ReceivedChange => ({
  change: {
    kind: 'state',
    alarmArn: longArn(index),
    alarmName: `${String(index).padStart(3, '0')}${'"'.repeat(252)}`,
    account: '123456789012',
    region: 'ap-northeast-1',
    state: 'INSUFFICIENT_DATA',
    at: minute(0),
    reason: '"'.repeat(1_023),
    symptom: symptomText('……………… '.repeat(40)),
    untagged: 'unknown-alarm',
    onRealData: false,
    tags: {},
  },
  alarmId: String(index).padStart(16, '0'),
  alarmKey: JSON.stringify([longArn(index)]),
  severity: 'critical',
  insufficientData: 'page',
  stale: false,
  late: false,
  repeated: false,
  missedTransition: false,
});

const MANY = 1_000_000;
const counts: Counts = {
  joined: MANY,
  firing: MANY,
  silent: MANY,
  critical: MANY,
  owned: MANY,
  believed: MANY,
  uncovered: MANY,
};

const LAST: Place = { level: 10, round: 10, isUnanswered: true };

const joining = (index: number): NewEvent => ({
  type: 'AlarmJoined',
  alarm: headAlarmOf(received(index), 'INSUFFICIENT_DATA'),
  counts: { ...counts, firing: MANY + index },
});

/** Names that a message is about, as the head keeps them. */
const named = (): readonly string[] => {
  const opened: IncidentEvent = opening('');
  const facts = Array.from({ length: NAMED_ALARMS }, (_, index): IncidentEvent => ({
    v: 2,
    at: minute(0),
    ...joining(index),
  }));
  return [opened, ...facts].reduce<Incident | undefined>(evolve, undefined)?.joins.alarmIds ?? [];
};

const pageIdOf = (index: number): string => `01H72Y3QK0ZZZZZZZZZZZZZZZZ-${String(MANY + index)}`;

const sentTo = (index: number): NewEvent => ({
  type: 'PageSent',
  kind: 'page',
  pageId: pageIdOf(index),
  target: target(index),
  subject: '',
  text: '',
  ...LAST,
});

const times = (count: number, make: (index: number) => NewEvent): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => make(index));

const facts = (): readonly NewEvent[] => {
  const alarmIds = named();
  const page = (index: number): NewEvent => ({
    type: 'PageRequested',
    kind: 'page',
    pageId: pageIdOf(index),
    target: target(index),
    reason: 'unacknowledged',
    ...LAST,
    passed: 'unreachable',
    alarmIds,
    by: longName(0),
  });
  return [
    // Half of them were told that it is over, and not yet that it is open again; the other half was paged since then.
    ...times(PEOPLE / 2, sentTo),
    { type: 'IncidentResolved', by: longName(0), stillFiring: MANY, counts, until: minute(10) },
    { type: 'IncidentReopened', because: 'alarm', severity: 'critical' },
    ...times(PEOPLE / 2, (index) => sentTo(PEOPLE / 2 + index)),
    ...times(HEAD_ALARMS + 1, joining),
    { type: 'AlarmReraised', alarm: headAlarmOf(received(HEAD_ALARMS), 'INSUFFICIENT_DATA'), counts },
    ...times(HEAD_WITHDRAWN, page),
    {
      type: 'PagesWithdrawn',
      pageIds: Array.from({ length: HEAD_WITHDRAWN }, (_, index) => pageIdOf(index)),
      because: 'superseded',
    },
    ...times(HEAD_REQUESTED, (index) => page(HEAD_WITHDRAWN + index)),
    { type: 'LevelReached', ...LAST, reason: 'unacknowledged' },
  ];
};

const cover = (kind: Cover['kind'], said: Partial<Cover> = {}): Cover => ({
  kind,
  by: longName(0),
  at: minute(0),
  version: MANY,
  until: minute(30),
  severity: 'critical',
  ...said,
});

/** The most that is kept of a diagnosis. */
const fullestSaid: DiagnosisSaid = {
  at: minute(1),
  cause: 'deploy-regression',
  confidence: 0.95,
  early: false,
  minutesAfterOnset: MANY,
  says: Array.from({ length: 3 }, () => '"'.repeat(36)),
  not: Array.from({ length: 3 }, () => '"'.repeat(16)),
  fullAt: minute(1),
  hypotheses: CAUSES.map((cause) => ({ cause, verdict: 'inconclusive', why: '"'.repeat(50) })),
  evidence: Array.from({ length: 2 }, () => '"'.repeat(65)),
  upstream: { service: '"'.repeat(32), incidentId: '"'.repeat(20) },
  missing: Array.from({ length: 3 }, () => '"'.repeat(16)),
};

/** Every optional field at once, although no rule sets them all together. */
const everyOptionalField = (incident: Incident): Incident => ({
  ...incident,
  requested: incident.requested.map((one) => ({ ...one, until: minute(3) })),
  resolution: { at: minute(2), by: longName(0) },
  calm: { critical: minute(1), firing: minute(1) },
  owner: cover('snooze', { asOf: MANY, shown: incident.alarms.map(({ alarmId }) => alarmId) }),
  believed: cover('resolution'),
  asked: true,
  ladder: {
    step: {
      askedAt: minute(0),
      ...incident.ladder.step,
      ...LAST,
      sentAt: minute(1),
      isUnsure: true,
      isPassed: true,
      isWithdrawn: true,
    },
    kept: LAST,
    pass: { isHeard: false, unheard: MANY, overUntil: minute(1), endingSentAt: minute(1) },
  },
  idleSince: minute(1),
  held: { reason: 'unacknowledged', diagnoseUntil: minute(1) },
  flaps: MANY,
  recoverAt: minute(5),
  mutedUntil: minute(60),
  noDataSince: minute(0),
  joins: { ...incident.joins, untold: MANY, toldAt: minute(0) },
  returns: { ...incident.returns, times: MANY, toldAt: minute(0) },
  acknowledgedAt: minute(1),
  inquiry: {
    count: MANY,
    said: fullestSaid,
    lack: '"'.repeat(60),
    isAwaited: true,
    told: { cause: 'deploy-regression', refuted: CAUSES },
    revision: { at: minute(1), from: 'deploy-regression', noLongerRefuted: CAUSES },
    unconfirmed: ['deploy-regression', ...CAUSES].join(' '),
    pagedAt: minute(1),
    dueAt: [minute(5), minute(10), minute(20), minute(25), minute(30)],
    asked: { since: minute(1), at: minute(2) },
  },
  confirmed: { cause: 'deploy-regression', by: longName(0) },
  version: 10 * MANY,
});

/**
 * A head filled to its bounds by the rules' own folds: 20 alarms, everything requested and withdrawn that it may hold,
 * everybody it remembers as paged, told and misled, and the longest texts that parsing and configuration let in.
 */
export const fullestIncident = (incidentId: string): Incident => {
  const open = opening(incidentId, {
    // Of a described service: nobody looks for the cause of anything else.
    group: JSON.stringify(['123456789012', 'ap-northeast-1', longName(1), longName(2), longName(3)]),
    region: 'ap-northeast-1',
    service: longName(1),
    environment: longName(2),
    escalation: longName(3),
    runbook: `https://${'火'.repeat(130)}`,
    recoverAfterMs: DAY,
    cooldownMs: DAY,
  });
  const events: readonly IncidentEvent[] = [
    open,
    ...facts().map((event): IncidentEvent => ({ v: 2, at: minute(0), ...event })),
  ];
  const folded = events.reduce<Incident | undefined>(evolve, undefined);
  if (folded === undefined) throw new Error('the first fact opens the incident');
  const { hash: tip = '' } = seal(events, { version: 0, tip: '' }).at(-1) ?? {};
  return everyOptionalField({ ...folded, tip });
};
