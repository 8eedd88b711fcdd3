import { describe, expect, it } from 'vitest';
import { diagnosesOf, expectCause, expectVerdict, hypothesisIn } from './diagnosed.ts';
import {
  all,
  begunAt,
  changed,
  daysOf,
  failing,
  type Happening,
  minute,
  slower,
  surging,
  without,
} from './situations.ts';

const surge = surging({ from: 150, factor: 3 });
const slow = slower({ from: 151, factor: 4 });

describe('a surge that saturates', () => {
  it.each([
    ['so that it answers slowly', slow],
    [
      'so that requests fail, and the others are answered as usual',
      failing({ from: 151, share: 0.2, by: 'balancerErrors' }),
    ],
    [
      'beside a database that follows traffic',
      all(
        slow,
        changed('dependencyReads', (v, at) => (at < 150 ? v : 1.5 * v)),
      ),
    ],
  ])('is the cause: %s', (_, happens) => {
    const found = diagnosesOf(surge, happens);
    expectCause(found, 'traffic-surge');
    for (const { headline, traffic } of found) {
      expect(headline).toMatch(/^traffic surge x(2\.9|3\.\d) saturates it/);
      expect(traffic?.factor).toBeCloseTo(3, 0);
      expect(traffic).toMatchObject({ since: minute(150), basis: 'hour-before' });
    }
  });

  it('is over with its end', () => {
    const over = { from: 90, to: 150, factor: 4 };
    for (const { cause, trafficSurge } of diagnosesOf(surging(over), slower(over)))
      expect([cause, trafficSurge]).toEqual(['none', false]);
  });
});

describe('a surge that hurts nobody', () => {
  it('is a fact beside, not a cause', () => {
    for (const one of diagnosesOf(surge)) {
      expect([one.cause, one.trafficSurge, one.headline]).toEqual(['none', true, 'nothing is wrong']);
      expect(hypothesisIn(one, 'traffic-surge').verdict).toBe('inconclusive');
    }
  });

  it('is refuted as the cause of what begins in it much later', () => {
    const found = diagnosesOf(surging({ from: 90, factor: 3 }), failing({ from: 165, share: 0.2 }));
    expectCause(found, 'unknown');
    expectVerdict(found, 'traffic-surge', 'refuted');
  });

  it('is not refuted by less than half an hour before it', () => {
    const found = diagnosesOf(begunAt(90), surging({ from: 115, factor: 3 }), failing({ from: 165, share: 0.2 }));
    expectVerdict(found, 'traffic-surge', 'inconclusive');
  });
});

describe('traffic as usual', () => {
  it('refutes a surge', () => {
    expectVerdict(diagnosesOf(slow), 'traffic-surge', 'refuted');
  });

  it('that is not measured says nothing', () => {
    for (const one of diagnosesOf(slow, without('requests'))) {
      expect([one.trafficSurge, one.traffic]).toEqual([null, null]);
      expect(hypothesisIn(one, 'traffic-surge').verdict).toBe('no-data');
    }
  });
});

const wave = (at: number): number => 1 + 0.03 * Math.sin(at * 7.7);
const ofDay = (at: number): number => ((at % 1_440) + 1_440) % 1_440;
/** Of five minutes, by the factor at that minute. */
const fortnight = (factor: (minute: number) => number): Happening =>
  daysOf('requests', 14, (at) => 3_000 * factor(at) * wave(at));

describe('against fourteen days', () => {
  const climb = (at: number): number => 1 + Math.max(0, at - 30) / 100;
  const climbs = changed('requests', (value, at) => value * climb(at));

  it('an edge that comes every day at this time is no surge', () => {
    const daily = fortnight((at) => (ofDay(at) >= 150 && ofDay(at) < 600 ? 3 : 1));
    const found = diagnosesOf(surge, slow, daily);
    expectCause(found, 'unknown');
    for (const { trafficSurge } of found) expect(trafficSurge).toBe(false);
  });

  it('an edge of today is one', () => {
    const found = diagnosesOf(
      surge,
      slow,
      fortnight((at) => (at >= 150 ? 3 : 1)),
    );
    expectCause(found, 'traffic-surge');
    for (const { traffic } of found) expect(traffic?.basis).toBe('same-time-earlier-days');
  });

  it('a daily climb is no surge', () => {
    const daily = fortnight((at) => (ofDay(at) < 180 ? climb(ofDay(at)) : 1));
    const found = diagnosesOf(climbs, slower({ from: 140, factor: 3 }), daily);
    for (const { cause, trafficSurge } of found) expect([cause, trafficSurge]).toEqual(['unknown', false]);
  });

  it('a slow rise beyond all of them is one, and not refuted by what it did when it was lower', () => {
    const today = fortnight((at) => (at < 0 ? 1 : climb(at)));
    const found = diagnosesOf(climbs, slower({ from: 140, factor: 3 }), today);
    expectCause(found, 'traffic-surge');
  });
});
