import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { evolve } from '../../../lib/core/incident/evolve.ts';
import type { Incident } from '../../../lib/core/incident/incident.ts';
import { statusOf } from '../../../lib/core/incident/phase.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import { localClock } from '../../../lib/core/report/local-clock.ts';
import { storyOf } from '../../../lib/core/report/story.ts';
import { voiceOf } from '../../../lib/core/report/voice.ts';
import { threeLevels } from '../../support/configurations.ts';
import { eventsOfVersion, readFixture, sealedOfVersion } from '../../support/stored-events.ts';

const events = eventsOfVersion(1);
const head = readFixture('events-v1-folded.json');

const folded = (all: readonly unknown[]): Incident | undefined =>
  (all as readonly IncidentEvent[]).reduce<Incident | undefined>(evolve, undefined);

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Version 1 is closed: nothing is added to it any more. */
const EVERY_TYPE = [
  'AcknowledgementEnded',
  'AcknowledgementOffered',
  'AcknowledgementRenewed',
  'AlarmDataLost',
  'AlarmDeleted',
  'AlarmJoined',
  'AlarmRecovered',
  'AlarmReraised',
  'AlarmsHandedOver',
  'AlarmsJoined',
  'ContextRecorded',
  'ContextUnavailable',
  'HoldEnded',
  'IncidentAcknowledged',
  'IncidentEscalated',
  'IncidentOpened',
  'IncidentReassigned',
  'IncidentReminded',
  'IncidentReopened',
  'IncidentResolved',
  'IncidentSnoozed',
  'IncidentUnanswered',
  'LateChangeRecorded',
  'LevelReached',
  'LevelSkipped',
  'NoteAdded',
  'PageFailed',
  'PageHeld',
  'PageOverdue',
  'PageRequested',
  'PageSent',
  'PagesWithdrawn',
  'RecoveryAwaited',
  'SeverityRaised',
  'SilenceEnded',
  'TransitionMissed',
] satisfies readonly IncidentEvent['type'][];

/** What else tells events of one type apart. */
const EVERY_VARIANT = {
  about: [
    'opened',
    'joined',
    'severityRaised',
    'acknowledged',
    'acknowledgementEnded',
    'noData',
    'reminder',
    'reopened',
    'resolved',
  ],
  reason: ['escalation', 'severity', 'unacknowledged', 'reassigned', 'reopened', 'muteEnded', 'unanswered'],
  because: [
    'no-target',
    'unreachable',
    'not-sent',
    'acknowledged',
    'reassigned',
    'resolved',
    'superseded',
    'recovered',
    'escalated',
    'timeout',
    'severity',
    'alarm',
    'person',
    'left-firing',
  ],
};

describe('the events of version 1', () => {
  it('are all in the fixture', () => {
    expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(EVERY_TYPE);
    expect(new Set(events.map(({ v }) => v))).toEqual(new Set([1]));
  });

  it.each(Object.entries(EVERY_VARIANT))('are there with every %s', (key, variants) => {
    const found = events.map((event) => (event as unknown as Record<string, string>)[key]);
    expect(found).toEqual(expect.arrayContaining(variants));
  });

  it('fold to the same head of this version for ever', () => {
    expect(throughJson(folded(events))).toEqual(head);
    expect(head).toMatchObject({ v: 4 });
  });

  it('fold from any point on: a head that was stored goes on as the one that was not', () => {
    for (let cut = 1; cut < events.length; cut += 1) {
      const stored = throughJson(folded(events.slice(0, cut))) as Incident;
      expect(throughJson(events.slice(cut).reduce<Incident | undefined>(evolve, stored))).toEqual(head);
    }
  });

  it('prove the head that they are folded to, also after it was stored', () => {
    const sealed = sealedOfVersion(1);
    const current = { ...(folded(events) as Incident), tip: sealed.at(-1)?.hash ?? '' };
    expect(verifyTimeline(sealed, current)).toEqual({ ok: true });
    expect(verifyTimeline(sealed, throughJson(current) as Incident)).toEqual({ ok: true });
  });

  it('are told, each of which was told before', () => {
    const voice = voiceOf(threeLevels, localClock('America/New_York'));
    expect(storyOf(events, voice).length).toBeGreaterThan(40);
  });
});

describe('an incident of version 1', () => {
  const upTo = (type: IncidentEvent['type'], turn = 0): Incident | undefined => {
    const places = events.flatMap((event, index) => (event.type === type ? [index] : []));
    return folded(events.slice(0, (places[turn] ?? 0) + 1));
  };

  it('needs somebody while something critical fires that nobody has, from the alarm on that made it critical', () => {
    expect(upTo('SilenceEnded')?.counts).toMatchObject({ firing: 1, critical: 1, uncovered: 1 });
    expect(upTo('SeverityRaised', 1)?.idleSince).toBeUndefined();
  });

  it('goes on at the level at which it stood, whoever was asked there', () => {
    expect(upTo('PageSent')?.ladder.step).toMatchObject({
      level: 1,
      round: 1,
      sentAt: '2023-08-05T14:22:30.000Z',
    });
  });

  it('is held by whoever acknowledged or snoozed it, and keeps its place for the end of that', () => {
    const acknowledged = upTo('IncidentAcknowledged');
    expect(acknowledged && statusOf(acknowledged)).toBe('acknowledged');
    expect(acknowledged?.owner).toMatchObject({ by: 'alice', kind: 'acknowledgement', severity: 'critical' });
    expect(acknowledged?.ladder).toMatchObject({ kept: { level: 2, round: 2, isUnanswered: true } });
    expect(upTo('IncidentSnoozed')?.owner).toMatchObject({ by: 'bob', kind: 'snooze' });
  });

  it('is believed to be over for ten minutes where a person said so', () => {
    expect(upTo('IncidentResolved', 0)?.believed).toBeUndefined();
    expect(upTo('IncidentResolved', 1)?.believed).toMatchObject({
      by: 'carol',
      at: '2023-08-05T14:48:00.000Z',
      until: '2023-08-05T14:58:00.000Z',
    });
  });

  it('keeps the name of its policy and no copy of it', () => {
    expect(head).toMatchObject({ escalation: 'primary' });
    expect(head).not.toHaveProperty('policy');
  });
});

describe('an event that this version does not know', () => {
  it.each(['IncidentMerged', 'toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'of type %s only counts',
    (type) => {
      const known = folded(events);
      expect(folded([...events, { v: 1, at: events.at(-1)?.at, type }])).toEqual({
        ...known,
        version: events.length + 1,
      });
    },
  );

  it('changes nothing else by a key that it adds', () => {
    const extended = folded(events.map((event) => ({ ...event, addedLater: { deep: [1] } })));
    expect(extended).toMatchObject(folded(events) ?? {});
  });

  it('leaves nothing where the incident never opened', () => {
    expect(folded(events.slice(1))).toBeUndefined();
  });
});
