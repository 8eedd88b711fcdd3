import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coreOutcome, naiveOutcome, START } from '../../../support/alarm-histories.ts';
import type { Stretch } from '../../../support/naive-alarm.ts';
import { recorded, rule, ruleUpTo, type Scenario, spanAbout } from '../../../support/random-alarms.ts';

const HOUR = 3_600_000;
/** Midnight, a multiple of every period. */
const BASE = START - 14 * HOUR;

const agree = (scenarios: fc.Arbitrary<Scenario>, numRuns: number): void => {
  fc.assert(
    fc.property(scenarios, ({ alarm, data, span }) => {
      expect(coreOutcome(alarm, data, span)).toEqual(naiveOutcome(alarm, data, span));
    }),
    { numRuns },
  );
};

/** A start, data and span for alarms of one period over data of another; `length` counts points. */
const over = (
  [periodSeconds, everySeconds]: readonly [number, number],
  length: number,
): fc.Arbitrary<Pick<Scenario, 'data' | 'span'>> =>
  fc.integer({ min: 0, max: 50 }).chain((offset) => {
    const startMs = BASE + offset * everySeconds * 1000;
    const whole: Stretch = [startMs, startMs + length * everySeconds * 1000];
    return fc.record({
      data: recorded({ everySeconds, startMs, length }),
      span: spanAbout(whole, 4 * periodSeconds * 1000),
    });
  });

describe('an alarm over data of its own period', () => {
  it('changes as the naive evaluator says, as often evaluated', () => {
    const scenarios = fc
      .constantFrom(10, 20, 30, 60, 120, 300, 900, 3_600)
      .chain((periodSeconds) =>
        fc
          .record({ own: rule, rest: over([periodSeconds, periodSeconds], 60), stat: fc.constantFrom('Sum', 'p99') })
          .map(({ own, rest, stat }): Scenario => ({ ...rest, alarm: { ...own, periodSeconds, stat } })),
      );
    agree(scenarios, 600);
  });
});

describe('an alarm over data of shorter periods', () => {
  const pairs = [
    [20, 10],
    [30, 10],
    [60, 10],
    [60, 30],
    [300, 60],
    [300, 30],
    [600, 120],
    [900, 60],
    [900, 300],
    [3_600, 600],
  ] as const;

  it.each(['Sum', 'SampleCount', 'Minimum', 'Maximum', 'Average'])('slides its windows: %s', (stat) => {
    const scenarios = fc.constantFrom(...pairs).chain((pair) =>
      fc
        .record({ own: fc.oneof(ruleUpTo(4), ruleUpTo(9)), rest: over(pair, 40) })
        .map(({ own, rest: { data, span } }): Scenario => {
          const held = stat === 'SampleCount' ? { ...data, counts: data.points } : data;
          return { alarm: { ...own, periodSeconds: pair[0], stat }, data: held, span };
        }),
    );
    agree(scenarios, 60);
  });
});

describe('an alarm that ignores percentiles of few samples', () => {
  // 10/(1 - p) from the median up, 10/p below it.
  const enough = [
    ['p50', 20],
    ['p90', 100],
    ['p95', 200],
    ['p99', 1_000],
    ['p99.9', 10_000],
    ['p10', 100],
    ['p1', 1_000],
    ['p25', 40],
  ] as const;

  it('keeps its state in each period with fewer than the page asks for', () => {
    const scenarios = fc.constantFrom(...enough).chain(([stat, enoughSamples]) => {
      const length = 40;
      const samples = fc.constantFrom(1, enoughSamples - 1, enoughSamples, enoughSamples + 1);
      return fc
        .record({
          own: ruleUpTo(6),
          data: recorded({ everySeconds: 60, startMs: BASE, length, samples }),
          span: spanAbout([BASE, BASE + length * 60_000], 180_000),
        })
        .map(({ own, data, span }): Scenario => {
          return { alarm: { ...own, periodSeconds: 60, stat, enoughSamples }, data, span };
        });
    });
    agree(scenarios, 200);
  });
});

describe('an alarm that warms up', () => {
  it('is not evaluated before its time is over or its window is full', () => {
    const pairs = [
      [60, 60],
      [300, 300],
      [300, 60],
      [900, 300],
    ] as const;
    const warmUp = fc.record({ minutes: fc.integer({ min: 1, max: 120 }), whole: fc.boolean() });
    const scenarios = fc.constantFrom(...pairs).chain((pair) =>
      fc.record({ own: ruleUpTo(5), rest: over(pair, 40), warmUp }).map(({ own, rest, ...warm }): Scenario => {
        return { ...rest, alarm: { ...own, ...warm, periodSeconds: pair[0], stat: 'Maximum' } };
      }),
    );
    agree(scenarios, 300);
  });
});
