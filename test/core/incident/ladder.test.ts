import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/core/time.ts';
import type { IncidentCommand } from '../../../lib/core/incident/commands.ts';
import { AT_REST, nextPassAt, placeAfter, restAt, stepDue } from '../../../lib/core/incident/ladder.ts';
import type { Incident, Place, Step as Standing } from '../../../lib/core/incident/incident.ts';
import {
  acknowledges,
  alicePaged,
  diagnosed,
  escalates,
  fires,
  given,
  latencyAlarm,
  lived,
  losesData,
  minute,
  mutedUntil,
  notes,
  pagesSent,
  policy,
  reassigns,
  recovered,
  recovers,
  reopens,
  resolves,
  seconds,
  snoozes,
  story,
  ticks,
  trafficWarning,
} from '../../support/incident-spec.ts';

const latency = fires('latency', 0);
const warning = { severity: 'warning' } as const;
const everybody = (at: number): string[] => ['alice', 'bob', 'carol'].map((name) => `${String(at)} ${name}`);
/** The whole way through the ladder of the reference policy. */
const UNANSWERED = ['0 alice', '15 bob', '35 carol', '55 alice', '70 bob', '90 carol', ...everybody(110)];

const pagesOf = (commands: readonly IncidentCommand[], until: number): readonly string[] =>
  lived({}, commands, until).pages;

/** Who is paged, without the minutes. */
const whoOf = (commands: readonly IncidentCommand[], until: number): readonly string[] =>
  pagesOf(commands, until).map((page) => page.split(' ')[1] ?? '');

describe('from rest', () => {
  it('level 1 of round 1 is paged when need begins, after the hold for the diagnosis', () => {
    given()
      .when(latency)
      .pages()
      .leaves({ held: { diagnoseUntil: minute(seconds(5)) }, ladder: AT_REST });
    given(latency)
      .when(diagnosed(seconds(2)))
      .pages('responder:alice')
      .leaves({ held: undefined, ladder: { step: { level: 1, round: 1 } } });
  });

  it('it is paged without a diagnosis after five seconds', () => {
    given(latency)
      .when(ticks(seconds(4)))
      .thenNothing();
    given(latency)
      .when(ticks(seconds(5)))
      .pages('responder:alice');
  });

  it('it moves only while there is need', () => {
    expect(pagesOf([trafficWarning], 600)).toEqual([]);
    expect(pagesOf([trafficWarning, fires('latency', 9)], 24)).toEqual(['9 alice', '24 bob']);
  });
});

describe('while need lasts', () => {
  it.each([
    [0, ['0 alice', '15 bob', '35 carol', ...everybody(55)]],
    [1, UNANSWERED],
    [
      3,
      [0, 55, 110, 165]
        .flatMap((at) => [`${String(at)} alice`, `${String(at + 15)} bob`, `${String(at + 35)} carol`])
        .concat(everybody(220)),
    ],
  ])(
    'with repeat %i every level of every round is paged at its minute, then the unanswered targets',
    (repeat, pages) => {
      expect(lived({ policy: { repeat } }, [latency], 55 * (repeat + 1)).pages).toEqual(pages);
    },
  );

  it('the unanswered targets are paged again every `unansweredEvery`', () => {
    const hourly = lived({ policy: { repeat: 0 } }, [latency], 240);
    expect(hourly.pages.slice(3)).toEqual([55, 115, 175, 235].flatMap(everybody));
    const sooner = lived({ policy: { repeat: 0, unansweredEveryMs: 30 * MINUTE } }, [latency], 130);
    expect(sooner.pages.slice(3)).toEqual([55, 85, 115].flatMap(everybody));
  });

  it('that it is unanswered is recorded each time', () => {
    const { events } = lived({ policy: { repeat: 0 } }, [latency], 120);
    const unanswered = events.filter(({ type }) => type === 'IncidentUnanswered');
    expect(unanswered.map(({ at }) => at)).toEqual([minute(55), minute(115)]);
  });

  it('a level’s wait runs from its page’s being really sent', () => {
    const late = [latencyAlarm, diagnosed(0), pagesSent(0.9)] as const;
    given(...late)
      .when(ticks(15))
      .thenNothing();
    given(...late)
      .when(ticks(15.9))
      .pages('responder:bob');
  });

  it('a level is delayed by a late clock, never skipped', () => {
    given(...alicePaged)
      .when(ticks(200))
      .pages('responder:bob');
    given(...alicePaged, ticks(200), pagesSent(200))
      .when(ticks(219))
      .thenNothing();
    given(...alicePaged, ticks(200), pagesSent(200))
      .when(ticks(220))
      .pages('responder:carol');
  });

  it('one is asked whatever is noted', () => {
    expect(pagesOf([latency, notes('bob', 100)], 110)).toEqual(UNANSWERED);
  });
});

describe('while there is no need', () => {
  it('it keeps its place and pages nobody', () => {
    const over = lived({}, [latency, recovers('latency', 20)], 22);
    expect(over.pages).toEqual(['0 alice', '15 bob']);
    expect(over.incident?.ladder.step).toMatchObject({ level: 2, round: 1 });
  });

  it('nobody is paged a minute after an alarm that has recovered', () => {
    expect(pagesOf([latency, recovers('latency', 14)], 60)).toEqual(['0 alice']);
  });

  it('a warning that is left runs no level', () => {
    expect(pagesOf([latency, fires('cpu', 1, warning), recovers('latency', 2)], 300)).toEqual(['0 alice']);
  });

  it('unsent requests are withdrawn', () => {
    given(latencyAlarm, diagnosed(0)).when(recovers('latency', 0.1)).starts(['AlarmRecovered', 'PagesWithdrawn']);
    given(latencyAlarm, diagnosed(0))
      .when(fires('latency', 0.1, mutedUntil(60)))
      .starts(['AlarmReraised', 'PagesWithdrawn']);
  });

  it('those that a person asked for are not', () => {
    const asked = story({}, ...alicePaged, escalates('carol', 5), recovers('latency', 5.1));
    expect(asked.incident?.requested).toContainEqual(
      expect.objectContaining({ target: 'responder:bob', reason: 'requested' }),
    );
  });
});

describe('when need returns', () => {
  it('nothing is paged anew: a wait that is not over goes on', () => {
    const again = [latency, recovers('latency', 2), fires('latency', 9)];
    expect(pagesOf(again, 15)).toEqual(['0 alice', '15 bob']);
  });

  it('a wait that is over is due at once', () => {
    const again = [latency, recovers('latency', 10), fires('latency', 18)];
    expect(pagesOf(again, 18)).toEqual(['0 alice', '18 bob']);
  });

  it('it does not wait for a diagnosis', () => {
    given(...recovered)
      .when(fires('latency', 16))
      .leaves({ held: undefined, flaps: 1 });
    given(...recovered, fires('latency', 16))
      .when(ticks(16))
      .pages('responder:bob');
  });

  it('a level of which nothing was sent is asked again', () => {
    const withdrawn = [latencyAlarm, diagnosed(0), recovers('latency', 0.1), fires('latency', 0.5)] as const;
    given(...withdrawn)
      .when(ticks(0.5))
      .pages('responder:alice');
  });

  it('the unanswered ending of which nothing was sent is asked again', () => {
    const ending = lived({}, [latency], 109);
    ending.take(ticks(110), recovers('latency', 110.1), fires('latency', 110.2), ticks(110.2));
    expect(ending.pages.slice(-3)).toEqual(['110.2 alice', '110.2 bob', '110.2 carol']);
  });

  it('it goes on though a warning came back first', () => {
    const turn = (at: number): readonly IncidentCommand[] => [
      fires('cpu', at, warning),
      fires('latency', at),
      recovers('latency', at + 2),
      recovers('cpu', at + 2),
    ];
    expect(whoOf([0, 12, 24, 36, 48, 60].flatMap(turn), 70)).toEqual(['alice', 'bob', 'carol']);
  });
});

describe('flapping', () => {
  /** Slow for five minutes, fine for nine, and so on. */
  const flapping = (hours: number): readonly IncidentCommand[] =>
    Array.from({ length: Math.floor((hours * 60) / 14) }, (_, turn) => [
      fires('latency', turn * 14),
      recovers('latency', turn * 14 + 5),
    ]).flat();
  const pages = pagesOf(flapping(6), 360);

  it('neither repeats a level nor holds one back', () => {
    const passes = ['alice', 'bob', 'carol', 'alice', 'bob', 'carol', 'alice', 'bob', 'carol'];
    expect(pages.slice(0, 9).map((page) => page.split(' ')[1])).toEqual(passes);
    expect(pages.slice(0, 3)).toEqual(['0 alice', '15 bob', '42 carol']);
    expect(pages.slice(6, 9)).toEqual(everybody(140));
  });

  it('pages nobody while it is fine', () => {
    expect(pages.filter((page) => Number(page.split(' ')[0]) % 14 > 5)).toEqual([]);
  });

  it('pages on when it ends in an outage', () => {
    const steps = [...flapping(0.5), fires('latency', 28)];
    expect(pagesOf(steps, 90)).toEqual(['0 alice', '15 bob', '35 carol', '55 alice', '70 bob', '90 carol']);
  });
});

describe('the ladder goes to rest', () => {
  it.each([
    ['acknowledges', acknowledges('alice', 20)],
    ['snoozes', snoozes('alice', 60, 20)],
    ['resolves', resolves('alice', 20)],
  ])('when somebody %s, keeping level and round for that cover’s end', (_, command) => {
    given(...alicePaged, ticks(15), pagesSent(15))
      .when(command)
      .leaves({ ladder: { step: undefined, kept: { level: 2, round: 1 } } });
  });

  it('when there was no need for so long: it begins at level 1 again', () => {
    const again = (at: number): readonly string[] =>
      whoOf([latency, recovers('latency', 16), fires('latency', at)], at);
    expect(again(30.9)).toEqual(['alice', 'bob']);
    expect(again(31)).toEqual(['alice', 'bob', 'alice']);
  });

  it('does so also while warnings count', () => {
    const again = [latency, fires('cpu', 1, warning), recovers('latency', 16), fires('latency', 60)];
    expect(pagesOf(again, 75)).toEqual(['0 alice', '15 bob', '60 alice', '75 bob']);
  });

  it.each([
    ['`recoverAfter` and cool-down', [10, 20], 30],
    ['at least 15 minutes', [5, 0], 15],
    ['at most an hour', [5, 12 * 60], 60],
  ] as const)('after %s', (_, [recoverAfter, cooldown], minutes) => {
    const incident = lived({}, [latency, recovers('latency', 2)], 2).incident as Incident;
    const recoverAfterMs = recoverAfter * MINUTE;
    expect(restAt({ ...incident, recoverAfterMs, cooldownMs: cooldown * MINUTE })).toBe(minute(2 + minutes));
  });
});

describe('a newer incident of the group', () => {
  const older = (until: number): Incident => lived({}, [latency, recovers('latency', 16)], until).incident as Incident;
  const newer = (at: number): readonly string[] => lived({ older: older(at) }, [fires('errors', at)], at).pages;

  it('goes on with a ladder that is not at rest', () => {
    expect(newer(30)).toEqual([]);
    const { incident, pages } = lived({ older: older(30) }, [fires('errors', 30)], 35);
    expect(pages).toEqual(['35 carol']);
    expect(incident).toMatchObject({
      ladder: { step: { level: 3, round: 1 } },
      paged: { 'responder:bob': { level: 2 } },
    });
  });

  it('begins at level 1 where that is at rest', () => {
    expect(newer(31)).toEqual(['31 alice']);
  });
});

describe('Escalate', () => {
  it('asks the next step now, whose wait then runs', () => {
    given(...alicePaged)
      .when(escalates('alice', 5))
      .pages('responder:bob')
      .leaves({ ladder: { step: { level: 2, round: 1 } } });
    expect(pagesOf([latency, escalates('alice', 5)], 25)).toEqual(['0 alice', '5 bob', '25 carol']);
  });

  it('during the hold asks level 1 without waiting for the diagnosis', () => {
    given(latencyAlarm).when(escalates('bob', 0)).pages('responder:alice').leaves({ held: undefined });
  });

  it('after the last level goes to the next round, and after all rounds to the unanswered targets', () => {
    const all = [1, 2, 3, 4, 5, 6].map((at) => escalates('bob', at));
    const { pages } = lived({}, [latency, ...all], 66);
    expect(pages.slice(0, 6)).toEqual(['0 alice', '1 bob', '2 carol', '3 alice', '4 bob', '5 carol']);
    expect(pages.slice(6)).toEqual([...everybody(6), ...everybody(66)]);
  });

  it('from rest asks the step after the kept one', () => {
    const escalated = [latency, acknowledges('alice', 2), escalates('bob', 5)];
    expect(pagesOf(escalated, 25)).toEqual(['0 alice', '5 bob', '25 carol']);
  });

  it('from rest asks level 1 where none is kept', () => {
    expect(pagesOf([trafficWarning, escalates('bob', 5)], 20)).toEqual(['5 alice', '20 bob']);
    given(fires('latency', 0, mutedUntil(60)))
      .when(escalates('bob', 5))
      .pages('responder:alice');
  });

  it('at the unanswered ending asks that again, and its hour anew', () => {
    expect(pagesOf([latency, escalates('bob', 120)], 180)).toEqual([
      ...UNANSWERED,
      ...everybody(120),
      ...everybody(180),
    ]);
  });

  it('with nothing counting pages once', () => {
    expect(pagesOf([latency, recovers('latency', 2), escalates('bob', 3)], 300)).toEqual(['0 alice', '3 bob']);
  });

  it('of a resolved incident is refused', () => {
    given(...recovered)
      .when(escalates('bob', 20))
      .thenRejects('incident-resolved');
  });
});

describe('Reassign', () => {
  it('pages that person at the standing level, whose wait then runs', () => {
    given(...alicePaged)
      .when(reassigns('alice', 'carol', 10))
      .then(
        { type: 'IncidentReassigned', by: 'alice', to: 'carol' },
        { type: 'LevelReached', level: 1, round: 1, reason: 'reassigned' },
        { type: 'PageRequested', kind: 'page', target: 'responder:carol', reason: 'reassigned', by: 'alice' },
      );
    expect(pagesOf([latency, reassigns('alice', 'carol', 10)], 25)).toEqual(['0 alice', '10 carol', '25 bob']);
  });

  it('pages them at the kept level, else at level 1', () => {
    const kept = lived({}, [latency, acknowledges('bob', 16), reassigns('bob', 'zoe', 20)], 40);
    expect(kept.pages).toEqual(['0 alice', '15 bob', '20 zoe', '40 carol']);
    expect(pagesOf([trafficWarning, reassigns('bob', 'carol', 5)], 20)).toEqual(['5 carol', '20 bob']);
  });

  it('at the unanswered ending runs its wait', () => {
    expect(pagesOf([latency, reassigns('bob', 'alice', 112)], 172)).toEqual([
      ...UNANSWERED,
      '112 alice',
      ...everybody(172),
    ]);
  });

  it('withdraws the pages that it makes needless', () => {
    given(latencyAlarm, diagnosed(0))
      .when(reassigns('bob', 'carol', 0.5))
      .pages('responder:carol')
      .leaves({ requested: [{ about: 'opened' }, { target: 'responder:carol' }] });
  });

  it('leaves it triggered until somebody acknowledges', () => {
    expect(
      lived({}, [latency, acknowledges('alice', 5), reassigns('alice', 'carol', 10)], 11).incident?.owner,
    ).toBeUndefined();
  });

  it('of a resolved incident is refused', () => {
    given(...recovered)
      .when(reassigns('bob', 'carol', 20))
      .thenRejects('incident-resolved');
  });
});

describe('Reopen with nothing counting', () => {
  const over = [latency, resolves('alice', 1), recovers('latency', 2)];

  it('pages level 1 once', () => {
    expect(pagesOf([...over, reopens('bob', 20)], 300)).toEqual(['0 alice', '20 alice']);
  });

  it('starts the recovery timer', () => {
    expect(lived({}, [...over, reopens('bob', 20)], 20).incident).toMatchObject({ recoverAt: minute(25), flaps: 0 });
    expect(lived({}, [...over, reopens('bob', 20)], 25).incident).toMatchObject({ resolution: { at: minute(25) } });
  });
});

describe('Reopen of what still fires', () => {
  it('pages level 1, and the ladder goes on', () => {
    expect(pagesOf([latency, resolves('alice', 16), reopens('bob', 18)], 53)).toEqual([
      '0 alice',
      '15 bob',
      '18 alice',
      '33 bob',
      '53 carol',
    ]);
  });
});

describe('where the ladder goes next', () => {
  it.each<[Place, Place]>([
    [
      { level: 1, round: 1 },
      { level: 2, round: 1 },
    ],
    [
      { level: 3, round: 1 },
      { level: 1, round: 2 },
    ],
    [
      { level: 3, round: 2 },
      { level: 3, round: 2, isUnanswered: true },
    ],
    [
      { level: 3, round: 2, isUnanswered: true },
      { level: 3, round: 2, isUnanswered: true },
    ],
    [
      { level: 7, round: 1 },
      { level: 1, round: 2 },
    ],
  ])('after %j: %j', (place, next) => {
    expect(placeAfter(policy, place)).toEqual(next);
  });

  const at = (said: Partial<Standing>): Standing => ({ level: 1, round: 1, askedAt: minute(10), ...said });

  it.each<[string, Standing | undefined, number | undefined]>([
    ['at once from rest', undefined, undefined],
    ['a level’s wait after its page was sent', at({ sentAt: minute(11) }), 26],
    ['a minute after it was asked for where none was sent', at({}), 11],
    ['at once where it was withdrawn', at({ isWithdrawn: true }), 10],
    ['at once where nobody of it can be reached', at({ isPassed: true, sentAt: minute(11) }), 10],
    ['`unansweredEvery` after the ending', at({ isUnanswered: true, sentAt: minute(11) }), 71],
    ['and as long where none of that was sent', at({ isUnanswered: true }), 70],
    ['a wait of the last level for one beyond it', at({ level: 9, sentAt: minute(11) }), 31],
  ])('%s', (_, step, due) => {
    expect(stepDue({ ...AT_REST, step }, policy)).toBe(due === undefined ? undefined : minute(due));
  });

  it('after a pass in which nothing was sent, in half a minute, 1, 2, 5, 5 … minutes', () => {
    const apart = [0, 1, 2, 3, 4].map((unheard) =>
      nextPassAt({ pass: { isHeard: false, unheard } }, policy, minute(0)),
    );
    expect(apart).toEqual([0.5, 1, 2, 5, 5].map(minute));
  });

  it('and no later than everybody is asked again', () => {
    const pass = { isHeard: false, unheard: 4, endingSentAt: minute(-58) };
    expect(nextPassAt({ pass }, { ...policy, unansweredEveryMs: HOUR }, minute(0))).toBe(minute(2));
  });
});

describe('an alarm that only lost its data', () => {
  it('runs no level, however many do', () => {
    const loses = { state: 'INSUFFICIENT_DATA', insufficientData: 'notify' } as const;
    const many = Array.from({ length: 205 }, (_, index) => fires(`gauge-${String(index)}`, 0, loses));
    expect(pagesOf(many, 60)).toEqual([]);
    expect(pagesOf([latency, losesData('latency', 1)], 15)).toEqual(['0 alice', '15 bob']);
  });
});
