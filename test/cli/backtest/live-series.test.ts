import { describe, expect, it } from 'vitest';
import { liveSeries, metricsFor, readSpan } from '../../../lib/cli/backtest/live-series.ts';
import type { Metric } from '../../../lib/core/alarm/definition.ts';
import { DAY, HOUR, later, MINUTE } from '../../../lib/core/time.ts';
import type { HeldSeries } from '../../../lib/ports/metric-history.ts';
import { memory, memoryAlarm } from '../../simulator/backtest/backtesting.ts';

const NOW = '2023-08-05T15:00:00.000Z';
const ago = (ms: number): string => later(NOW, -ms);

const read = (...metrics: readonly Metric[]): readonly string[] =>
  metricsFor(metrics.map((metric) => memoryAlarm({ signal: { kind: 'metric', metric } }))).map(
    ({ stat, periodSeconds }) => `${stat} ${String(periodSeconds)}`,
  );

describe('the metrics that are read for alarms', () => {
  it('are each read once, a period of its own apart', () => {
    const turned = { ...memory, dimensions: { ServiceName: 'web', ClusterName: 'prod' } };
    expect(read(memory, turned, { ...memory, periodSeconds: 10 })).toEqual(['Average 60', 'Average 10']);
  });

  it('are read in minutes where these make up the longer period', () => {
    expect(read({ ...memory, stat: 'Sum', periodSeconds: 300 })).toEqual(['Sum 60']);
    expect(read({ ...memory, periodSeconds: 300 })).toEqual(['Average 60', 'SampleCount 60']);
  });

  it('keep a period of which a percentile is taken, and so what it is computed with', () => {
    const p99 = { ...memory, stat: 'p99', periodSeconds: 300 };
    expect(read(p99)).toEqual(['p99 300']);
    const queries = [
      { id: 'e', expression: 'm1*m2' },
      { id: 'm1', metric: p99 },
      { id: 'm2', metric: { ...p99, stat: 'Sum' } },
    ];
    const alarm = memoryAlarm({ signal: { kind: 'math', queries, returned: 'e' } });
    expect(metricsFor([alarm]).map(({ periodSeconds }) => periodSeconds)).toEqual([300, 300]);
  });

  it('come with their sample counts where few samples are ignored', () => {
    const p99 = { ...memory, stat: 'p99' };
    const alarm = memoryAlarm({ signal: { kind: 'metric', metric: p99 }, lowSamples: 'ignore' });
    expect(metricsFor([alarm]).map(({ stat }) => stat)).toEqual(['p99', 'SampleCount']);
  });
});

describe('the time that is read', () => {
  const alarm = memoryAlarm({ evaluationPeriods: 5, datapointsToAlarm: 3 });

  it('begins where the first evaluation looks back to', () => {
    expect(readSpan([alarm, memoryAlarm()], { from: ago(HOUR), to: NOW }, NOW)).toEqual({
      from: ago(HOUR + 7 * MINUTE),
      to: NOW,
    });
  });

  it('does not begin where only longer periods are held, unless the backtest does', () => {
    expect(readSpan([alarm], { from: ago(15 * DAY), to: NOW }, NOW).from).toBe(ago(15 * DAY));
    expect(readSpan([alarm], { from: ago(20 * DAY), to: NOW }, NOW).from).toBe(ago(20 * DAY + 7 * MINUTE));
    expect(readSpan([], { from: ago(HOUR), to: NOW }, NOW).from).toBe(ago(HOUR));
  });
});

describe('what was read', () => {
  const series = { startMs: 0, periodMs: MINUTE, values: Float64Array.of(1, 2) };
  const held = async function* (...all: readonly HeldSeries[]): AsyncGenerator<HeldSeries> {
    await Promise.resolve();
    yield* all;
  };

  it('is found by metric and statistic, in every period there is', async () => {
    const hourly = { ...series, periodMs: HOUR };
    const live = await liveSeries(
      held(
        { metric: memory, series, remarks: ['coarser'] },
        { metric: { ...memory, periodSeconds: 3_600 }, series: hourly, remarks: ['coarser'] },
        { metric: { ...memory, stat: 'p99' }, series: undefined, remarks: [] },
      ),
    );
    const lookup = live.series.bind(memoryAlarm());
    if ('unsupported' in lookup) throw new Error(lookup.unsupported);
    expect(lookup(memory)).toEqual([series, hourly]);
    expect(lookup({ ...memory, stat: 'p99' })).toEqual([]);
    expect(live.remarks).toEqual(['coarser']);
  });

  it('may be nothing', async () => {
    const { series: none } = await liveSeries(held());
    const lookup = none.bind(memoryAlarm());
    expect('unsupported' in lookup ? undefined : lookup(memory)).toEqual([]);
  });
});
