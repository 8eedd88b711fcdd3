import { describe, expect, it } from 'vitest';
import { isLeftAlone, wakeAt } from '../../../lib/core/escalation/wake.ts';
import {
  acknowledges,
  diagnosed,
  given,
  type IncidentStory,
  latencyAlarm,
  minute,
  minutesAt,
  pagesSent,
  pagesUnconfirmed,
  reassigns,
  seconds,
  story,
  ticks,
} from '../../support/incident-spec.ts';

const unanswered = [latencyAlarm, diagnosed(0), pagesUnconfirmed(0.1)] as const;

const wakes = ({ incident, policy }: IncidentStory): number => {
  const at = incident && wakeAt(incident, policy);
  return at === undefined ? Infinity : minutesAt(at);
};

describe('a page that SNS does not answer in time', () => {
  it('A3 counts as sent for the next level: that waits as long as after any page', () => {
    given(...unanswered)
      .when(ticks(1))
      .thenNothing();
    const told = story({}, ...unanswered, ticks(15));
    expect(told.pages).toEqual(['0 alice']);
    expect(told.take(ticks(15.1)).pages).toEqual(['0 alice', '15.1 bob']);
  });

  it('A3 is published once more after three minutes, and left alone until then', () => {
    const told = story({}, ...unanswered);
    expect(wakes(told)).toBeCloseTo(3.1);
    const [page] = told.incident?.requested ?? [];
    expect(page && [3, 3.1].map((at) => isLeftAlone(page, minute(at)))).toEqual([true, false]);
  });

  it('A3 is not published a third time', () => {
    const told = story({}, ...unanswered, pagesUnconfirmed(3.2));
    expect(told.incident?.requested).toEqual([]);
    expect(told.events.filter(({ type }) => type === 'PageUnconfirmed')).toHaveLength(4);
    expect(told.take(ticks(15.1)).pages).toEqual(['0 alice', '15.1 bob']);
  });

  it('A3 that goes out the second time does not begin the wait anew', () => {
    const told = story({}, ...unanswered, pagesSent(3.2));
    expect(told.incident?.ladder.step).toMatchObject({ sentAt: minute(0.1) });
    expect(told.incident?.ladder.pass.isHeard).toBe(true);
  });

  it('A3 does not count for the pass: at its end everybody is asked, and no round is used up', () => {
    const told = story({}, latencyAlarm, diagnosed(0));
    for (let at = 0.1; at < 60; at += 0.1) told.take(pagesUnconfirmed(at), ticks(at));
    const passes = told.events.filter(({ type }) => type === 'NobodyReached');
    expect(passes).toMatchObject([{ round: 1 }]);
    expect(told.pages.slice(3, 6)).toEqual(['55.3 alice', '55.3 bob', '55.3 carol']);
  });

  it('A3 pages nobody more often than twice for each time a level is asked', () => {
    const told = story({}, latencyAlarm, diagnosed(0));
    for (let at = 0.1; at < 60; at += 0.1) {
      const { incident } = told;
      if (incident?.requested.every((one) => !isLeftAlone(one, minute(at))) === true) told.take(pagesUnconfirmed(at));
      told.take(ticks(at));
    }
    const published = told.events.filter((event) => event.type === 'PageUnconfirmed' && event.kind === 'page');
    const asked = told.events.filter((event) => event.type === 'PageRequested' && event.kind === 'page');
    expect(published.length).toBeLessThanOrEqual(2 * asked.length);
    const times = Map.groupBy(asked, (event) => ('target' in event ? event.target : ''));
    expect(Math.max(...[...times.values()].map(({ length }) => length))).toBeLessThanOrEqual(3);
  });

  it('A3 is not published again once somebody has it', () => {
    const told = story({}, ...unanswered, acknowledges('bob', 1));
    expect(told.incident?.requested.filter(({ kind }) => kind === 'page')).toEqual([]);
  });

  it('A3 holds back no page that a person asks for', () => {
    const told = story({}, ...unanswered, reassigns('bob', 'alice', 1));
    expect(told.pages).toEqual(['0 alice', '1 alice']);
  });

  it('A3 whose page was withdrawn meanwhile is recorded', () => {
    const told = story({}, latencyAlarm, diagnosed(0));
    const inFlight = pagesUnconfirmed(0.2);
    const { incident } = told;
    const commands = typeof inFlight === 'function' && incident !== undefined ? inFlight(incident) : [];
    told.take(acknowledges('bob', 0.1), ...commands);
    expect(told.events.at(-1)).toMatchObject({ type: 'PageUnconfirmed' });
    expect(told.incident?.requested.filter(({ kind }) => kind === 'page')).toEqual([]);
  });
});

describe('a notification that is not sent', () => {
  const unsent = [latencyAlarm, diagnosed(0)] as const;

  it('A5 never holds the next look in the past', () => {
    const told = story({}, ...unsent, acknowledges('alice', 0));
    for (const at of [seconds(20), 1.7, 8.5]) {
      expect(wakes(told)).toBeLessThanOrEqual(at);
      told.take(ticks(at));
      expect(wakes(told)).toBeGreaterThan(at);
    }
  });

  it('A5 is said to be late, and given up after an hour', () => {
    const told = story({}, ...unsent, acknowledges('alice', 0), ticks(seconds(20)));
    expect(told.events.at(-1)).toMatchObject({ type: 'NotificationsDelayed', againAt: minute(seconds(100)) });
    told.take(ticks(60));
    expect(told.events).toContainEqual(
      expect.objectContaining({ type: 'PageFailed', kind: 'notification', error: 'unsent for an hour' }),
    );
  });
});
