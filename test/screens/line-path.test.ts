import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthOf, linePath, PLOT_HEIGHT } from '../../lib/screens/line-path.ts';

const PERCENT = { low: 0, high: 100 };

/** Where a path goes, as a browser reads it. */
const pointsOf = (path: string): readonly (readonly [number, number])[] =>
  Array.from(path.matchAll(/M([\d.]+) ([\d.]+)(?:l([-\d. ]*)|h\.1)/g)).flatMap(([, x, y, steps = '']) => {
    let [across, down] = [Number(x), Number(y)];
    const numbers = (steps.match(/-?\d+/g) ?? []).map(Number);
    const points: [number, number][] = [[across, down]];
    for (let index = 0; index < numbers.length; index += 2) {
      across += numbers[index] ?? NaN;
      down += numbers[index + 1] ?? NaN;
      points.push([across, down]);
    }
    return points;
  });

describe('the path of a line', () => {
  it('goes by whole steps from where it begins, each value in the middle of its time', () => {
    expect(linePath([0, 50, 100, 0], PERCENT)).toBe('M0.5 56l1-28 1-28 1 56');
  });

  it('says of what is level only where that ends', () => {
    expect(linePath([50, 50, 50, 50, 100], PERCENT)).toBe('M0.5 28l3 0 1-28');
  });

  it('has gaps, and a dot for one value alone', () => {
    expect(linePath([null, 100, null, 50, 50], PERCENT)).toBe('M1.5 0h.1M3.5 28l1 0');
  });

  it('is none where nothing is known', () => {
    expect(linePath([null, null], PERCENT)).toBe('');
  });

  it('goes through every value, and through nothing else', () => {
    const values = fc.array(fc.option(fc.double({ min: 0, max: 100, noNaN: true })), { minLength: 1, maxLength: 180 });
    fc.assert(
      fc.property(values, (all) => {
        const drawn = pointsOf(linePath(all, PERCENT));
        for (const [across, down] of drawn) expect(depthOf(all[across - 0.5] ?? NaN, PERCENT)).toBe(down);
        const ends = all.flatMap((value, index) => {
          const isEnd = value !== null && ((all[index - 1] ?? null) === null || (all[index + 1] ?? null) === null);
          return isEnd ? [index + 0.5] : [];
        });
        expect(drawn.map(([across]) => across)).toEqual(expect.arrayContaining(ends));
      }),
    );
  });

  it('of 180 values that go up and down takes less than a kilobyte', () => {
    const values = Array.from({ length: 180 }, (_, index) => (index % 2) * 100);
    expect(linePath(values, PERCENT).length).toBeLessThan(1_000);
  });
});

describe('what has no height', () => {
  it('lies at the bottom', () => {
    expect(depthOf(0, { low: 0, high: 0 })).toBe(PLOT_HEIGHT);
  });
});
