import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Side, surgesIn, unlikeBefore } from '../../../../lib/core/diagnosis/statistics/unlike-before.ts';
import { HOUR, MINUTE } from '../../../../lib/core/time.ts';

/** 0 to 100 in turn, each value again and again: the usual range is 95 wide or so. */
const sweeping = (length: number): number[] => Array.from({ length }, (_, index) => (index * 37) % 101);

const scoreAfter = (before: readonly number[], value: number, side: Side = 'above'): number =>
  unlikeBefore(Float64Array.from([...before, value]), side).at(-1) ?? Number.NaN;

/** What the definition says, in the order of its words. */
const plainly = (values: readonly number[], side: Side): number => {
  const before = values.slice(0, -1).filter((value) => !Number.isNaN(value));
  const value = values.at(-1) ?? Number.NaN;
  if (before.length < 30 || Number.isNaN(value)) return 0;
  const sorted = before.toSorted((one, other) => one - other);
  const outside = Math.floor(0.025 * (sorted.length - 1));
  const range = (sorted.at(-1 - outside) ?? 0) - (sorted[outside] ?? 0);
  const nearest = Math.min(...before.map((other) => Math.abs(value - other)));
  if (nearest === 0 || (side === 'above' && value <= (sorted.at(-1) ?? 0))) return 0;
  return Math.min(200, nearest / Math.max(range, 0.01 * Math.max(Math.abs(value), nearest / 2)));
};

const anyValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 2, arbitrary: fc.double() },
  fc.constant(Number.NaN),
);
const anySeries = fc.array(anyValue, { maxLength: 120 });
const anySide = fc.constantFrom<Side>('above', 'either');

describe('a surge score', () => {
  it('is how far a value lies above all before, in widths of their usual range', () => {
    const before = sweeping(1010);
    expect(scoreAfter(before, 100)).toBe(0);
    expect(scoreAfter(before, 196)).toBeCloseTo(1, 1);
    expect(scoreAfter(before, 292)).toBeCloseTo(2, 1);
  });

  it('is not misled by a few surges before: they are no part of the usual range', () => {
    const before = sweeping(1010);
    before[500] = 1000;
    expect(scoreAfter(before, 2000)).toBeCloseTo(1000 / 96, 0);
    expect(scoreAfter(before, 900)).toBe(0);
  });

  it('is 0 for a low value, unless either side counts', () => {
    const before = sweeping(1010);
    expect(scoreAfter(before, -96)).toBe(0);
    expect(scoreAfter(before, -96, 'either')).toBeCloseTo(1, 1);
  });

  it('finds a value in a gap between those before, if either side counts', () => {
    const before = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? 10 : 110));
    expect(scoreAfter(before, 60, 'either')).toBeCloseTo(0.5, 6);
    expect(scoreAfter(before, 60)).toBe(0);
  });

  it('is 0 throughout a constant series, and bounded after one', () => {
    expect(unlikeBefore(new Float64Array(500).fill(7), 'either')).toEqual(new Float64Array(500));
    const flat = Array.from({ length: 500 }, () => 7);
    expect(scoreAfter(flat, 7.0007)).toBeLessThan(0.02);
    expect(scoreAfter(flat, 14)).toBeCloseTo(50, 6);
    expect(
      scoreAfter(
        Array.from({ length: 500 }, () => 0),
        5,
      ),
    ).toBe(100);
  });

  it('says nothing before 30 values', () => {
    expect(scoreAfter(sweeping(29), 1e6)).toBe(0);
    expect(scoreAfter(sweeping(30), 1e6)).toBeGreaterThan(0);
  });

  it('passes over missing values, which it scores 0', () => {
    const holed = sweeping(1010).flatMap((value) => [value, Number.NaN]);
    expect(scoreAfter(holed, 292)).toBeCloseTo(scoreAfter(sweeping(1010), 292), 12);
    expect(scoreAfter(sweeping(1010), Number.NaN)).toBe(0);
  });

  it('is a number from 0 to 200, whatever the series', () => {
    fc.assert(
      fc.property(anySeries, anySide, (values, side) => {
        const scores = unlikeBefore(Float64Array.from(values), side);
        expect(scores).toHaveLength(values.length);
        expect(scores.every((score) => score >= 0 && score <= 200)).toBe(true);
      }),
    );
  });

  it('is what a plain reading of the definition gives', () => {
    const small = fc.array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(Number.NaN)), {
      minLength: 40,
      maxLength: 90,
    });
    fc.assert(
      fc.property(small, anySide, (values, side) => {
        const plain = values.map((_, index) => plainly(values.slice(0, index + 1), side));
        expect([...unlikeBefore(Float64Array.from(values), side)]).toEqual(plain);
      }),
    );
  });

  it('knows nothing of what comes after', () => {
    fc.assert(
      fc.property(anySeries, anySeries, anySide, (before, after, side) => {
        const whole = unlikeBefore(Float64Array.from([...before, ...after]), side);
        const part = unlikeBefore(Float64Array.from(before), side);
        expect(whole.slice(0, before.length)).toEqual(part);
      }),
    );
  });

  it('does not depend on the unit', () => {
    const whole = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 31, maxLength: 90 });
    fc.assert(
      fc.property(whole, anySide, (values, side) => {
        const scaled = values.map((value) => 1024 * value);
        expect(unlikeBefore(Float64Array.from(scaled), side)).toEqual(unlikeBefore(Float64Array.from(values), side));
      }),
    );
  });
});

describe('surges', () => {
  it('are told once: for half a day after one there is no other, even if it is higher', () => {
    const values = sweeping(2000);
    for (let index = 1400; index < 1500; index += 1) values[index] = 300 + (index % 3);
    values[1420] = 900;
    values[1600] = 2000;
    const scores = unlikeBefore(Float64Array.from(values), 'above');
    expect(surgesIn(scores, { periodMs: 5 * MINUTE, from: 1 })).toEqual([1400, 1600]);
  });

  it('are told again after half a day', () => {
    const scores = new Float64Array(30).fill(1);
    expect(surgesIn(scores, { periodMs: HOUR, from: 1 })).toEqual([0, 12, 24]);
    expect(surgesIn(scores, { periodMs: HOUR, from: 1.1 })).toEqual([]);
  });

  it('score enough, lie half a day apart, and leave out nothing that scores enough and does', () => {
    const anyScores = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Number.NaN)), { maxLength: 100 });
    fc.assert(
      fc.property(anyScores, (raw) => {
        const told = surgesIn(Float64Array.from(raw), { periodMs: HOUR, from: 3 });
        for (const [index, score] of raw.entries()) {
          const before = told.filter((other) => other < index).at(-1) ?? -Infinity;
          expect(told.includes(index)).toBe(score >= 3 && index - before >= 12);
        }
      }),
    );
  });
});
