import { describe, expect, it } from 'vitest';
import type { Target } from '../../../lib/core/configuration.ts';
import { nextTargets } from '../../../lib/core/escalation/levels.ts';
import type { Passed, Requested } from '../../../lib/core/incident/incident.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import {
  acknowledges,
  alicePaged,
  type Circumstances,
  diagnosed,
  escalates,
  fires,
  given,
  givenThat,
  type IncidentStory,
  inShort,
  latencyAlarm,
  lived,
  minute,
  pageIs,
  pagesFail,
  pagesSent,
  policy,
  reassigns,
  recovers,
  seconds,
  story,
  ticks,
} from '../../support/incident-spec.ts';

const latency = fires('latency', 0);
const nobodyOnCall = { onCall: () => undefined };

const level = (minutes: number, ...page: (typeof policy.levels)[number]['page']) => ({
  page,
  escalateAfterMs: minutes * MINUTE,
});

/** The id of the page that is requested of this target. */
const pageOf = (target: Target, { incident }: IncidentStory): string =>
  incident?.requested.find((one) => one.kind === 'page' && one.target === target)?.pageId ?? '';

const pagesIn = ({ incident }: IncidentStory): readonly Extract<Requested, { kind: 'page' }>[] =>
  incident?.requested.filter((one) => one.kind === 'page') ?? [];

describe('whom a level asks', () => {
  it('is asked at page time of the schedule', () => {
    const told = story({}, ...alicePaged).meanwhile({ onCall: () => 'dora' });
    expect(told.runUntil(55).pages).toEqual(['0 alice', '15 bob', '35 carol', '55 dora']);
  });

  it('is everybody whom it names, each once', () => {
    const both = { policy: { levels: [level(15, 'schedule:on-call', 'responder:alice', 'channel:ops')] } };
    expect(lived(both, [latency], 0).pages).toEqual(['0 alice', '0 ops']);
  });

  it('is paged once, however many alarms fire', () => {
    expect(lived({}, [latency, fires('memory', 1), fires('errors', 2)], 14).pages).toEqual(['0 alice']);
  });
});

describe('an edit of the configuration', () => {
  const running = (): IncidentStory => lived({}, [latency], 20);

  it('holds at once: whoever left is not paged', () => {
    const levels = [level(15, 'responder:dora'), level(20, 'responder:erin'), level(20, 'responder:dora')];
    const edited = running().meanwhile({ policy: { levels, unanswered: ['responder:erin'] } });
    expect(edited.runUntil(110).pages.slice(2)).toEqual(['35 dora', '55 dora', '70 erin', '90 dora', '110 erin']);
  });

  it('holds for the standing wait', () => {
    const levels = [level(15, 'responder:alice'), level(10, 'responder:bob'), level(5, 'responder:carol')];
    expect(running().meanwhile({ policy: { levels } }).runUntil(30).pages.slice(2)).toEqual(['25 carol', '30 alice']);
  });

  it('that leaves fewer levels: a level beyond the end is the last', () => {
    const edited = running().meanwhile({ policy: { levels: [level(15, 'responder:alice')] } });
    expect(edited.runUntil(30).pages.slice(2)).toEqual(['30 alice']);
  });

  it('that leaves fewer rounds ends them', () => {
    const edited = lived({}, [latency], 60).meanwhile({ policy: { repeat: 0 } });
    expect(edited.runUntil(110).pages.slice(4)).toEqual(['70 bob', '90 carol', '110 alice', '110 bob', '110 carol']);
  });

  it('is recorded by the next tick, once', () => {
    const edited = lived({}, [latency, acknowledges('alice', 1)], 2).meanwhile({ config: 'ba9876543210' });
    edited.take(ticks(3), ticks(4));
    const applied = edited.events.filter(({ type }) => type === 'ConfigurationApplied');
    expect(applied).toMatchObject([{ at: minute(3), config: 'ba9876543210', levels: 3, rounds: 2 }]);
    expect(edited.incident?.config).toBe('ba9876543210');
  });
});

describe('a level without a target', () => {
  it('is passed at once, and said', () => {
    givenThat(nobodyOnCall, latencyAlarm)
      .when(diagnosed(0))
      .pages('responder:bob')
      .then(
        { type: 'HoldEnded' },
        { type: 'LevelSkipped', level: 1, round: 1, because: 'no-target' },
        { type: 'LevelReached', level: 2, round: 1 },
        { type: 'PageRequested', passed: 'no-target' },
        { type: 'PageRequested', about: 'opened' },
      );
  });

  it('is passed in every round', () => {
    expect(lived(nobodyOnCall, [latency], 60).pages).toEqual(['0 bob', '20 carol', '40 bob', '60 carol']);
  });
});

describe('a level whose pages are not sent', () => {
  const unsent = [latencyAlarm, diagnosed(0), ticks(seconds(20))] as const;

  it('is followed by the next 60 s after its request', () => {
    given(...unsent)
      .when(ticks(seconds(59)))
      .thenNothing();
    given(...unsent)
      .when(ticks(1))
      .then(
        { type: 'LevelSkipped', level: 1, because: 'not-sent' },
        { type: 'LevelReached', level: 2 },
        { type: 'PageRequested', target: 'responder:bob', passed: 'not-sent' },
      );
  });

  it('is tried on for an hour, then given up', () => {
    const told = story({}, ...unsent, ticks(1), pagesSent(1));
    expect(told.events.filter(({ type }) => type === 'PageFailed')).toHaveLength(0);
    const lost = story({}, ...unsent, ticks(1), ticks(2), ticks(59.9));
    expect(pagesIn(lost).map(({ target }) => target)).toContain('responder:alice');
    expect(lost.take(ticks(60)).events).toContainEqual(
      expect.objectContaining({ type: 'PageFailed', target: 'responder:alice' }),
    );
  });

  it('is followed by the next also when the clock stood still for that hour', () => {
    given(...unsent)
      .when(ticks(90))
      .pages('responder:bob');
  });

  it('is followed at once where all of them fail for good', () => {
    expect(story({}, ...unsent, pagesFail(0.5)).pages).toEqual(['0 alice', '0.5 bob']);
  });

  it('starts the standing level’s wait when it is sent late', () => {
    const late = story({}, ...unsent, ticks(1));
    late.take(pageIs(pageOf('responder:alice', late), 'sent', 1.5));
    expect(late.incident?.ladder.step).toMatchObject({ level: 2, sentAt: minute(1.5) });
    expect(late.take(ticks(21.4)).pages).toEqual(['0 alice', '1 bob']);
    expect(late.take(ticks(21.5)).pages).toEqual(['0 alice', '1 bob', '21.5 carol']);
  });

  it('runs its wait from the first that is sent', () => {
    const levels = [level(15, 'responder:alice', 'responder:bob'), level(20, 'responder:carol')];
    const late = story({ policy: { levels } }, ...unsent);
    late.take(pageIs(pageOf('responder:bob', late), 'sent', 0.9), ticks(15.8));
    expect(late.pages).toEqual(['0 alice', '0 bob']);
    expect(late.take(ticks(15.9)).pages).toContain('15.9 carol');
  });
});

describe('one of several targets that fails', () => {
  const levels = [level(15, 'responder:alice', 'responder:bob'), level(20, 'responder:carol')];

  it.each([
    ['before the other is sent', 'responder:alice', 'responder:bob'],
    ['after the other is sent', 'responder:bob', 'responder:alice'],
  ] as const)('%s holds and hurries nothing', (when, fails, arrives) => {
    const one = story({ policy: { levels } }, latencyAlarm, diagnosed(0));
    const failed = pageIs(pageOf(fails, one), 'failed', 0.2);
    const sent = pageIs(pageOf(arrives, one), 'sent', 0.2);
    one.take(...(when.startsWith('before') ? [failed, sent] : [sent, failed]));
    expect(one.pages).toEqual(['0 alice', '0 bob']);
    expect(one.take(ticks(15.1)).pages).toHaveLength(2);
    expect(one.take(ticks(15.2)).pages).toEqual(['0 alice', '0 bob', '15.2 carol']);
  });
});

describe('a target that the last audit could not reach', () => {
  it('is paged all the same, and the next level at once, which says why', () => {
    const told = lived({ unreachable: ['responder:alice'] }, [latency], 20);
    expect(told.pages).toEqual(['0 alice', '0 bob', '20 carol']);
    const asked = story({ unreachable: ['responder:alice'] }, latencyAlarm, diagnosed(0), ticks(0));
    expect(pagesIn(asked).map(({ target, passed }): [Target, Passed | undefined] => [target, passed])).toEqual([
      ['responder:alice', undefined],
      ['responder:bob', 'unreachable'],
    ]);
  });

  it('A13 passes no level that has another target: the next is asked in its time, and nothing is said to be skipped', () => {
    const levels = [level(15, 'responder:alice', 'channel:ops'), level(20, 'responder:bob')];
    const told = lived({ policy: { levels }, unreachable: ['channel:ops'] }, [latency], 15);
    expect(told.pages).toEqual(['0 alice', '0 ops', '15 bob']);
    expect(inShort(told.events)).not.toContain('LevelSkipped');
  });

  it('is reassigned to all the same, and the next level at once', () => {
    const told = lived({ unreachable: ['responder:carol'] }, [latency, reassigns('alice', 'carol', 5)], 5);
    expect(told.pages).toEqual(['0 alice', '5 carol', '5 bob']);
  });
});

describe('why a level is asked', () => {
  /** The newest page that is requested. */
  const newestPage = (around: Circumstances, commands: Parameters<typeof lived>[1]): unknown =>
    lived(around, commands, 0).events.findLast((event) => event.type === 'PageRequested' && event.kind === 'page');
  const worse = [fires('traffic', 0, { severity: 'warning' }), fires('latency', 9)];
  const again = [latency, recovers('latency', 1), ticks(6), fires('latency', 40)];

  it.each([
    ['nobody has answered yet', [latency, ticks(15)], { at: minute(15), reason: 'escalation' }],
    ['it came back', again, { at: minute(40), reason: 'returned' }],
    ['it has become worse', worse, { at: minute(9), reason: 'severity' }],
    ['somebody wants the next level', [latency, escalates('bob', 5)], { reason: 'requested', by: 'bob' }],
    ['somebody wants this person', [latency, reassigns('bob', 'carol', 5)], { reason: 'reassigned', by: 'bob' }],
    [
      'an owner’s word has ended',
      [latency, acknowledges('bob', 5), ticks(35)],
      { reason: 'unacknowledged', by: 'bob' },
    ],
  ])('%s', (_, commands, why) => {
    expect(newestPage({}, commands)).toMatchObject(why);
  });

  it('nobody is on call at the level before', () => {
    expect(newestPage(nobodyOnCall, [latency])).toMatchObject({ reason: 'escalation', passed: 'no-target' });
  });
});

describe('a pass through the levels in which nothing was sent', () => {
  const nobody = {
    ...nobodyOnCall,
    policy: { levels: [level(15, 'schedule:night')], unanswered: ['responder:bob'] },
  } as const;

  it('asks the unanswered targets at its end', () => {
    givenThat(nobody, latencyAlarm)
      .when(diagnosed(0))
      .then(
        { type: 'HoldEnded' },
        { type: 'LevelSkipped', level: 1, because: 'no-target' },
        { type: 'NobodyReached', nextAt: minute(0.5) },
        { type: 'PageRequested', target: 'responder:bob', reason: 'nobodyReached' },
        { type: 'PageRequested', about: 'opened' },
      );
  });

  it('uses up no round: they are asked once every `unansweredEvery`', () => {
    const told = lived(nobody, [latency], 130);
    expect(told.pages).toEqual(['0 bob', '60 bob', '120 bob']);
    expect(told.incident?.ladder.step).toMatchObject({ level: 1, round: 1 });
  });

  it('starts over after half a minute, 1, 2, 5, 5 … minutes, and asks whoever is on call by then', () => {
    const told = lived(nobody, [latency], 10);
    const passes = told.events.flatMap((event) => (event.type === 'NobodyReached' ? [event.nextAt] : []));
    expect(passes).toEqual([0.5, 1.5, 3.5, 8.5, 13.5].map(minute));
    expect(told.meanwhile({ onCall: () => 'dora' }).runUntil(15).pages).toEqual(['0 bob', '13.5 dora']);
  });

  it('asks everybody where the unanswered targets are none', () => {
    const own = { ...nobody, policy: { ...nobody.policy, unanswered: ['schedule:night'] as const } };
    const told = lived({ ...own, everyone: ['responder:alice', 'channel:ops'] }, [latency], 61);
    expect(told.pages).toEqual(['0 alice', '0 ops', '60 alice', '60 ops']);
  });

  it('asks everybody where none of the unanswered targets can be reached', () => {
    const around = {
      ...nobody,
      everyone: ['responder:bob', 'responder:carol'],
      unreachable: ['responder:bob'],
    } as const;
    givenThat(around, latencyAlarm).when(diagnosed(0)).pages('responder:bob', 'responder:carol');
  });

  it('adds no request to one that is still unsent', () => {
    const refused = story(
      {},
      latencyAlarm,
      diagnosed(0),
      ticks(1),
      ticks(2),
      ticks(3),
      ticks(3.5),
      ticks(4.5),
      ticks(5),
    );
    const targets = pagesIn(refused).map(({ target }) => target);
    expect([...new Set(targets)]).toEqual(targets);
  });

  it('A1 asks everybody, and the ops topic, where those have a page that is still unsent', () => {
    const everyone = ['responder:alice', 'responder:bob', 'responder:carol', 'responder:dora'] as const;
    const refused = story({ everyone }, latencyAlarm, diagnosed(0), ticks(1), ticks(2), ticks(3));
    expect(refused.pages).toEqual(['0 alice', '1 bob', '2 carol', '3 ops', '3 dora']);
  });

  it('is over when a page is sent: the ladder goes on from it', () => {
    const refused = story({}, latencyAlarm, diagnosed(0), ticks(1), ticks(2), ticks(3), pagesSent(3.2));
    expect(refused.incident?.ladder).toMatchObject({ step: { level: 3, round: 1, sentAt: minute(3.2) } });
    expect(refused.runUntil(23.2).pages.at(-1)).toBe('23.2 alice');
  });
});

describe('the unanswered ending', () => {
  it('asks everybody where its own targets are none', () => {
    const own: Circumstances = { policy: { repeat: 0, unanswered: [] }, everyone: ['responder:alice', 'channel:ops'] };
    expect(lived(own, [latency], 55).pages.slice(3)).toEqual(['55 alice', '55 ops']);
  });

  it('says that no level is left', () => {
    const { events } = lived({ policy: { repeat: 0 } }, [latency], 55);
    expect(inShort(events).slice(-7)).toEqual([
      'IncidentUnanswered',
      'page alice',
      'page bob',
      'page carol',
      'PageSent',
      'PageSent',
      'PageSent',
    ]);
    expect(events.findLast(({ type }) => type === 'PageRequested')).toMatchObject({
      reason: 'unanswered',
      isUnanswered: true,
    });
  });
});

describe('who is next', () => {
  const next = (around: Circumstances, ...commands: Parameters<typeof lived>[1]): readonly Target[] => {
    const { incident, policy: today, lookups } = lived(around, commands, 0);
    return incident === undefined ? [] : nextTargets(incident, today, lookups);
  };

  it('is whom the next level names, of those that have a target', () => {
    expect(next({}, latency)).toEqual(['responder:bob']);
    expect(next({}, fires('traffic', 0, { severity: 'warning' }))).toEqual(['responder:alice']);
    expect(next(nobodyOnCall, fires('traffic', 0, { severity: 'warning' }))).toEqual(['responder:bob']);
  });

  it('is whom the unanswered ending asks after the last', () => {
    expect(next({ policy: { repeat: 0 } }, latency, ticks(35))).toEqual(policy.unanswered);
    const everyone = ['responder:zoe'] as const;
    expect(next({ policy: { repeat: 0, unanswered: [] }, everyone }, latency, ticks(35))).toEqual(everyone);
  });
});
