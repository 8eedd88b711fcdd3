import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietBefore, quietRange, scoresOf } from '../../../../lib/core/diagnosis/statistics/quiet.ts';
import { ascendingOf, median, quantile, spreadOf } from '../../../../lib/core/diagnosis/statistics/robust.ts';

const level = (value: number, count: number, varies = 0.1): number[] =>
  Array.from({ length: count }, (_, index) => value * (1 + varies * Math.sin(index * 2.3)));

const any = fc.array(fc.oneof(fc.constant(NaN), fc.double({ min: -1e6, max: 1e6, noNaN: true })), { maxLength: 60 });

describe('what is usual', () => {
  it('is of the time before only', () => {
    const values = Float64Array.from([...level(1, 60), ...level(5, 60)]);
    expect(quietBefore(values, 60)).toEqual(quietBefore(values.subarray(0, 60), 60));
    expect(quietBefore(values, 60).median).toBeCloseTo(1, 1);
  });

  it('is narrower by its last 45 steps, where an early patch was noisy', () => {
    const values = Float64Array.from([...level(1, 60, 0.9), ...level(1, 45, 0.02)]);
    expect(quietBefore(values, 105).high).toBeLessThan(quietRange(values, [0, 105]).high);
    expect(quietBefore(values, 105).points).toBe(45);
  });

  it('leaves an even series an eighth of room', () => {
    expect(quietRange(Float64Array.from(level(2, 50, 0)), [0, 50]).high).toBeCloseTo(2.24, 2);
  });

  it('counts neither zeros nor holes', () => {
    expect(quietRange(Float64Array.from([0, NaN, 1, 1, -1]), [0, 5])).toMatchObject({ median: 1, points: 2 });
  });

  it('is not known of nothing', () => {
    expect(quietRange(new Float64Array(0), [0, 0])).toMatchObject({ median: NaN, points: 0 });
  });

  it('scores a step between −1.5 and 1.5, and one without a value not at all', () => {
    fc.assert(
      fc.property(any, (values) => {
        const series = Float64Array.from(values, Math.abs);
        const quiet = quietBefore(series, series.length);
        for (const [step, score] of scoresOf(series, quiet).entries()) {
          if (Number.isNaN(series[step]) || quiet.points === 0) expect(score).toBeNaN();
          else expect(Math.abs(score)).toBeLessThanOrEqual(1.5);
        }
      }),
    );
  });
});

describe('robust statistics', () => {
  it.each([
    [[], NaN],
    [[NaN], NaN],
    [[3], 3],
    [[3, 1], 2],
    [[NaN, 3, 1, 2], 2],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('a quantile lies between the two nearest', () => {
    expect(quantile(Float64Array.of(0, 10), 0.25)).toBe(2.5);
    expect(quantile(Float64Array.of(1, 2, 3), 1)).toBe(3);
  });

  it('a few odd values do not widen the spread, and a long upper tail does', () => {
    const even = ascendingOf(level(1, 100));
    const odd = ascendingOf([...level(1, 100), 50, 60]);
    const tailed = ascendingOf([...level(1, 80), ...level(5, 20)]);
    expect(spreadOf(odd) / spreadOf(even)).toBeCloseTo(1, 0);
    expect(spreadOf(tailed)).toBeGreaterThan(10 * spreadOf(even));
  });

  it('the median lies among the known, whatever their order', () => {
    fc.assert(
      fc.property(any, (values) => {
        const known = ascendingOf(values);
        expect(median(values)).toBe(median(values.toReversed()));
        if (known.length > 0) expect(median(values)).toBeGreaterThanOrEqual(known[0] ?? NaN);
        if (known.length > 0) expect(median(values)).toBeLessThanOrEqual(known.at(-1) ?? NaN);
      }),
    );
  });
});
