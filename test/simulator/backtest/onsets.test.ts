import { describe, expect, it } from 'vitest';
import { delaysFrom, namedOnsets, recordedOnsets } from '../../../lib/simulator/backtest/onsets.ts';
import { minute, recordedAt, SPAN } from './backtesting.ts';

const inAlarm = (...stretches: readonly (readonly [from: number, to: number])[]) =>
  stretches.map(([from, to]) => ({ fromMs: Date.parse(minute(from)), toMs: Date.parse(minute(to)) }));

const delays = (onsets: readonly number[], ...stretches: readonly (readonly [from: number, to: number])[]) =>
  delaysFrom(namedOnsets(onsets.map(minute), SPAN), inAlarm(...stretches));

describe('the delay from an onset', () => {
  it('goes to the first ALARM after it', () => {
    expect(delays([10], [2, 5], [14, 20], [30, 40])).toEqual({ onsets: 1, seen: 1, medianSeconds: 240 });
  });

  it('is nothing where the alarm is in ALARM already', () => {
    expect(delays([10], [8, 20]).medianSeconds).toBe(0);
  });

  it('is unknown where no ALARM comes before the next onset', () => {
    expect(delays([10, 30], [33, 40])).toEqual({ onsets: 2, seen: 1, medianSeconds: 180 });
    expect(delays([10])).toEqual({ onsets: 1, seen: 0, medianSeconds: undefined });
  });

  it('of several is their median', () => {
    expect(delays([0, 20, 40], [1, 2], [29, 30], [42, 43]).medianSeconds).toBe(120);
    expect(delays([0, 20], [1, 2], [24, 30]).medianSeconds).toBe(150);
  });
});

describe('an onset', () => {
  it('that is named counts once and within the span', () => {
    const named = namedOnsets([minute(30), minute(10), minute(30), minute(-5), minute(500)], SPAN);
    expect(named).toEqual(inAlarm([10, 30], [30, 120]));
  });

  it('that was recorded lasts until CloudWatch changed the state again', () => {
    const recorded = [recordedAt(11, 'ALARM'), recordedAt(16, 'OK'), recordedAt(100, 'ALARM')];
    expect(recordedOnsets(recorded, SPAN)).toEqual(inAlarm([11, 16], [100, 120]));
  });
});
