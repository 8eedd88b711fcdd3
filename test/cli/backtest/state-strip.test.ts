import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE_MARKS, stateStrip } from '../../../lib/cli/backtest/state-strip.ts';
import type { AlarmState } from '../../../lib/core/alarm/definition.ts';
import { minute, SPAN } from '../../simulator/backtest/backtesting.ts';

type Step = readonly [minutes: number, to: AlarmState];

/** Two hours. */
const strip = (columns: number, ...steps: readonly Step[]): string =>
  stateStrip(
    steps.map(([at, to]) => ({ at: minute(at), to })),
    SPAN,
    columns,
  )
    .map(({ mark, length }) => STATE_MARKS[mark].repeat(length))
    .join('');

describe('the strip of states', () => {
  it('begins without data and goes on with the last state', () => {
    expect(strip(12)).toBe('············');
    expect(strip(12, [20, 'OK'], [60, 'ALARM'], [80, 'OK'])).toBe('··────██────');
  });

  it('shows an ALARM however short it was, and that it was short', () => {
    expect(strip(12, [0, 'OK'], [61, 'ALARM'], [62, 'OK'])).toBe('──────▄─────');
    expect(strip(12, [0, 'OK'], [120, 'ALARM'])).toBe('───────────▄');
    expect(strip(12, [0, 'OK'], [65, 'ALARM'], [65, 'OK'])).toBe('──────▄─────');
  });

  it('is in ALARM where most of the time was', () => {
    expect(strip(12, [0, 'OK'], [65, 'ALARM'], [70, 'OK'])).toBe('──────█─────');
    expect(strip(12, [0, 'OK'], [58, 'ALARM'], [83, 'OK'])).toBe('─────▄██▄───');
    const oneMinuteInTen = Array.from({ length: 12 }, (_, column): Step[] => [
      [10 * column, 'ALARM'],
      [10 * column + 1, 'OK'],
    ]);
    expect(strip(12, ...oneMinuteInTen.flat())).toBe('▄'.repeat(12));
    expect(strip(1, ...oneMinuteInTen.flat())).toBe('▄');
  });

  it('has data or none as most of the time had', () => {
    const gaps: readonly Step[] = [
      [0, 'OK'],
      [24, 'INSUFFICIENT_DATA'],
      [26, 'OK'],
      [51, 'INSUFFICIENT_DATA'],
      [59, 'OK'],
    ];
    expect(strip(12, ...gaps)).toBe('─────·──────');
  });

  it('has its length whatever happened', () => {
    const step = fc.tuple(fc.nat(120), fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA'));
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 110 }), (steps, columns) => {
        expect(strip(columns, ...steps.toSorted(([one], [other]) => one - other))).toHaveLength(columns);
      }),
    );
  });
});
