import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellOf } from '../../../../lib/core/diagnosis/statistics/onset.ts';

const scores = (...parts: readonly (readonly [value: number, count: number])[]): Float64Array =>
  Float64Array.from(parts.flatMap(([value, count]) => Array.from({ length: count }, () => value)));

describe('a stretch', () => {
  it('is none where nothing speaks for any', () => {
    expect(spellOf(scores([-1.5, 50]), 10)).toBeUndefined();
    expect(spellOf(new Float64Array(0), 10)).toBeUndefined();
    expect(spellOf(scores([NaN, 20]), 10)).toBeUndefined();
  });

  it('goes from the first step that speaks for it to the last', () => {
    expect(spellOf(scores([-1.5, 50], [1.5, 10]), 10)).toMatchObject({ from: 50, to: 59, score: 15 });
  });

  it('ends where what speaks for it ends', () => {
    expect(spellOf(scores([-1.5, 50], [1.5, 10], [-1.5, 5]), 10)).toMatchObject({ from: 50, to: 59 });
  });

  it.each([1, 10, 60, 500])('that is over for longer is none, though it lasted %d steps', (lasted) => {
    expect(spellOf(scores([-1.5, 50], [1.5, lasted], [-1.5, 11]), 10)).toBeUndefined();
  });

  it('that is over leaves the next one its own beginning', () => {
    const found = spellOf(scores([-1.5, 50], [1.5, 60], [-1.5, 20], [1.5, 4]), 10);
    expect(found).toMatchObject({ from: 130, to: 133, score: 6 });
  });

  it('bears steps that say otherwise, and steps without a value', () => {
    const found = spellOf(scores([-1.5, 50], [1.5, 5], [-1, 2], [NaN, 5], [1.5, 5]), 10);
    expect(found).toMatchObject({ from: 50, to: 66, score: 13 });
  });

  it('may as well have begun a step earlier or later', () => {
    const { range } = spellOf(scores([-1.5, 50], [1.5, 10]), 10) ?? {};
    expect(range).toEqual([49, 51]);
  });

  const any = fc.array(fc.oneof(fc.constant(NaN), fc.double({ min: -1.5, max: 1.5, noNaN: true })), { maxLength: 120 });

  it('lies within the window, ends recently and says something, whatever the scores', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 40 }), (values, lasting) => {
        const found = spellOf(Float64Array.from(values), lasting);
        if (found === undefined) return;
        const { from, to, score, range } = found;
        const order = [0, range[0], from, range[1], to, values.length - 1];
        expect(order).toEqual(order.toSorted((one, other) => one - other));
        expect(to).toBeGreaterThanOrEqual(values.length - 1 - lasting);
        expect(score).toBeGreaterThan(0);
        const sum = values.slice(from, to + 1).reduce((so, value) => so + (Number.isNaN(value) ? 0 : value), 0);
        expect(score).toBeCloseTo(sum, 9);
      }),
    );
  });
});
