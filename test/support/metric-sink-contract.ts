import { describe, expect, it } from 'vitest';
import { later, MINUTE } from '../../lib/core/time.ts';
import { forecastMetric } from '../../lib/core/service/forecast-metrics.ts';
import type { MetricHistory } from '../../lib/ports/metric-history.ts';
import type { MetricSink, MetricValue } from '../../lib/ports/metric-sink.ts';
import { NOW, read } from './metric-history-contract.ts';

export interface Opened {
  readonly sink: MetricSink;
  /** Of the same account. */
  readonly history: MetricHistory;
}

/** What each metric sink keeps to. `open` makes one of an empty account, at `NOW`. */
export const metricSinkContract = (open: () => Promise<Opened>): void => {
  const minutesOf = (service: string): MetricValue['metric'] =>
    forecastMetric('MemoryExhaustionMinutes', service, 'prod');
  const mark = '2026-11-22T11:50:00.000Z';

  describe('what was put', () => {
    it('is read by whoever looks at that metric, at the instant that it is of', async () => {
      const { sink, history } = await open();
      await sink.put([
        { metric: minutesOf('web'), at: mark, value: 42 },
        { metric: minutesOf('api'), at: later(mark, 5 * MINUTE), value: 1_440 },
      ]);
      const held = await read(history, [minutesOf('web'), minutesOf('api'), minutesOf('jobs')], {
        from: later(NOW, -15 * MINUTE),
      });
      expect(held.map(({ series }) => series && [...series.values])).toEqual([
        [NaN, 42, NaN],
        [NaN, NaN, 1_440],
        undefined,
      ]);
    });

    it('may be of any number of metrics, and of none', async () => {
      const { sink, history } = await open();
      const all = Array.from({ length: 1_001 }, (_, index) => minutesOf(`s${String(index)}`));
      await sink.put([]);
      await sink.put(all.map((metric, value) => ({ metric, at: mark, value })));
      const [last] = await read(history, all.slice(-1), { from: mark, to: later(mark, 5 * MINUTE) });
      expect([...(last?.series?.values ?? [])]).toEqual([1_000]);
    });
  });
};
