import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../lib/core/alarm/definition.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import {
  pagesOf,
  secondsInAlarm,
  type StateChange,
  stretchesInAlarm,
} from '../../../lib/simulator/backtest/time-in-alarm.ts';
import { minute } from './backtesting.ts';

type Step = readonly [minutes: number, to: AlarmState];

const changes = (...steps: readonly Step[]): StateChange[] => steps.map(([at, to]) => ({ at: minute(at), to }));

const pages = (...steps: readonly Step[]): number => pagesOf(changes(...steps), 5 * MINUTE);

describe('time in alarm', () => {
  it('goes from the change to ALARM to the next change', () => {
    const stretches = stretchesInAlarm(
      changes([1, 'ALARM'], [3, 'OK'], [8, 'ALARM'], [9, 'INSUFFICIENT_DATA']),
      minute(60),
    );
    expect(secondsInAlarm(stretches)).toBe(180);
  });

  it('ends with the backtest', () => {
    expect(secondsInAlarm(stretchesInAlarm(changes([50, 'ALARM']), minute(60)))).toBe(600);
    expect(secondsInAlarm(stretchesInAlarm(changes([60, 'ALARM']), minute(60)))).toBe(0);
  });
});

describe('pages', () => {
  it('are one an incident: what fires again before it recovered is the same', () => {
    expect(pages([1, 'ALARM'], [3, 'OK'], [7, 'ALARM'], [8, 'OK'], [13, 'ALARM'])).toBe(2);
    expect(pages([1, 'ALARM'], [3, 'OK'], [8, 'ALARM'])).toBe(2);
  });

  it('know no recovery without data', () => {
    expect(pages([1, 'ALARM'], [3, 'INSUFFICIENT_DATA'], [30, 'ALARM'])).toBe(1);
    expect(pages([1, 'ALARM'], [3, 'INSUFFICIENT_DATA'], [20, 'OK'], [30, 'ALARM'])).toBe(2);
  });

  it('count recovery from the first OK, even where the data then ends', () => {
    expect(pages([1, 'ALARM'], [3, 'OK'], [4, 'INSUFFICIENT_DATA'], [5, 'OK'], [8, 'ALARM'])).toBe(2);
  });

  it('are at least one where there was an alarm, and never more than alarms', () => {
    const state = fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA');
    fc.assert(
      fc.property(fc.array(state), fc.nat(60), (states, minutes) => {
        const all = states.map((to, index) => ({ at: minute(index), to }));
        const alarms = stretchesInAlarm(all, minute(states.length)).length;
        const count = pagesOf(all, minutes * MINUTE);
        expect(count).toBeLessThanOrEqual(alarms);
        expect(count > 0).toBe(alarms > 0);
      }),
    );
  });
});
