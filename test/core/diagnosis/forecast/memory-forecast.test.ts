import { describe, expect, it } from 'vitest';
import {
  memoryExhaustionMinutes,
  MOST_MINUTES,
  slowLeakValue,
} from '../../../../lib/core/diagnosis/forecast/memory-forecast.ts';
import {
  askedAt,
  begunAt,
  changed,
  daysOf,
  type Happening,
  leaking,
  minute,
  serviceWith,
  slower,
  without,
} from '../situations.ts';

const minutesLeft = (...happenings: readonly Happening[]): number | undefined =>
  memoryExhaustionMinutes(serviceWith(happenings));

describe('the minutes until memory is full', () => {
  it('are a day where nothing grows', () => {
    expect(minutesLeft()).toBe(MOST_MINUTES);
  });

  it('are what is left at the pace of the growth, in whole minutes', () => {
    const left = minutesLeft(leaking({ from: 140, perMinute: 0.6 }));
    // 40 %, and 24 % more in 40 minutes.
    expect(left).toBeGreaterThan(50);
    expect(left).toBeLessThan(70);
    expect(Number.isInteger(left)).toBe(true);
  });

  it('are counted to the limit that is given', () => {
    const situation = serviceWith([leaking({ from: 140, perMinute: 0.6 })]);
    expect(memoryExhaustionMinutes({ ...situation, memoryLimitPercent: 76 })).toBeLessThan(25);
  });

  it('are none where it is full', () => {
    expect(minutesLeft(leaking({ from: 110, perMinute: 1 }))).toBe(0);
  });

  it('are a day while growth has not been seen at three minutes in a row', () => {
    const seenAt = (at: number): boolean =>
      minutesLeft(leaking({ from: 140, perMinute: 1.5 }), askedAt(at)) !== MOST_MINUTES;
    const first = Array.from({ length: 30 }, (_, minutes) => 141 + minutes).find(seenAt) ?? Infinity;
    expect(first).toBeGreaterThanOrEqual(150);
    expect(first).toBeLessThan(156);
  });

  it('are a day again once it has levelled off or was given back', () => {
    expect(minutesLeft(leaking({ from: 80, to: 110, perMinute: 0.8 }))).toBe(MOST_MINUTES);
    const restarted = changed('memory', (value, at) => (at < 150 ? value : 40 + 0.2 * Math.sin(at)));
    expect(minutesLeft(leaking({ from: 110, perMinute: 0.8 }), restarted, without('memoryOfWorst'))).toBe(MOST_MINUTES);
  });

  it('are a day while waiting requests may hold the memory: latency rose first, and more of them wait', () => {
    const waiting = [slower({ from: 140, factor: 20 }), leaking({ from: 146, perMinute: 0.8 })];
    expect(minutesLeft(...waiting, askedAt(165))).toBe(MOST_MINUTES);
    expect(minutesLeft(leaking({ from: 146, perMinute: 0.8 }), askedAt(165))).toBeLessThan(MOST_MINUTES);
  });

  it('need memory alone', () => {
    const others = ['requests', 'latency', 'tailLatency', 'serverErrors', 'balancerErrors'] as const;
    expect(minutesLeft(leaking({ from: 140, perMinute: 0.6 }), without(...others))).toBeLessThan(70);
  });

  it('cannot be told without memory, of too few values, or when it is not heard of', () => {
    expect(minutesLeft(without('memory'))).toBeUndefined();
    expect(minutesLeft(begunAt(161))).toBeUndefined();
    expect(minutesLeft(begunAt(160))).toBe(MOST_MINUTES);
    const silentFor = (minutes: number): Happening =>
      changed('memory', (value, at) => (at < 180 - minutes ? value : NaN));
    expect(minutesLeft(silentFor(5))).toBeUndefined();
    expect(minutesLeft(silentFor(4))).toBe(MOST_MINUTES);
  });

  it('know nothing of what comes later', () => {
    expect(minutesLeft(leaking({ from: 140, perMinute: 0.6 }), askedAt(140))).toBe(MOST_MINUTES);
  });
});

describe('whether memory leaks slowly', () => {
  const days = (count: number, value: (minute: number) => number): 0 | 1 | undefined =>
    slowLeakValue(serviceWith([without('memory'), daysOf('memory', count, value)]));
  const byHour = (perHour: number) => (at: number) => 50 + (perHour * Math.max(0, at + 1_440)) / 60;

  it('is 1 while it does, else 0', () => {
    expect(days(3, byHour(0.5))).toBe(1);
    expect(days(3, () => 50)).toBe(0);
  });

  it('is 0 after a restart, which ends what was seen', () => {
    const restarted = (at: number): number => (at < 60 ? byHour(0.5)(at) : 20);
    expect(days(3, restarted)).toBe(0);
  });

  it('cannot be told of less than 31 hours, nor when memory is not heard of', () => {
    expect(days(31 / 24, () => 50)).toBe(0);
    expect(days(30.9 / 24, () => 50)).toBeUndefined();
    expect(days(3, (at) => (at < 150 ? 50 : NaN))).toBeUndefined();
    expect(slowLeakValue(serviceWith([without('memory')]))).toBeUndefined();
    expect(slowLeakValue({ ...serviceWith([]), at: minute(0) })).toBeUndefined();
  });
});
