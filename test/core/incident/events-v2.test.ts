import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { evolve } from '../../../lib/core/incident/evolve.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import { ABOUT, SKIPPED, WHY_PAGED } from '../../../lib/core/report/reasons.ts';
import { eventsOfVersion, readFixture, sealedOfVersion } from '../../support/stored-events.ts';

const events = eventsOfVersion(2);
const head = readFixture('events-v2-head.json');

const folded = (all: readonly IncidentEvent[]): Incident | undefined =>
  all.reduce<Incident | undefined>(evolve, undefined);

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Written by version 1 only. */
type Former = 'PageOverdue' | 'AlarmsHandedOver';

/** The compiler wants every type here. */
const EVERY_TYPE: Readonly<Record<Exclude<IncidentEvent['type'], Former>, true>> = {
  IncidentOpened: true,
  AlarmJoined: true,
  AlarmsJoined: true,
  AlarmReraised: true,
  AlarmRecovered: true,
  AlarmDataLost: true,
  AlarmDeleted: true,
  SilenceEnded: true,
  LateChangeRecorded: true,
  TransitionMissed: true,
  SeverityRaised: true,
  SeverityLowered: true,
  ConfigurationApplied: true,
  LadderContinued: true,
  PageHeld: true,
  HoldEnded: true,
  NewsUntold: true,
  IncidentReminded: true,
  LevelReached: true,
  LevelSkipped: true,
  NobodyReached: true,
  PageRequested: true,
  PageSent: true,
  PageUnconfirmed: true,
  NotificationsDelayed: true,
  PageFailed: true,
  PagesWithdrawn: true,
  IncidentAcknowledged: true,
  AcknowledgementRenewed: true,
  AcknowledgementOffered: true,
  IncidentSnoozed: true,
  AcknowledgementEnded: true,
  ResolutionEnded: true,
  IncidentEscalated: true,
  IncidentReassigned: true,
  IncidentUnanswered: true,
  RecoveryAwaited: true,
  IncidentResolved: true,
  AlarmsCleared: true,
  IncidentReopened: true,
  AlarmsMoved: true,
  NoteAdded: true,
  ContextAsked: true,
  ContextRecorded: true,
  ContextUnavailable: true,
  DiagnosisAsked: true,
  DiagnosisRecorded: true,
  DiagnosisRevised: true,
  CauseConfirmed: true,
  TestPageAcknowledged: true,
  DrillEnded: true,
};

type Because<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T; because: string }>['because'];

/** What else tells events of one type apart: the compiler wants every word of it too. */
const EVERY_VARIANT: readonly [IncidentEvent['type'], string, readonly string[]][] = [
  ['PageRequested', 'about', Object.keys(ABOUT)],
  ['PageRequested', 'reason', Object.keys(WHY_PAGED)],
  ['PageRequested', 'passed', Object.keys(SKIPPED)],
  ['LevelSkipped', 'because', Object.keys(SKIPPED)],
  ['AlarmDataLost', 'reported', ['OK', 'INSUFFICIENT_DATA']],
  ['NewsUntold', 'about', ['joined', 'again']],
  ['PageSent', 'kind', ['page', 'notification']],
  ['PageUnconfirmed', 'kind', ['page', 'notification']],
  ['PageFailed', 'kind', ['page', 'notification']],
  [
    'PagesWithdrawn',
    'because',
    Object.keys({
      acknowledged: true,
      reassigned: true,
      resolved: true,
      superseded: true,
      recovered: true,
      escalated: true,
    } satisfies Record<Because<'PagesWithdrawn'>, true>),
  ],
  [
    'AcknowledgementEnded',
    'because',
    Object.keys({
      timeout: true,
      snoozeOver: true,
      uncovered: true,
      reassigned: true,
      escalated: true,
      severity: true,
    } satisfies Record<Because<'AcknowledgementEnded'>, true>),
  ],
  [
    'IncidentReopened',
    'because',
    Object.keys({ alarm: true, person: true, 'left-firing': true } satisfies Record<Because<'IncidentReopened'>, true>),
  ],
];

describe('the events of version 2', () => {
  it('are all in the fixture', () => {
    expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(Object.keys(EVERY_TYPE).toSorted());
    expect(new Set(events.map(({ v }) => v))).toEqual(new Set([2]));
  });

  it.each(EVERY_VARIANT)('of type %s are there with every %s', (type, key, variants) => {
    const found = events.flatMap((event) =>
      event.type === type ? [(event as unknown as Record<string, string>)[key]] : [],
    );
    expect(found).toEqual(expect.arrayContaining([...variants]));
  });

  it('are there resolved by a person and by itself, asked for at a level and in the unanswered ending', () => {
    const resolvedBy = events.flatMap((event) => (event.type === 'IncidentResolved' ? [event.by] : []));
    expect(resolvedBy).toEqual(expect.arrayContaining(['carol', undefined]));
    const endings = events.flatMap((event) => (event.type === 'PageSent' ? [event.isUnanswered] : []));
    expect(endings).toEqual(expect.arrayContaining([true, undefined]));
  });

  it('fold to the same head for ever', () => {
    expect(throughJson(folded(events))).toEqual(head);
  });

  it('fold from any point on: a head that was stored goes on as the one that was not', () => {
    for (let cut = 1; cut < events.length; cut += 1) {
      const stored = throughJson(folded(events.slice(0, cut))) as Incident;
      expect(throughJson(events.slice(cut).reduce<Incident | undefined>(evolve, stored))).toEqual(head);
    }
  });

  it('prove the head that they are folded to, also after it was stored', () => {
    const sealed = sealedOfVersion(2);
    const current = { ...(folded(events) as Incident), tip: sealed.at(-1)?.hash ?? '' };
    const notKept = [1, 2, 3].map((number) => `diagnosis ${String(number)} is missing`);
    expect(verifyTimeline(sealed, current)).toEqual({ ok: false, problems: notKept });
    expect(verifyTimeline(sealed, throughJson(current) as Incident)).toEqual({ ok: false, problems: notKept });
  });
});
