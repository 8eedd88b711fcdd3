import { describe, expect, it } from 'vitest';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';
import type { About } from '../../../lib/core/incident/incident.ts';
import {
  acknowledges,
  alarm,
  alicePaged,
  aliceAtWork,
  diagnosed,
  fires,
  given,
  givenThat,
  type IncidentStory,
  isDeleted,
  latencyAlarm,
  lived,
  losesData,
  minute,
  minutesAt,
  mutedUntil,
  Outcome,
  pagesSent,
  receives,
  recovered,
  recovers,
  reopens,
  resolves,
  seconds,
  snoozes,
  story,
  suppressed,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const latency = fires('latency', 0);
const warning = { severity: 'warning' } as const;

/** When this target was told that, in minutes. */
const toldAt = ({ events }: IncidentStory, about: About, target: string): readonly number[] =>
  events.flatMap((event) =>
    event.type === 'PageRequested' && event.kind === 'notification' && event.about === about && event.target === target
      ? [minutesAt(event.at)]
      : [],
  );

describe('an ALARM where no incident is open', () => {
  it('opens one', () => {
    given()
      .when(latency)
      .starts(['IncidentOpened', 'PageHeld', 'AlarmJoined'])
      .leaves({ severity: 'critical', counts: { joined: 1, firing: 1, critical: 1, uncovered: 1 } });
  });

  it.each([
    ['muted', mutedUntil(60)],
    ['suppressed', suppressed],
  ])('opens silently while it is %s', (_, silence) => {
    given()
      .when(fires('latency', 0, silence))
      .then({ type: 'IncidentOpened', severity: 'silent' }, { type: 'AlarmJoined' })
      .leaves({ severity: 'silent', counts: { firing: 0, silent: 1 } });
  });

  it.each([
    ['an OK', recovers('latency', 0)],
    ['no data that is ignored', losesData('latency', 0)],
    ['a deletion', isDeleted('latency', 0)],
    ['info', fires('latency', 0, { severity: 'info' })],
    ['a stale ALARM', fires('latency', 0, { stale: true })],
  ])('is what %s is not: it opens nothing', (_, command) => {
    given().when(command).thenNothing();
  });
});

describe('several alarms in one batch', () => {
  it('open one incident of the highest severity among them', () => {
    const batch = receives(0, alarm('traffic', 0, warning), alarm('latency', 0));
    const { incident } = story({}, batch, diagnosed(0));
    expect(incident).toMatchObject({
      severity: 'critical',
      ladder: { step: { level: 1 } },
      counts: { joined: 2, firing: 2, critical: 1 },
    });
  });

  it('page each target once', () => {
    const batch = receives(0, alarm('latency', 0), alarm('memory', 0), alarm('errors', 0));
    expect(story({}, batch, diagnosed(0)).pages).toEqual(['0 alice']);
  });

  it('open nothing when all are info', () => {
    const batch = receives(0, alarm('disk', 0, { severity: 'info' }), alarm('fan', 0, { severity: 'info' }));
    given().when(batch).thenNothing();
  });
});

describe('a newcomer', () => {
  it('is told to notify and owner by name', () => {
    given(...aliceAtWork)
      .when(fires('memory', 6))
      .then(
        { type: 'AlarmJoined' },
        { type: 'PageRequested', about: 'joined', target: 'responder:alice', alarmIds: ['memory'] },
        { type: 'PageRequested', about: 'joined', target: 'channel:ops', alarmIds: ['memory'] },
      );
  });

  it('is told at most once a minute: a storm is one message', () => {
    given(...aliceAtWork, fires('memory', 6), pagesSent(6))
      .when(fires('errors', 6.5))
      .notifies();
    given(...aliceAtWork, fires('memory', 6), pagesSent(6), fires('errors', 6.5))
      .when(ticks(7))
      .notifies(['joined', 'responder:alice'], ['joined', 'channel:ops']);
    given(...alicePaged, fires('memory', seconds(1)))
      .when(fires('errors', seconds(2)))
      .notifies();
  });

  it('is not told of before the incident is', () => {
    given(trafficWarning)
      .when(fires('disk', seconds(1), warning))
      .notifies();
  });

  it('that is silent is told to nobody', () => {
    given(...aliceAtWork)
      .when(fires('memory', 6, mutedUntil(60)))
      .then({ type: 'AlarmJoined' });
  });
});

describe('an alarm that fires again', () => {
  const turn = (at: number): readonly IncidentCommand[] => [recovers('memory', at), fires('memory', at + 1)];
  const owned = [latency, fires('memory', 2), acknowledges('alice', 3)];

  it('in an open incident is told once to notify and owner, by name', () => {
    given(...aliceAtWork, fires('memory', 6), pagesSent(6), recovers('memory', 8))
      .when(fires('memory', 9))
      .then(
        { type: 'AlarmReraised' },
        { type: 'PageRequested', about: 'again', target: 'responder:alice', alarmIds: ['memory'] },
        { type: 'PageRequested', about: 'again', target: 'channel:ops', alarmIds: ['memory'] },
      );
  });

  it('is told then with growing pauses: 5, 15, 60 minutes', () => {
    const flapping = Array.from({ length: 80 }, (_, index) => turn(10 + index * 2)).flat();
    const often = lived({ policy: { acknowledgementTimeoutMs: 8 * 3_600_000 } }, [...owned, ...flapping], 169);
    expect(toldAt(often, 'again', 'channel:ops')).toEqual([11, 16, 31, 91, 151]);
    expect(toldAt(often, 'again', 'responder:alice')).toEqual([11, 16, 31, 91, 151]);
  });

  it('is not told to an owner under a snooze', () => {
    const quiet = lived({}, [latency, fires('memory', 2), snoozes('alice', 600, 3), ...turn(10), ...turn(20)], 60);
    expect(toldAt(quiet, 'again', 'responder:alice')).toEqual([]);
    expect(toldAt(quiet, 'again', 'channel:ops')).toEqual([11, 21]);
  });

  it('is no newcomer', () => {
    given(...aliceAtWork, recovers('latency', 6))
      .when(fires('latency', 7))
      .leaves({ counts: { joined: 1, firing: 1 } });
  });
});

describe('an ALARM within the cool-down', () => {
  it('reopens the incident, a flap more, and tells notify and whoever heard that it was over', () => {
    given(...recovered)
      .when(fires('latency', 16))
      .pages()
      .notifies(['reopened', 'channel:ops'], ['reopened', 'responder:alice'])
      .leaves({ flaps: 1, resolution: undefined });
  });

  it('of a newcomer reopens it as well', () => {
    given(...recovered)
      .when(fires('memory', 16))
      .starts(['IncidentReopened', 'AlarmJoined'])
      .leaves({ flaps: 1, counts: { joined: 2, firing: 1 } });
  });

  it('is told with the same pauses: need and ladder decide who is paged', () => {
    const flapping = [0, 14, 28, 42, 56, 70, 84, 98].flatMap((at) => [
      fires('latency', at),
      recovers('latency', at + 5),
    ]);
    const often = lived({}, flapping, 98);
    expect(toldAt(often, 'reopened', 'channel:ops')).toEqual([14, 28, 43, 103]);
    expect(often.incident?.flaps).toBe(7);
  });

  it('after it is given its severity by what counts', () => {
    given(...recovered, fires('traffic', 16, warning))
      .when(diagnosed(16))
      .pages()
      .leaves({ severity: 'warning' });
  });

  it('wakes nobody for what a person’s resolution still covers', () => {
    const others = Array.from({ length: 25 }, (_, index) => fires(`other-${String(index)}`, 1, warning));
    const left = [latency, ...others, resolves('alice', 5), fires('traffic', 7, warning)];
    expect(lived({}, left, 14.9).pages).toEqual(['0 alice']);
    expect(lived({}, left, 15).pages).toEqual(['0 alice', '15 alice']);
  });
});

describe('Reopen by a person', () => {
  it('is no flap', () => {
    given(...recovered)
      .when(reopens('bob', 120))
      .pages('responder:alice')
      .leaves({ flaps: 0, resolution: undefined });
  });

  it('of an open incident is nothing', () => {
    given(...alicePaged)
      .when(reopens('bob', 5))
      .thenNothing();
  });

  it('is refused where the group holds another open incident, which it names', () => {
    const decision = story({ otherOpen: 'OTHER' }, ...recovered).decide(reopens('bob', 120));
    expect(decision).toMatchObject({ rejection: { reason: 'group-has-open-incident', incidentId: 'OTHER' } });
    givenThat({ otherOpen: 'OTHER' }, ...recovered)
      .when(reopens('bob', 120))
      .thenRejects('group-has-open-incident');
  });
});

describe('a stale word', () => {
  it('is merely recorded: the last word stands', () => {
    given(...alicePaged)
      .when(fires('memory', 3, { stale: true }))
      .then({ type: 'LateChangeRecorded' });
    given(...alicePaged)
      .when(fires('latency', 3, { state: 'OK', stale: true }))
      .then({ type: 'LateChangeRecorded' });
  });

  it('is recorded also after the resolution', () => {
    given(...recovered)
      .when(fires('latency', 20, { stale: true }))
      .then({ type: 'LateChangeRecorded' });
  });
});

describe('an ALARM that is late and cleared by nothing', () => {
  const late = (name: string, at: number, age = 3) => fires(name, at, { late: true, at: minute(at - age) });

  it('opens an incident, and the last word stands', () => {
    const { incident, lookups } = story({}, late('latency', 0), diagnosed(0));
    expect(incident).toMatchObject({ severity: 'critical', counts: { firing: 1, critical: 1 } });
    expect(lookups.members.get('latency')?.state).toBe('INSUFFICIENT_DATA');
  });

  it('joins one', () => {
    given(...aliceAtWork)
      .when(late('memory', 8))
      .starts(['LateChangeRecorded', 'AlarmJoined'])
      .leaves({ counts: { firing: 2, critical: 2 } });
  });

  it('reopens one', () => {
    given(...recovered)
      .when(late('memory', 18))
      .starts(['LateChangeRecorded', 'IncidentReopened', 'AlarmJoined']);
  });

  it('older than 24 hours is told, and wakes nobody', () => {
    const old = lived({}, [late('latency', 0, 25 * 60)], 60);
    expect(old.pages).toEqual([]);
    expect(toldAt(old, 'opened', 'channel:ops')).toEqual([0]);
  });
});

describe('an ALARM that is repeated', () => {
  it('is no news to an incident that counts it', () => {
    given(...alicePaged)
      .when(fires('latency', 3, { repeated: true }))
      .thenNothing();
  });

  it('is news where it is silent now, or no longer', () => {
    given(...alicePaged)
      .when(fires('latency', 3, { repeated: true, ...mutedUntil(60) }))
      .leaves({ counts: { firing: 0, silent: 1 } });
    given(fires('latency', 0, mutedUntil(60)))
      .when(fires('latency', 3, { repeated: true }))
      .leaves({ counts: { firing: 1, silent: 0 } });
  });

  it('does not take its alarm out of a resolution’s ten minutes', () => {
    expect(lived({}, [latency, resolves('alice', 5), fires('latency', 7, { repeated: true })], 14).pages).toEqual([
      '0 alice',
    ]);
  });
});

describe('a transition that was missed', () => {
  it('is recorded, and followed by what its word says', () => {
    given(...alicePaged)
      .when(fires('latency', 3, { state: 'OK', missedTransition: true }))
      .then({ type: 'TransitionMissed' }, { type: 'AlarmRecovered' }, { type: 'RecoveryAwaited' });
  });
});

describe('the 200th alarm of an incident', () => {
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => alarm(`alarm ${String(from + index)}`, 1));
  const with199 = story({}, latencyAlarm, diagnosed(0), pagesSent(0));
  for (let from = 1; from < 199; from += 8) with199.take(receives(1, ...many(from, Math.min(199, from + 8))));

  it('is counted with its batch in one event', () => {
    with199.take(pagesSent(2));
    expect(with199.incident?.counts.joined).toBe(199);
    new Outcome(with199.decide(receives(3, ...many(199, 205))))
      .then(
        {
          type: 'AlarmsJoined',
          count: 6,
          counts: { joined: 205, firing: 205, silent: 0, critical: 205, owned: 0, believed: 0, uncovered: 205 },
        },
        { type: 'PageRequested' },
      )
      .notifies(['joined', 'channel:ops']);
    expect(with199.events.filter(({ type }) => type === 'AlarmJoined')).toHaveLength(199);
  });
});
