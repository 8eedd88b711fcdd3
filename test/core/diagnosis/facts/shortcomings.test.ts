import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../../lib/core/diagnosis/facts/facts.ts';
import type { Role } from '../../../../lib/core/diagnosis/facts/situation.ts';
import { knownOf } from '../../../../lib/core/diagnosis/statistics/values.ts';
import { MINUTE } from '../../../../lib/core/time.ts';
import { begunAt, changed, daysOf, type Happening, heldIn, serviceWith, without } from '../situations.ts';

const saidOf = (role: Role, ...happenings: readonly Happening[]): readonly string[] =>
  factsOf(serviceWith(happenings))
    .shortcomings.filter((one) => one.role === role)
    .map(({ says }) => says);

const memory = (to: (value: number, minute: number) => number): Happening => changed('memory', to);

describe('what a series cannot tell', () => {
  it.each<readonly [string, Happening, string]>([
    ['without a value', memory(() => NaN), 'without a value in 180 periods'],
    ['with holes', memory((value, at) => (at % 3 === 0 ? value : NaN)), 'values in 60 of 180 periods only'],
    ['short', memory((value, at) => (at < 150 ? NaN : value)), 'values in 30 of 180 periods only'],
    ['constant', memory(() => 40), 'the same value all the time: it may not be measured'],
    ['negative', memory((value) => -value), 'negative values are not looked at'],
    ['at its ceiling', memory((value, at) => (at < 100 ? value : 99.5)), 'at its ceiling: growth would not show'],
    ['in bytes', memory((value) => value * 1e7), 'not in percent of a limit: not looked at'],
    ['without an end', memory(() => 1e308), 'endless values are not looked at'],
  ])('is said of memory %s', (_, happens, says) => {
    expect(saidOf('memory', happens)).toEqual([says]);
  });

  it('is not said of a healthy service, whose errors stand at zero', () => {
    expect(factsOf(serviceWith([])).shortcomings).toEqual([]);
  });

  it('is not said of a scale that makes percent of a share', () => {
    expect(saidOf('memory', heldIn('memory', 0.01))).toEqual([]);
  });

  it('is not said of all that begin late together: the window begins with them', () => {
    const facts = factsOf(serviceWith([begunAt(120)]));
    expect([facts.shortcomings, facts.window.count]).toEqual([[], 60]);
  });
});

describe('a series that cannot be looked at', () => {
  it.each([
    ['in bytes', memory((value) => value * 1e7)],
    ['without a value', memory(() => NaN)],
    ['negative', memory((value) => -value)],
  ])('is none: memory %s', (_, happens) => {
    expect(factsOf(serviceWith([happens])).observed.memory).toBeUndefined();
  });
});

describe('values of a minute in a window of five', () => {
  const ofFive = (made: Parameters<Happening>[0]): ReturnType<Happening> =>
    daysOf('latency', 1, () => 0.05)(without('latency')(made));
  const spiked = memory((_, at) => (at % 5 === 0 ? 90 : 10));

  it('are their plain mean, sum or median, by their statistic', () => {
    const { window, observed } = factsOf(serviceWith([ofFive, spiked, changed('requests', () => 600)]));
    expect(window.stepMs).toBe(5 * MINUTE);
    expect(new Set(knownOf(observed.memory ?? new Float64Array(0)))).toEqual(new Set([26]));
    expect(new Set(knownOf(observed.requests ?? new Float64Array(0)))).toEqual(new Set([3_000]));
    expect(knownOf(observed.tailLatency ?? new Float64Array(0)).length).toBeGreaterThan(20);
  });
});
