import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wakeAt } from '../../../lib/core/escalation/wake.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { evolve } from '../../../lib/core/incident/evolve.ts';
import type { About, Incident, PageReason } from '../../../lib/core/incident/incident.ts';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'));

const events = fixture('events-v1.json') as readonly IncidentEvent[];
const head = fixture('events-v1-head.json');

const folded = (all: readonly unknown[]): Incident | undefined =>
  (all as readonly IncidentEvent[]).reduce<Incident | undefined>(evolve, undefined);

/** The compiler wants every type here. */
const EVERY_TYPE: Readonly<Record<IncidentEvent['type'], true>> = {
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
  PageHeld: true,
  HoldEnded: true,
  IncidentReminded: true,
  LevelReached: true,
  LevelSkipped: true,
  PageRequested: true,
  PageSent: true,
  PageOverdue: true,
  PageFailed: true,
  PagesWithdrawn: true,
  IncidentAcknowledged: true,
  AcknowledgementRenewed: true,
  AcknowledgementOffered: true,
  IncidentSnoozed: true,
  AcknowledgementEnded: true,
  IncidentEscalated: true,
  IncidentReassigned: true,
  IncidentUnanswered: true,
  RecoveryAwaited: true,
  IncidentResolved: true,
  IncidentReopened: true,
  AlarmsHandedOver: true,
  NoteAdded: true,
  ContextRecorded: true,
  ContextUnavailable: true,
};

type Because<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T; because: string }>['because'];

/** What else tells events of one type apart. */
const EVERY_VARIANT = {
  about: {
    opened: true,
    joined: true,
    severityRaised: true,
    acknowledged: true,
    acknowledgementEnded: true,
    noData: true,
    reminder: true,
    reopened: true,
    resolved: true,
  } satisfies Record<About, true>,
  reason: {
    escalation: true,
    severity: true,
    unacknowledged: true,
    reassigned: true,
    reopened: true,
    muteEnded: true,
    unanswered: true,
  } satisfies Record<PageReason, true>,
  because: {
    'no-target': true,
    unreachable: true,
    'not-sent': true,
    acknowledged: true,
    reassigned: true,
    resolved: true,
    superseded: true,
    recovered: true,
    escalated: true,
    timeout: true,
    severity: true,
    alarm: true,
    person: true,
    'left-firing': true,
  } satisfies Record<
    Because<'LevelSkipped'> | Because<'PagesWithdrawn'> | Because<'AcknowledgementEnded'> | Because<'IncidentReopened'>,
    true
  >,
};

describe('the events of version 1', () => {
  it('are all in the fixture', () => {
    expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(Object.keys(EVERY_TYPE).toSorted());
    expect(new Set(events.map(({ v }) => v))).toEqual(new Set([1]));
  });

  it.each(Object.entries(EVERY_VARIANT))('are there with every %s', (key, variants) => {
    const found = events.map((event) => (event as unknown as Record<string, string>)[key]);
    expect(found).toEqual(expect.arrayContaining(Object.keys(variants)));
  });

  it('fold to the same head for ever', () => {
    expect(JSON.parse(JSON.stringify(folded(events)))).toEqual(head);
  });

  it('fold from any point on: a head that was stored goes on as the one that was not', () => {
    for (let cut = 1; cut < events.length; cut += 1) {
      const stored = JSON.parse(JSON.stringify(folded(events.slice(0, cut)))) as Incident;
      expect(JSON.parse(JSON.stringify(events.slice(cut).reduce<Incident | undefined>(evolve, stored)))).toEqual(head);
    }
  });
});

describe('an event that this version does not know', () => {
  it.each(['IncidentMerged', 'toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'of type %s only counts',
    (type) => {
      const known = folded(events);
      expect(folded([...events, { v: 1, at: '2023-08-06T00:00:00.000Z', type }])).toEqual({
        ...known,
        version: events.length + 1,
      });
    },
  );

  it('changes nothing else by a key that it adds', () => {
    const extended = folded(events.map((event) => ({ ...event, addedLater: { deep: [1] } })));
    const known = folded(events);
    expect(extended).toMatchObject(known ?? {});
    expect(extended && wakeAt(extended)).toBe(known && wakeAt(known));
  });

  it('leaves nothing where the incident never opened', () => {
    expect(folded(events.slice(1))).toBeUndefined();
  });
});
