import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/core/time.ts';
import {
  alarm,
  acknowledges,
  alicePaged,
  aliceAtWork,
  type Circumstances,
  diagnosed,
  fires,
  given,
  givenThat,
  IncidentStory,
  isDeleted,
  losesData,
  latencyAlarm,
  minute,
  minutesAt,
  Outcome,
  pagesSent,
  receives,
  recovered,
  recovers,
  reopens,
  resolvedWhileFiring,
  resolves,
  seconds,
  type Step,
  story,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const flapped = [...recovered, fires('latency', 16), diagnosed(16), pagesSent(16)] as const;

describe('an alarm that fires again within the cool-down', () => {
  it('reopens the same incident and counts a flap', () => {
    const { incident } = story({}, ...flapped);
    expect(incident).toMatchObject({ flaps: 1, level: 2, round: 1, phase: { status: 'triggered' } });
  });

  it('goes on where the levels stood: a wait that is over is due at once', () => {
    given(...recovered)
      .when(fires('latency', 16))
      .pages()
      .notifies(['reopened', 'channel:ops']);
    given(...recovered, fires('latency', 16))
      .when(diagnosed(16))
      .pages('responder:bob');
  });

  it('begins at level 1 when the levels have been at rest: nobody was needed for a quarter of an hour', () => {
    const late = story(
      {},
      ...alicePaged,
      ticks(15),
      pagesSent(15),
      recovers('latency', 16),
      ticks(21),
      fires('latency', 31),
    );
    late.take(diagnosed(31));
    expect(late.incident).toMatchObject({ level: 1, round: 1, paged: { 'responder:alice': 1 } });
    expect(late.pages).toEqual(['0 alice', '15 bob', '31 alice']);
  });
});

/** Slow for five minutes, fine for nine, and so on. */
const flapping = (hours: number): readonly Step[] =>
  Array.from({ length: Math.floor((hours * 60) / 14) }, (_, turn): readonly Step[] => [
    fires('latency', turn * 14),
    diagnosed(turn * 14),
    recovers('latency', turn * 14 + 5),
  ]).flat();

/** Lets the clock run between these steps, every page sent at once. */
const lived = (around: Circumstances, steps: readonly Step[], until: number): IncidentStory => {
  const living = new IncidentStory(around);
  for (const step of steps) {
    if (typeof step !== 'function' && living.incident !== undefined) living.runUntil(minutesAt(step.at));
    living.take(step);
  }
  return living.runUntil(until);
};

describe('A3 an alarm that flaps, and nobody answers', () => {
  const pages = lived({}, flapping(6), 360).pages.map((page) => page.split(' ') as [string, string]);
  const firstOf = (who: string): number => Number(pages.find(([, paged]) => paged === who)?.[0]);

  it('pages level 2 within half an hour, and is unanswered in the third hour at the latest', () => {
    expect(firstOf('bob')).toBe(15);
    expect(firstOf('carol')).toBeLessThanOrEqual(60);
    const together = pages.filter(
      ([at, who]) => who === 'carol' && pages.some((other) => other[0] === at && other[1] === 'alice'),
    );
    expect(Number(together[0]?.[0])).toBeLessThanOrEqual(180);
  });

  it('pages nobody while it is fine', () => {
    expect(pages.filter(([at]) => Number(at) % 14 > 5)).toEqual([]);
  });
});

describe('A2 an outage after an alarm has flapped', () => {
  it('pages when the standing level is due, whatever the cool-down', () => {
    const cooldownMs = 12 * 60 * MINUTE;
    const steps = [...flapping(0.5), fires('latency', 20)].map((step) =>
      typeof step !== 'function' && step.type === 'ReceiveAlarm'
        ? { ...step, opening: { ...step.opening, cooldownMs } }
        : step,
    );
    expect(lived({}, steps, 60).pages).toEqual(['0 alice', '15 bob', '35 carol', '55 alice']);
  });
});

describe('A5 an alarm that recovers', () => {
  it('is not paged to the next level a minute later', () => {
    expect(lived({}, [...alicePaged, recovers('latency', 14)], 60).pages).toEqual(['0 alice']);
  });

  it('and leaves a warning runs no level', () => {
    const steps = [...alicePaged, fires('cpu', 1, { severity: 'warning' }), recovers('latency', 2)];
    expect(lived({}, steps, 300).pages).toEqual(['0 alice']);
  });

  it('pages nobody when the acknowledgement ends', () => {
    const steps = [...aliceAtWork, fires('cpu', 6, { severity: 'warning' }), recovers('latency', 7)];
    expect(lived({}, steps, 300).pages).toEqual(['0 alice']);
  });

  it('withdraws the page that is not sent', () => {
    given(latencyAlarm, diagnosed(0)).when(recovers('latency', 0.1)).starts(['AlarmRecovered', 'PagesWithdrawn']);
  });

  it('is asked again at the level of which nothing was sent, when it comes back', () => {
    given(latencyAlarm, diagnosed(0), recovers('latency', 0.1), fires('latency', 0.5))
      .when(diagnosed(0.5))
      .pages('responder:alice');
  });
});

describe('levels that kept their place', () => {
  const loses = { state: 'INSUFFICIENT_DATA', insufficientData: 'notify' } as const;

  it('A7 go on though a warning came back first: level 1 is not paged again and again', () => {
    const turn = (at: number): readonly Step[] => [
      fires('cpu', at, { severity: 'warning' }),
      fires('latency', at),
      diagnosed(at),
      recovers('latency', at + 2),
      recovers('cpu', at + 2),
    ];
    const steps = [0, 12, 24, 36, 48, 60].flatMap(turn);
    expect(lived({}, steps, 70).pages.map((page) => page.split(' ')[1])).toEqual(['alice', 'bob', 'carol']);
  });

  it('are not held back by a page that was overdue while nobody was needed', () => {
    const steps = [...recovered, reopens('bob', 16), ticks(17.1), fires('errors', 18.2)] as const;
    given(...steps)
      .when(diagnosed(18.3))
      .pages('responder:bob');
  });

  it('ask everybody again when the ending was withdrawn before anybody heard of it', () => {
    const ending = lived({}, alicePaged, 109);
    ending.take(ticks(110), recovers('latency', 110.1), fires('latency', 110.2), diagnosed(110.2));
    expect(ending.pages.slice(-3)).toEqual(['110.2 alice', '110.2 bob', '110.2 carol']);
  });

  it('withdraw the unsent page of an alarm that is muted', () => {
    given(latencyAlarm, diagnosed(0))
      .when(fires('latency', 0.1, { silenced: { by: 'mute', until: minute(60) } }))
      .starts(['AlarmReraised', 'PagesWithdrawn']);
  });

  it('are run by no alarm that only lost its data, however many do', () => {
    const many = Array.from({ length: 205 }, (_, index) => fires(`gauge-${String(index)}`, 0, loses));
    expect(lived({}, [...many, diagnosed(0)], 60).pages).toEqual([]);
  });
});

describe('an acknowledged warning', () => {
  it('covers no critical alarm, whatever a resolution cleared before', () => {
    const steps = [
      ...alicePaged,
      losesData('latency', 2),
      resolves('alice', 3),
      fires('traffic', 5, { severity: 'warning' }),
      diagnosed(5),
      acknowledges('bob', 6),
      fires('errors', 7),
      diagnosed(7.1),
    ];
    expect(lived({}, steps, 8).pages.map((page) => page.split(' ')[1])).toEqual(['alice', 'alice']);
  });
});

describe('a head of before critical alarms were counted', () => {
  it('is no reason to page while it is a warning, and pages when it becomes critical', () => {
    const older = story(
      {},
      fires('latency', 0, { state: 'INSUFFICIENT_DATA', insufficientData: 'notify' }),
      diagnosed(0),
    );
    const { incident } = older;
    if (incident === undefined) throw new Error('there is no incident');
    const { critical: _, ...counts } = incident.counts;
    older.incident = { ...incident, counts, alarms: incident.alarms.map((one) => ({ ...one, severity: 'critical' })) };
    older.runUntil(4);
    expect(older.pages).toEqual([]);
    older.take(fires('latency', 5), diagnosed(5));
    expect(older.pages).toEqual(['5 alice']);
  });
});

describe('what a person has resolved', () => {
  it('A4 wakes nobody when only a warning is left', () => {
    const steps = [
      ...aliceAtWork,
      fires('cpu', 6, { severity: 'warning' }),
      recovers('latency', 7),
      resolves('alice', 8),
    ];
    const left = lived({}, steps, 300);
    expect(left.pages).toEqual(['0 alice']);
    expect(left.incident).toMatchObject({ phase: { status: 'triggered' }, severity: 'warning' });
  });

  it.each([
    ['lost its data', losesData('latency', 7)],
    ['was deleted', isDeleted('latency', 7)],
    ['says OK on missing data', fires('latency', 7, { state: 'OK', onRealData: false })],
  ])('A6 stays resolved when its alarm %s', (_, gone) => {
    const before = lived({}, [...aliceAtWork, gone, resolves('alice', 8)], 600);
    expect(before.incident).toMatchObject({ phase: { status: 'resolved' }, counts: { firing: 0, critical: 0 } });
    const after = lived({}, [...aliceAtWork, resolves('alice', 6), gone], 600);
    expect(after.incident).toMatchObject({ phase: { status: 'resolved' }, counts: { firing: 0, critical: 0 } });
  });

  it('pages again where something critical fires on: the level of whoever resolved it', () => {
    expect(lived({}, resolvedWhileFiring, 31).pages).toEqual(['0 alice', '30 alice']);
  });
});

describe('a reopening', () => {
  const criticalThenWarning = [...recovered, fires('traffic', 16, { severity: 'warning' })] as const;

  it('takes the severity of the alarm that reopens', () => {
    given(...criticalThenWarning)
      .when(diagnosed(16))
      .pages()
      .leaves({ severity: 'warning' });
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
