import { describe, expect, it } from 'vitest';
import type { InsufficientData } from '../../../lib/core/configuration.ts';
import type { ReceivedChange } from '../../../lib/core/incident/commands.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import {
  acknowledgedByAlice,
  acknowledges,
  alarm,
  alicePaged,
  aliceAtWork,
  diagnosed,
  escalates,
  IncidentStory,
  inShort,
  latencyAlarm,
  minute,
  notes,
  pagesFail,
  pagesSent,
  reassigns,
  receives,
  recovered,
  recovers,
  reopens,
  resolvedWhileFiring,
  resolves,
  seconds,
  snoozes,
  type Step,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';
import { LaterWorld } from '../../support/later-world.ts';

const COLUMNS = ['triggered', 'acknowledged', 'resolved within the cool-down', 'resolved later'] as const;
type Column = (typeof COLUMNS)[number];

/** The facts that follow, in short, and how the incident stands then; or why the command is refused. */
type Cell = string;

interface Row {
  readonly command: string;
  readonly cells: Readonly<Record<Column, Cell>>;
}

const TRIGGERED: readonly Step[] = alicePaged;
const ACKNOWLEDGED: readonly Step[] = aliceAtWork;
const warned: readonly Step[] = [trafficWarning, diagnosed(0), pagesSent(0)];
const warnedAndAcknowledged: readonly Step[] = [...warned, acknowledgedByAlice, pagesSent(5)];

/** When the command comes, by column: an hour is past every cool-down. */
const AT: Readonly<Record<Column, number>> = {
  triggered: 7,
  acknowledged: 7,
  'resolved within the cool-down': 25,
  'resolved later': 60,
};

const USUAL: Readonly<Record<Column, readonly Step[]>> = {
  triggered: TRIGGERED,
  acknowledged: ACKNOWLEDGED,
  'resolved within the cool-down': resolvedWhileFiring,
  'resolved later': recovered,
};

const WARNING: Readonly<Record<Column, readonly Step[]>> = {
  triggered: warned,
  acknowledged: warnedAndAcknowledged,
  'resolved within the cool-down': [...warnedAndAcknowledged, resolves('alice', 20), pagesSent(20)],
  'resolved later': [...warned, recovers('traffic', 10), ticks(15), pagesSent(15)],
};

/** Something decided and not sent. */
const UNSENT: Readonly<Record<Column, readonly Step[]>> = {
  triggered: [latencyAlarm, diagnosed(7)],
  acknowledged: [...alicePaged, acknowledges('alice', 7)],
  'resolved within the cool-down': [...aliceAtWork, resolves('alice', 25)],
  'resolved later': [...aliceAtWork, recovers('latency', 55), ticks(60)],
};

const ALL_OK: Readonly<Record<Column, readonly Step[]>> = {
  triggered: [...TRIGGERED, recovers('latency', 2)],
  acknowledged: [...ACKNOWLEDGED, recovers('latency', 2)],
  'resolved within the cool-down': recovered,
  'resolved later': recovered,
};

const standing = (incident: Incident | undefined): string =>
  incident?.phase.status === 'triggered'
    ? `triggered, level ${String(incident.level)}, round ${String(incident.round)}`
    : (incident?.phase.status ?? 'none');

const cellOf = (facts: readonly string[], standing: string): Cell =>
  `${facts.length === 0 ? 'nothing' : facts.join(' · ')} → ${standing}`;

const outcomeOf = (history: readonly Step[], steps: readonly Step[]): Cell => {
  const story = new IncidentStory().take(...history);
  const before = story.events.length;
  story.take(...steps);
  if (story.refusal !== undefined) return cellOf([`conflict: ${story.refusal}`], standing(story.incident));
  return cellOf(inShort(story.events.slice(before)), standing(story.incident));
};

/** The pages queue is given whatever is requested: a tick leaves it so. */
const handedOver: Step = ({ requested }) => {
  expect(requested.length).toBeGreaterThan(0);
  return [];
};

type Histories = Readonly<Record<Column, readonly Step[]>>;
type Told = (minutes: number) => Step | readonly Step[];

interface Case {
  readonly histories?: Histories;
  readonly step: Told;
  readonly at?: Partial<Record<Column, number>>;
  /** Alarms after a cool-down are the pipeline's: they are for another incident. */
  readonly change?: (minutes: number) => ReceivedChange;
  readonly insufficientData?: InsufficientData;
  readonly leftFiring?: boolean;
}

const receiving = (change: (minutes: number) => ReceivedChange, more: Omit<Case, 'step' | 'change'> = {}): Case => ({
  ...more,
  change,
  step: (minutes) => [receives(minutes, change(minutes)), diagnosed(minutes)],
});

const losing =
  (insufficientData: InsufficientData) =>
  (minutes: number): ReceivedChange =>
    alarm('latency', minutes, { state: 'INSUFFICIENT_DATA', insufficientData });

const TICK_DUE = { triggered: 15, acknowledged: 35, 'resolved within the cool-down': 30, 'resolved later': 60 };

const CASES: Readonly<Record<string, Case>> = {
  'ALARM, new member, severity not higher': receiving((at) => alarm('memory', at)),
  'ALARM, higher severity': receiving((at) => alarm('memory', at), { histories: WARNING }),
  'ALARM, member already firing': receiving((at) => alarm('latency', at), { leftFiring: true }),
  'INSUFFICIENT_DATA, ignored by configuration': receiving(losing('ignore')),
  'INSUFFICIENT_DATA, notified by configuration': receiving(losing('notify')),
  'INSUFFICIENT_DATA, paged by configuration': receiving(losing('page')),
  'alarm deleted': receiving((at) => alarm('latency', at, { kind: 'deleted', state: 'INSUFFICIENT_DATA' })),
  'OK on real data': receiving((at) => alarm('latency', at, { state: 'OK' })),
  'Acknowledge by X': { step: (at) => acknowledges('alice', at) },
  'Acknowledge by Y': { step: (at) => acknowledges('bob', at) },
  Unacknowledge: { step: (at) => ({ type: 'Unacknowledge', at: minute(at) }) },
  Escalate: { step: (at) => escalates('bob', at) },
  Reassign: { step: (at) => reassigns('alice', 'carol', at) },
  Snooze: { step: (at) => snoozes('alice', 120, at) },
  Resolve: { step: (at) => resolves('alice', at) },
  Reopen: { step: (at) => reopens('bob', at) },
  'RecordPage, sent': { step: pagesSent, histories: UNSENT },
  'RecordPage, failed': { step: pagesFail, histories: UNSENT },
  RecordContext: {
    step: (at) => ({
      type: 'RecordContext',
      at: minute(at),
      facts: [
        { outcome: 'recorded', source: 'diagnosis', context: {} },
        { outcome: 'unavailable', source: 'logs', reason: 'no log group' },
      ],
    }),
  },
  AddNote: { step: (at) => notes('alice', at) },
  'Tick, something unsent': { step: (at) => [handedOver, ticks(at + seconds(20)), handedOver], histories: UNSENT },
  'Tick, something due': {
    step: ticks,
    histories: { ...USUAL, 'resolved later': resolvedWhileFiring },
    at: TICK_DUE,
  },
  'Tick, recovered': { step: ticks, histories: ALL_OK },
  'Tick, nothing due': {
    step: ticks,
    at: { 'resolved within the cool-down': 29 },
  },
};

const row = (command: string, ...cells: readonly [Cell, Cell, Cell, Cell]): Row => {
  const [triggered, acknowledged, resolved, later] = cells;
  const byColumn = { triggered, acknowledged, 'resolved within the cool-down': resolved, 'resolved later': later };
  return { command, cells: byColumn };
};

const TABLE: readonly Row[] = [
  row(
    'ALARM, new member, severity not higher',
    'AlarmJoined · tell ops joined → triggered, level 1, round 1',
    'AlarmJoined · tell alice joined · tell ops joined → acknowledged',
    'IncidentReopened · AlarmJoined · PageHeld · HoldEnded · LevelReached · page alice · tell ops reopened → triggered, level 1, round 1',
    'opens another: critical → resolved',
  ),
  row(
    'ALARM, higher severity',
    'AlarmJoined · SeverityRaised · PageHeld · HoldEnded · LevelReached · page alice · tell ops severityRaised → triggered, level 1, round 1',
    'AlarmJoined · SeverityRaised · AcknowledgementEnded · tell alice severityRaised · PageHeld · HoldEnded · LevelReached · page alice · tell ops severityRaised → triggered, level 1, round 1',
    'IncidentReopened · AlarmJoined · PageHeld · HoldEnded · LevelReached · page alice · tell ops reopened → triggered, level 1, round 1',
    'opens another: critical → resolved',
  ),
  row(
    'ALARM, member already firing',
    'AlarmReraised → triggered, level 1, round 1',
    'AlarmReraised → acknowledged',
    'IncidentReopened · AlarmReraised · PageHeld · HoldEnded · LevelReached · page alice · tell ops reopened → triggered, level 1, round 1',
    'opens another: critical → resolved',
  ),
  row(
    'INSUFFICIENT_DATA, ignored by configuration',
    'AlarmDataLost · tell ops noData → triggered, level 1, round 1',
    'AlarmDataLost · tell alice noData · tell ops noData → acknowledged',
    'AlarmDataLost → resolved',
    'nothing → resolved',
  ),
  row(
    'INSUFFICIENT_DATA, notified by configuration',
    'AlarmDataLost · tell ops noData → triggered, level 1, round 1',
    'AlarmDataLost · tell alice noData · tell ops noData → acknowledged',
    'AlarmDataLost → resolved',
    'opens another: warning → resolved',
  ),
  row(
    'INSUFFICIENT_DATA, paged by configuration',
    'AlarmDataLost · tell ops noData → triggered, level 1, round 1',
    'AlarmDataLost · tell alice noData · tell ops noData → acknowledged',
    'AlarmDataLost → resolved',
    'opens another: critical → resolved',
  ),
  row(
    'alarm deleted',
    'AlarmDeleted · tell ops noData → triggered, level 1, round 1',
    'AlarmDeleted · tell alice noData · tell ops noData → acknowledged',
    'AlarmDeleted → resolved',
    'nothing → resolved',
  ),
  row(
    'OK on real data',
    'AlarmRecovered · RecoveryAwaited → triggered, level 1, round 1',
    'AlarmRecovered · RecoveryAwaited → acknowledged',
    'AlarmRecovered → resolved',
    'nothing → resolved',
  ),
  row(
    'Acknowledge by X',
    'IncidentAcknowledged · tell ops acknowledged → acknowledged',
    'AcknowledgementRenewed → acknowledged',
    'conflict: incident-resolved → resolved',
    'conflict: incident-resolved → resolved',
  ),
  row(
    'Acknowledge by Y',
    'IncidentAcknowledged · tell ops acknowledged · tell alice acknowledged → acknowledged',
    'AcknowledgementOffered → acknowledged',
    'conflict: incident-resolved → resolved',
    'conflict: incident-resolved → resolved',
  ),
  row(
    'Unacknowledge',
    'nothing → triggered, level 1, round 1',
    'AcknowledgementEnded · LevelReached · page alice · tell ops acknowledgementEnded → triggered, level 1, round 1',
    'nothing → resolved',
    'nothing → resolved',
  ),
  row(
    'Escalate',
    'IncidentEscalated · LevelReached · page bob → triggered, level 2, round 1',
    'IncidentEscalated · AcknowledgementEnded · LevelReached · page bob · tell alice acknowledgementEnded → triggered, level 2, round 1',
    'conflict: incident-resolved → resolved',
    'conflict: incident-resolved → resolved',
  ),
  row(
    'Reassign',
    'IncidentReassigned · LevelReached · page carol → triggered, level 1, round 1',
    'IncidentReassigned · AcknowledgementEnded · LevelReached · page carol → triggered, level 1, round 1',
    'conflict: incident-resolved → resolved',
    'conflict: incident-resolved → resolved',
  ),
  row(
    'Snooze',
    'IncidentSnoozed · tell ops acknowledged → acknowledged',
    'IncidentSnoozed → acknowledged',
    'conflict: incident-resolved → resolved',
    'conflict: incident-resolved → resolved',
  ),
  row(
    'Resolve',
    'IncidentResolved · tell ops resolved → resolved',
    'IncidentResolved · tell ops resolved → resolved',
    'nothing → resolved',
    'nothing → resolved',
  ),
  row(
    'Reopen',
    'nothing → triggered, level 1, round 1',
    'nothing → acknowledged',
    'IncidentReopened · LevelReached · page alice · tell ops reopened → triggered, level 1, round 1',
    'IncidentReopened · LevelReached · page alice · tell ops reopened · RecoveryAwaited → triggered, level 1, round 1',
  ),
  row(
    'RecordPage, sent',
    'PageSent · PageSent → triggered, level 1, round 1',
    'PageSent → acknowledged',
    'PageSent → resolved',
    'PageSent · PageSent → resolved',
  ),
  row(
    'RecordPage, failed',
    'PageFailed · LevelSkipped · LevelReached · page bob · PageFailed → triggered, level 2, round 1',
    'PageFailed → acknowledged',
    'PageFailed → resolved',
    'PageFailed · PageFailed → resolved',
  ),
  row(
    'RecordContext',
    'ContextRecorded · ContextUnavailable → triggered, level 1, round 1',
    'ContextRecorded · ContextUnavailable → acknowledged',
    'ContextRecorded · ContextUnavailable → resolved',
    'ContextRecorded · ContextUnavailable → resolved',
  ),
  row(
    'AddNote',
    'NoteAdded → triggered, level 1, round 1',
    'NoteAdded · AcknowledgementRenewed → acknowledged',
    'NoteAdded → resolved',
    'NoteAdded → resolved',
  ),
  row(
    'Tick, something unsent',
    'nothing → triggered, level 1, round 1',
    'nothing → acknowledged',
    'nothing → resolved',
    'nothing → resolved',
  ),
  row(
    'Tick, something due',
    'LevelReached · page bob → triggered, level 2, round 1',
    'AcknowledgementEnded · LevelReached · page alice · tell ops acknowledgementEnded → triggered, level 1, round 1',
    'IncidentReopened · LevelReached · page alice · tell ops reopened → triggered, level 1, round 1',
    'IncidentReopened · LevelReached · page alice · tell ops reopened → triggered, level 1, round 1',
  ),
  row(
    'Tick, recovered',
    'IncidentResolved · tell ops resolved · tell alice resolved → resolved',
    'IncidentResolved · tell ops resolved · tell alice resolved → resolved',
    'nothing → resolved',
    'nothing → resolved',
  ),
  row(
    'Tick, nothing due',
    'nothing → triggered, level 1, round 1',
    'nothing → acknowledged',
    'nothing → resolved',
    'nothing → resolved',
  ),
];

const decided = async (command: string, column: Column): Promise<Cell> => {
  const one = CASES[command];
  if (one === undefined) return 'no such command';
  if (one.change !== undefined && column === 'resolved later') {
    const world = new LaterWorld();
    await world.resolvedLongAgo(one.leftFiring === true, one.histories === WARNING ? 'warning' : 'critical');
    const { opens, old } = await world.after(one.change(AT[column]));
    return cellOf(opens, old);
  }
  const at = one.at?.[column] ?? AT[column];
  return outcomeOf((one.histories ?? USUAL)[column], [one.step(at)].flat());
};

describe('the state × command table', () => {
  it('has a row for every command and a cell for every state', () => {
    expect(TABLE.map(({ command }) => command).toSorted()).toEqual(Object.keys(CASES).toSorted());
    const cells = TABLE.flatMap(({ cells: inRow }) => COLUMNS.filter((column) => inRow[column].length > 0));
    expect(cells).toHaveLength(24 * COLUMNS.length);
  });

  for (const { command, cells } of TABLE) {
    it.each(COLUMNS)(`${command} · %s`, async (column) => {
      expect(await decided(command, column)).toEqual(cells[column]);
    });
  }
});
