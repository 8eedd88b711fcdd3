import { describe, expect, it } from 'vitest';
import {
  alarm,
  alicePaged,
  aliceAtWork,
  diagnosed,
  fires,
  given,
  givenThat,
  minute,
  Outcome,
  pagesSent,
  receives,
  recovered,
  recovers,
  reopens,
  resolves,
  seconds,
  story,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const flapped = [...recovered, fires('latency', 16), diagnosed(16), pagesSent(16)] as const;
const recoveredAgain = [...flapped, recovers('latency', 17), ticks(22), pagesSent(22)] as const;

describe('an alarm that fires again within the cool-down', () => {
  it('reopens the same incident at level 1 of round 1 and counts a flap', () => {
    const { incident } = story({}, ...flapped);
    expect(incident).toMatchObject({ flaps: 1, level: 1, round: 1, phase: { status: 'triggered' } });
  });

  it('pages at once when no reopening paged lately', () => {
    given(...recovered, fires('latency', 16))
      .when(diagnosed(16))
      .pages('responder:alice')
      .notifies(['reopened', 'channel:ops']);
  });

  it('starts again at level 1 however far the levels had come', () => {
    const late = story(
      {},
      ...alicePaged,
      ticks(15),
      pagesSent(15),
      recovers('latency', 16),
      ticks(21),
      fires('latency', 22),
    );
    late.take(diagnosed(22));
    expect(late.incident).toMatchObject({ level: 1, round: 1 });
  });
});

describe('a reopening within a cool-down of the last reopening’s page', () => {
  const held = [...recoveredAgain, fires('latency', 23)] as const;

  it('holds its page until that time is over', () => {
    given(...recoveredAgain)
      .when(fires('latency', 23))
      .leaves({ flaps: 2, held: { reason: 'reopened', notBefore: minute(26) } });
    given(...held, diagnosed(23))
      .when(ticks(25))
      .thenNothing();
  });

  it('lets go of it for an alarm that was never in the incident', () => {
    given(...held, fires('errors', 24))
      .when(diagnosed(24))
      .pages('responder:alice');
  });

  it('sends it then if anything still fires', () => {
    given(...held)
      .when(ticks(26))
      .pages('responder:alice');
  });

  it('drops it if nothing fires by then', () => {
    given(...held, recovers('latency', 24))
      .when(ticks(26))
      .then({ type: 'HoldEnded' })
      .leaves({ level: 0 });
  });

  it('holds a page again for an alarm that fires after the page was dropped', () => {
    given(...held, recovers('latency', 24), ticks(26), fires('latency', 27))
      .when(diagnosed(27))
      .pages('responder:alice');
  });

  it('pages for the alarm whose mute ends after the page was dropped', () => {
    const muted = fires('latency', 24, { silenced: { by: 'mute', until: minute(40) } });
    given(...held, muted, ticks(26))
      .when(ticks(40))
      .pages('responder:alice');
  });
});

describe('a reopening', () => {
  const criticalThenWarning = [...recovered, fires('traffic', 16, { severity: 'warning' })] as const;

  it('takes the severity of the alarm that reopens', () => {
    given(...criticalThenWarning)
      .when(diagnosed(16))
      .pages()
      .leaves({ severity: 'warning', level: 0 });
  });

  it('keeps paging for what a person left firing, whatever lesser alarm reopens', () => {
    given(...alicePaged, resolves('alice', 5), fires('traffic', 7, { severity: 'warning' }))
      .when(diagnosed(7))
      .pages('responder:alice')
      .leaves({ severity: 'critical' });
  });

  it('keeps paging for what was left firing among more alarms than the head names', () => {
    const others = Array.from({ length: 25 }, (_, index) =>
      fires(`other-${String(index)}`, 1, { severity: 'warning' }),
    );
    given(...alicePaged, ...others, resolves('alice', 5), fires('traffic', 7, { severity: 'warning' }))
      .when(diagnosed(7))
      .pages('responder:alice')
      .leaves({ severity: 'critical' });
  });

  it('by a person is no flap, and pages', () => {
    given(...recovered)
      .when(reopens('bob', 120))
      .pages('responder:alice')
      .leaves({ flaps: 0, level: 1, round: 1 });
  });

  it('by a person is refused where the group holds another open incident, which it names', () => {
    const refused = givenThat({ otherOpen: 'OTHER' }, ...recovered).when(reopens('bob', 120));
    refused.thenRejects('group-has-open-incident');
  });
});

describe('several alarms in one batch', () => {
  it('open one incident of the highest severity among them', () => {
    const batch = receives(0, alarm('traffic', 0, { severity: 'warning' }), alarm('latency', 0));
    const { incident } = story({}, batch, diagnosed(0));
    expect(incident).toMatchObject({ severity: 'critical', level: 1, counts: { joined: 2, firing: 2 } });
  });

  it('page each target once', () => {
    const batch = receives(0, alarm('latency', 0), alarm('memory', 0), alarm('errors', 0));
    expect(story({}, batch, diagnosed(0)).pages).toEqual(['0 alice']);
  });

  it('open nothing when all are info', () => {
    expect(story({}, fires('disk', 0, { severity: 'info' })).incident).toBeUndefined();
  });
});

describe('an alarm change that is not news', () => {
  it('is recorded only, when it is older than what is known', () => {
    given(...alicePaged)
      .when(fires('memory', 3, { stale: true }))
      .then({ type: 'LateChangeRecorded' });
  });

  it('is recorded also after the resolution', () => {
    given(...recovered)
      .when(fires('latency', 20, { stale: true }))
      .then({ type: 'LateChangeRecorded' });
  });

  it('is followed by what it says when only an event before it never came', () => {
    given(...alicePaged)
      .when(fires('latency', 3, { state: 'OK', missedTransition: true }))
      .then({ type: 'TransitionMissed' }, { type: 'AlarmRecovered' }, { type: 'RecoveryAwaited' });
  });
});

describe('alarms that join', () => {
  it('are told at most once a minute', () => {
    const at = (name: string, second: number): ReturnType<typeof fires> => fires(name, seconds(second));
    given(...aliceAtWork, fires('memory', 6), pagesSent(6))
      .when(fires('errors', 6.5))
      .notifies();
    given(...aliceAtWork, fires('memory', 6), pagesSent(6), fires('errors', 6.5))
      .when(ticks(7))
      .notifies(['joined', 'responder:alice'], ['joined', 'channel:ops']);
    given(...alicePaged, at('memory', 1))
      .when(at('errors', 2))
      .notifies();
  });

  it('are told when they fire again after they recovered', () => {
    const both = [...aliceAtWork, fires('memory', 6), pagesSent(6), recovers('memory', 8)] as const;
    given(...both)
      .when(fires('memory', 9))
      .notifies(['joined', 'responder:alice'], ['joined', 'channel:ops']);
  });

  it('are not told to anybody before the incident is', () => {
    given(trafficWarning)
      .when(fires('disk', seconds(1), { severity: 'warning' }))
      .notifies();
  });
});

describe('the 200th alarm of an incident', () => {
  const many = (from: number, to: number): ReturnType<typeof alarm>[] =>
    Array.from({ length: to - from }, (_, index) => alarm(`alarm ${String(from + index)}`, 1));
  const with199 = story({}, ...alicePaged);
  for (let from = 1; from < 199; from += 8) with199.take(receives(1, ...many(from, Math.min(199, from + 8))));

  it('is counted with its batch in one event', () => {
    with199.take(pagesSent(2));
    expect(with199.incident?.counts.joined).toBe(199);
    new Outcome(with199.decide(receives(3, ...many(199, 205))))
      .then(
        { type: 'AlarmsJoined', count: 6, counts: { joined: 205, firing: 205, silent: 0 } },
        { type: 'PageRequested' },
      )
      .notifies(['joined', 'channel:ops']);
    expect(with199.events.filter(({ type }) => type === 'AlarmJoined')).toHaveLength(199);
  });
});
