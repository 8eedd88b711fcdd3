import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/core/time.ts';
import {
  acknowledgedByAlice,
  alicePaged,
  acknowledges,
  diagnosed,
  escalates,
  given,
  givenThat,
  latencyAlarm,
  minute,
  pagesFail,
  pagesSent,
  policy,
  reassigns,
  recovered,
  seconds,
  story,
  ticks,
} from '../../support/incident-spec.ts';

const EVERYBODY = (at: number): string[] => ['alice', 'bob', 'carol'].map((name) => `${String(at)} ${name}`);

describe('an incident that nobody answers', () => {
  it.each([
    [0, ['0 alice', '15 bob', '35 carol', ...EVERYBODY(55)]],
    [1, ['0 alice', '15 bob', '35 carol', '55 alice', '70 bob', '90 carol', ...EVERYBODY(110)]],
    [
      3,
      [0, 55, 110, 165]
        .flatMap((at) => [`${String(at)} alice`, `${String(at + 15)} bob`, `${String(at + 35)} carol`])
        .concat(EVERYBODY(220)),
    ],
  ])('with repeat %i pages every level of every round at its minute, then everybody', (repeat, pages) => {
    const told = story({ policy: { repeat } }, latencyAlarm, diagnosed(0)).runUntil(55 * (repeat + 1));
    expect(told.pages).toEqual(pages);
  });

  it('pages everybody again every hour', () => {
    const told = story({ policy: { repeat: 0 } }, latencyAlarm, diagnosed(0)).runUntil(240);
    expect(told.pages.slice(3)).toEqual([55, 115, 175, 235].flatMap(EVERYBODY));
  });

  it('records that it is unanswered, each time', () => {
    const told = story({ policy: { repeat: 0 } }, latencyAlarm, diagnosed(0)).runUntil(120);
    const unanswered = told.events.filter(({ type }) => type === 'IncidentUnanswered');
    expect(unanswered).toMatchObject([{ nextAt: minute(115) }, { nextAt: minute(175) }]);
  });
});

describe('a level', () => {
  it('is over when its time has passed since its page was really sent', () => {
    const late = [latencyAlarm, diagnosed(0), pagesSent(0.9)] as const;
    given(...late)
      .when(ticks(15))
      .thenNothing();
    given(...late)
      .when(ticks(15.9))
      .pages('responder:bob');
  });

  it('is delayed by a late clock, never skipped', () => {
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

  it('asks at page time who is on call', () => {
    let onCall = 'alice';
    const told = story({ onCall: () => onCall }, ...alicePaged);
    onCall = 'dora';
    expect(told.runUntil(55).pages).toEqual(['0 alice', '15 bob', '35 carol', '55 dora']);
  });

  it('without anybody on call is skipped at once, and said', () => {
    givenThat({ onCall: () => undefined }, latencyAlarm)
      .when(diagnosed(0))
      .pages('responder:bob')
      .then(
        { type: 'HoldEnded' },
        { type: 'LevelSkipped', level: 1, round: 1, because: 'no-target' },
        { type: 'LevelReached', level: 2, round: 1 },
        { type: 'PageRequested' },
        { type: 'PageRequested', about: 'opened' },
      );
  });

  it('whose target cannot be reached is paged all the same, and the next one at once', () => {
    const told = story({ unreachable: ['responder:alice'] }, latencyAlarm, diagnosed(0)).runUntil(35);
    expect(told.pages).toEqual(['0 alice', '0 bob', '20 carol']);
  });

  it('whose page fails is followed by the next at once', () => {
    given(latencyAlarm, diagnosed(0), pagesFail(0.5)).when(ticks(0.5)).thenNothing();
    expect(story({}, latencyAlarm, diagnosed(0), pagesFail(0.5)).pages).toEqual(['0 alice', '0.5 bob']);
  });

  it('whose page is unsent after 60 s is followed by the next, and the page is tried on for an hour', () => {
    const unsent = [latencyAlarm, diagnosed(0)] as const;
    given(...unsent)
      .when(ticks(seconds(59)))
      .thenNothing();
    given(...unsent)
      .when(ticks(1))
      .pages('responder:bob')
      .leaves({ level: 2 });
    const overdue = story({}, ...unsent, ticks(1));
    expect(overdue.incident?.requested).toContainEqual(
      expect.objectContaining({ target: 'responder:alice', overdue: true }),
    );
    given(...unsent, ticks(1), pagesSent(1.5))
      .when(ticks(30))
      .leaves({ level: 3 });
  });

  it('whose page is unsent for an hour is given up', () => {
    const told = story({}, latencyAlarm, diagnosed(0), ticks(1), pagesSent(1));
    expect(told.events.filter(({ type }) => type === 'PageFailed')).toHaveLength(0);
    const lost = story({}, latencyAlarm, diagnosed(0), ticks(1), ticks(2), ticks(60));
    expect(lost.events).toContainEqual(expect.objectContaining({ type: 'PageFailed', target: 'responder:alice' }));
  });

  it('is followed by the next also when the clock stood still for that hour', () => {
    given(latencyAlarm, diagnosed(0)).when(ticks(90)).pages('responder:bob');
  });
});

describe('a policy that reaches nobody', () => {
  const nobody = {
    levels: [{ page: ['schedule:night'], escalateAfterMs: MINUTE }],
    unanswered: ['schedule:night'],
  } as const;

  it('pages everyone there is, and goes on doing so', () => {
    const everyone = ['responder:alice', 'channel:ops'] as const;
    const told = story({ policy: nobody, everyone, onCall: () => undefined }, latencyAlarm, diagnosed(0));
    expect(told.runUntil(61).pages).toEqual(['0 alice', '0 ops', '60 alice', '60 ops']);
  });

  it('pages everyone as well when none of the unanswered targets can be reached', () => {
    const unreachable = ['responder:bob'] as const;
    const everyone = ['responder:bob', 'responder:carol'] as const;
    const own = { ...nobody, unanswered: unreachable };
    givenThat({ policy: own, everyone, unreachable, onCall: () => undefined }, latencyAlarm)
      .when(diagnosed(0))
      .pages('responder:bob', 'responder:carol');
  });
});

describe('Escalate', () => {
  it('pages the next level now, and its time counts from that page', () => {
    given(...alicePaged)
      .when(escalates('alice', 5))
      .pages('responder:bob')
      .leaves({ level: 2, round: 1 });
    given(...alicePaged, escalates('alice', 5), pagesSent(5))
      .when(ticks(24))
      .thenNothing();
    given(...alicePaged, escalates('alice', 5), pagesSent(5))
      .when(ticks(25))
      .pages('responder:carol');
  });

  it('during the hold pages level 1 without waiting for the diagnosis', () => {
    given(latencyAlarm).when(escalates('bob', 0)).pages('responder:alice').leaves({ held: undefined });
  });

  it('goes to the next round after the last level, and after all rounds to everybody', () => {
    const twice = story({}, ...alicePaged, escalates('bob', 1), escalates('bob', 2), escalates('bob', 3));
    expect(twice.incident).toMatchObject({ level: 1, round: 2 });
    twice.take(escalates('bob', 4), escalates('bob', 5), escalates('bob', 6));
    expect(twice.incident).toMatchObject({ unanswered: { nextAt: minute(66) } });
    expect(twice.pages.slice(-3)).toEqual(EVERYBODY(6));
  });

  it('A14 of an acknowledged incident ends the acknowledgement: level after level is paged, and who had it is told', () => {
    const escalated = [...alicePaged, acknowledges('alice', 2), escalates('bob', 5), pagesSent(5)] as const;
    given(...alicePaged, acknowledges('alice', 2))
      .when(escalates('bob', 5))
      .pages('responder:bob')
      .notifies(['acknowledgementEnded', 'responder:alice'])
      .leaves({ phase: { status: 'triggered' }, level: 2 });
    given(...escalated)
      .when(ticks(24))
      .pages();
    given(...escalated)
      .when(ticks(25))
      .pages('responder:carol');
  });

  it('of a resolved incident is refused', () => {
    given(...recovered)
      .when(escalates('bob', 20))
      .thenRejects('incident-resolved');
  });
});

describe('a reassignment', () => {
  it('to somebody who cannot be reached pages them all the same, and the next level at once', () => {
    const told = story({ unreachable: ['responder:carol'] }, ...alicePaged, reassigns('alice', 'carol', 5));
    expect(told.runUntil(5).pages).toEqual(['0 alice', '5 carol', '5 bob']);
  });
});

describe('an edit of the policy', () => {
  it('never reaches a running incident: it copied its own', () => {
    const { incident } = story({ policy: { unansweredEveryMs: 2 * HOUR } }, ...alicePaged, acknowledgedByAlice);
    expect(incident?.policy).toEqual({ ...policy, unansweredEveryMs: 2 * HOUR });
  });
});
