import { describe, expect, it } from 'vitest';
import { trendOf } from '../../../lib/core/figures/trend.ts';
import { DAY, later } from '../../../lib/core/time.ts';

const FROM = '2023-08-01T00:00:00.000Z';
const over = (days: number): { from: string; to: string } => ({ from: FROM, to: later(FROM, days * DAY) });
const opened = (at: string, severity: 'critical' | 'warning' = 'critical') => ({ openedAt: at, severity });

describe('when incidents opened', () => {
  it.each([
    [1, 'hour', 24],
    [2, 'hour', 48],
    [3, 'day', 3],
    [45, 'day', 45],
    [46, 'week', 7],
    [366, 'week', 53],
  ])('is told of %i days by the %s', (days, step, stretches) => {
    const trend = trendOf([], over(days));
    expect([trend.step, trend.stretches.length]).toEqual([step, stretches]);
  });

  it('counts each in the stretch of its opening, the critical ones too', () => {
    const { stretches } = trendOf(
      [
        opened('2023-08-01T00:00:00.000Z'),
        opened('2023-08-01T23:59:59.999Z', 'warning'),
        opened('2023-08-03T00:00:00.000Z'),
      ],
      over(3),
    );
    expect(stretches.map(({ n, critical }) => [n, critical])).toEqual([
      [2, 1],
      [0, 0],
      [1, 1],
    ]);
    expect(stretches[2]?.from).toBe('2023-08-03T00:00:00.000Z');
  });

  it('leaves out what opened before or after', () => {
    const { stretches } = trendOf([opened('2023-07-31T23:59:59.999Z'), opened('2023-08-04T00:00:00.000Z')], over(3));
    expect(stretches.every(({ n }) => n === 0)).toBe(true);
  });
});
