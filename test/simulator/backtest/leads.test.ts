import { describe, expect, it } from 'vitest';
import { forecastMetric } from '../../../lib/core/service/forecast-metrics.ts';
import { leadsOver, memoryAlarmsBeside } from '../../../lib/simulator/backtest/leads.ts';
import { sweep, type Swept } from '../../../lib/simulator/backtest/sweep.ts';
import { parseSweep } from '../../../lib/simulator/backtest/sweep-grid.ts';
import { backtesting, memoryAlarm, minute, only, seen, SPAN } from './backtesting.ts';

const stretch = (from: number, to: number) => ({ fromMs: Date.parse(minute(from)), toMs: Date.parse(minute(to)) });

const growth = memoryAlarm({
  name: 'tocsin-prod-web-memory-growth-critical',
  signal: {
    kind: 'metric',
    metric: { ...forecastMetric('MemoryExhaustionMinutes', 'web', 'prod'), periodSeconds: 60 },
  },
  limit: { comparison: 'LessThanOrEqualToThreshold', threshold: 60 },
});
const memory = memoryAlarm({ name: 'tocsin-prod-web-memory-critical' });

describe('the lead over the memory alarm', () => {
  it('is counted from when growth fired, where it still did', () => {
    expect(leadsOver([stretch(60, 70)], [stretch(10, 20), stretch(40, 80)])).toEqual({
      memoryAlarms: 1,
      foretold: 1,
      medianSeconds: 1_200,
    });
    expect(leadsOver([stretch(60, 70)], [stretch(10, 20)])).toMatchObject({ foretold: 0, medianSeconds: undefined });
    expect(leadsOver([], [stretch(10, 20)])).toMatchObject({ memoryAlarms: 0, foretold: 0 });
  });

  it('is over the memory alarm of the same service, where there is one', () => {
    const series = seen([60, 50], [60, 90]);
    const beside = { series, span: SPAN };
    expect(memoryAlarmsBeside(growth, [growth, memory], beside)).toEqual([stretch(61, 120)]);
    expect(memoryAlarmsBeside(growth, [growth], beside)).toBeUndefined();
    expect(memoryAlarmsBeside(memory, [growth, memory], beside)).toBeUndefined();
  });
});

describe('a sweep of exhaustionWithin', () => {
  const grid = parseSweep('exhaustionWithin=30m..90m:30m');
  if ('problem' in grid) throw new Error(grid.problem);
  // 75 minutes are left for an hour, then 45.
  const series = seen([60, 75], [60, 45]);
  const input = { grid, series, span: SPAN, onsets: undefined, recoverAfterMs: 0 };

  it('tries each as minutes, and says how long before the memory alarm each fires', () => {
    const backtested = only(backtesting([growth], { series }));
    const swept = sweep({ ...input, backtested, memoryAlarms: [stretch(90, 120)] }) as Swept;
    expect(
      swept.rows.map(({ threshold, isOwn, pages, leads }) => [threshold, isOwn, pages, leads?.medianSeconds]),
    ).toEqual([
      [30, false, 0, undefined],
      [60, true, 1, 29 * 60],
      [90, false, 1, 89 * 60],
    ]);
  });

  it('says nothing of other alarms', () => {
    const backtested = only(backtesting([memory], { series }));
    expect(sweep({ ...input, backtested })).toEqual({ refused: 'exhaustionWithin= is of the alarm on memory growth' });
  });
});
