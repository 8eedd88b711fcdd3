import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SlowLeak, slowLeak } from '../../../../lib/core/diagnosis/growth/slow-leak.ts';

const HOUR = 12;
const DAY = 24 * HOUR;

/** Percent of the limit, so many hours after the beginning. */
type Level = (hours: number) => number;

/** The same noise in every run: evenly spread over ±`amount`. */
const noise = (index: number): number => {
  const mixed = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 31 - 1;
};

const series = (days: number, level: Level, { amount = 1 } = {}): Float64Array =>
  Float64Array.from({ length: days * DAY }, (_, index) => level(index / HOUR) + amount * noise(index));

/** Level until an hour, then rising by so much an hour. */
const ramp =
  (perHour: number, from = 48): Level =>
  (hours) =>
    40 + perHour * Math.max(0, hours - from);

const hoursOf = (found: SlowLeak | undefined): number => (found === undefined ? Number.NaN : found.since / HOUR);

describe('a leak', () => {
  it.each([
    [0.2, 24],
    [0.5, 12],
    [1, 8],
    [2, 8],
  ])('of %d %/h is found within %i hours, with its beginning and its pace', (perHour, within) => {
    const memory = series(4, ramp(perHour)).subarray(0, (48 + within) * HOUR);
    const found = slowLeak(memory);
    expect(Math.abs(hoursOf(found) - 48)).toBeLessThan(4);
    expect((found?.perHour ?? 0) / perHour).toBeCloseTo(1, 0);
  });

  it('is found though one value in five is missing', () => {
    const memory = series(3, ramp(1)).map((value, index) => (noise(7 * index) > 0.6 ? Number.NaN : value));
    expect(Math.abs(hoursOf(slowLeak(memory)) - 48)).toBeLessThan(2);
  });

  it.each([0.3, 1])('of %d %/h is found in whole percent, with and without noise', (perHour) => {
    for (const amount of [0, 1]) {
      expect(slowLeak(series(3, ramp(perHour), { amount }).map(Math.round))).toBeDefined();
    }
  });

  it('is found under a sawtooth of garbage collection', () => {
    const memory = series(3, (hours) => ramp(1)(hours) + 5 * ((hours / 1.5) % 1));
    expect(slowLeak(memory)?.perHour).toBeCloseTo(1, 1);
  });

  it('that has run for days is still found', () => {
    expect(slowLeak(series(3, ramp(0.5, 2)))?.perHour).toBeCloseTo(0.5, 1);
  });

  it('is over when the level has held for a day', () => {
    const memory = series(5, (hours) => ramp(0.5)(Math.min(hours, 72)));
    expect(slowLeak(memory.subarray(0, 3 * DAY))).toBeDefined();
    expect(slowLeak(memory.subarray(0, 4 * DAY))).toBeUndefined();
  });
});

describe('no leak', () => {
  /** How many of the quarters of an hour from the second day on say that it leaks. */
  const timesFound = (memory: Float64Array): number => {
    let times = 0;
    for (let length = DAY; length <= memory.length; length += 3) {
      if (slowLeak(memory.subarray(0, length)) !== undefined) times += 1;
    }
    return times;
  };

  it.each<readonly [string, Level]>([
    ['a level', () => 60],
    ['a constant', () => 0],
    ['one step', (hours) => (hours < 50 ? 40 : 55)],
    ['a fall', (hours) => (hours < 50 ? 55 : 45)],
    ['a sawtooth that comes down', (hours) => 40 + 20 * ((hours / 5) % 1)],
    ['a cache that fills in two hours', (hours) => 40 + 20 * Math.max(0, Math.min(1, (hours - 50) / 2))],
    ['a daily cycle', (hours) => 50 + 15 * Math.sin((Math.PI * hours) / 12)],
    ['a recovery from a dip', (hours) => 60 - 12 * Math.max(0, 1 - Math.abs(hours - 60) / 10)],
    ['steps of many hours', (hours) => 40 + 4 * Math.floor(hours / 26)],
  ])('is %s', (_, level) => {
    expect(timesFound(series(5, level))).toBe(0);
  });

  it('is a flicker of whole percent', () => {
    expect(timesFound(series(4, (hours) => 50.4 + hours / 500, { amount: 0.2 }).map(Math.round))).toBe(0);
  });

  it('is a step on a drift too slow for a verdict', () => {
    expect(timesFound(series(5, (hours) => 40 + hours / 60 + (hours < 60 ? 0 : 12), { amount: 1.5 }))).toBe(0);
  });

  it('is said before a day and seven hours have been seen', () => {
    expect(slowLeak(series(1, ramp(2, 0)))).toBeUndefined();
    expect(slowLeak(series(2, ramp(1, 0)).subarray(0, 31 * HOUR - 1))).toBeUndefined();
  });

  it('is said of what came before a restart', () => {
    const memory = series(4, (hours) => (hours < 72 ? ramp(1)(hours) : 30));
    expect(slowLeak(memory.subarray(0, 3 * DAY))).toBeDefined();
    expect(slowLeak(memory.subarray(0, 3 * DAY + HOUR))).toBeUndefined();
  });
});

describe('any series', () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  );
  const walks = fc
    .tuple(fc.array(fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constant(Number.NaN)), { maxLength: 900 }), value)
    .map(([steps, start]) => {
      let level = Number.isNaN(start) ? 50 : start;
      return Float64Array.from(steps, (step) => (Number.isNaN(step) ? step : (level = Math.max(0, level + step / 9))));
    });
  const any = fc.oneof(
    walks,
    fc.array(value, { maxLength: 900 }).map((all) => Float64Array.from(all)),
  );

  it('is left as it was, and judged alike each time', () => {
    fc.assert(
      fc.property(any, (memory) => {
        const before = memory.slice();
        expect(slowLeak(memory)).toEqual(slowLeak(memory));
        expect(memory).toEqual(before);
      }),
    );
  });

  it('that leaks does so upwards, since a value of its own', () => {
    fc.assert(
      fc.property(any, (memory) => {
        const found = slowLeak(memory);
        if (found === undefined) return;
        expect(found.perHour).toBeGreaterThan(0);
        expect(found.since).toBeGreaterThanOrEqual(0);
        expect(found.since).toBeLessThan(memory.length);
      }),
    );
  });

  it('that never rises does not leak', () => {
    fc.assert(
      fc.property(any, (memory) => {
        const falling = memory.slice().sort().reverse();
        expect(slowLeak(falling)).toBeUndefined();
      }),
    );
  });

  it('of nothing but holes does not leak', () => {
    expect(slowLeak(new Float64Array(3 * DAY).fill(Number.NaN))).toBeUndefined();
    expect(slowLeak(new Float64Array())).toBeUndefined();
  });

  it('is judged by the changes and not by the level', () => {
    const memory = series(3, ramp(1));
    const higher = slowLeak(memory.map((level) => level + 20));
    expect(higher?.since).toBe(slowLeak(memory)?.since);
    expect(higher?.perHour).toBeCloseTo(slowLeak(memory)?.perHour ?? 0, 9);
  });
});
