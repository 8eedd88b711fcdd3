import type { Metric } from '../../lib/core/alarm/definition.ts';
import { heldPeriods } from '../../lib/core/series/retention.ts';
import { epochOf, type Instant, MINUTE } from '../../lib/core/time.ts';
import type { HeldSeries, MetricHistory } from '../../lib/ports/metric-history.ts';

/** The value of a metric so many minutes before now. */
export type ValueOf = (metric: Metric, minutesAgo: number) => number | undefined;

/** Memory climbs by half a percent a minute for an hour and a half; latency grows in the last twenty minutes; traffic is level. */
export const leaking: ValueOf = ({ metricName, stat, periodSeconds }, ago) => {
  const minute = Math.round(ago);
  const wobble = 1 + ((minute * 7_919) % 13) / 400;
  const hurt = ago < 20 ? 1 + (20 - ago) / 2 : 1;
  switch (metricName) {
    case 'RequestCount':
      return Math.round(600 * wobble * (periodSeconds / 60));
    case 'TargetResponseTime':
      return (stat === 'p50' ? 0.05 : 0.2) * wobble * hurt;
    case 'HTTPCode_Target_5XX_Count':
      return 0;
    case 'MemoryUtilization':
      return 45 * wobble ** 0.1 + Math.max(0, 90 - ago) / 2;
    default:
      return undefined;
  }
};

/** Latency alone grows, in the last twenty minutes. */
export const slow: ValueOf = (metric, ago) => (metric.metricName === 'MemoryUtilization' ? 45 : leaking(metric, ago));

/** What a question came to instead of values. */
export type Answer = (metrics: readonly Metric[]) => Promise<void>;

/** A history that answers each question after `answer`; `asked` are the questions. */
export const historyOf = (
  valueOf: ValueOf,
  now: Instant,
  answer: Answer = () => Promise.resolve(),
): { readonly history: Pick<MetricHistory, 'series'>; readonly asked: (readonly Metric[])[] } => {
  const asked: (readonly Metric[])[] = [];
  return {
    asked,
    history: {
      series: async function* (metrics, span): AsyncGenerator<HeldSeries> {
        asked.push(metrics);
        await answer(metrics);
        for (const metric of metrics) {
          const { periodSeconds, startMs, count, remarks } = heldPeriods(metric.periodSeconds, span, now);
          const periodMs = periodSeconds * 1_000;
          const agoOf = (index: number): number => (epochOf(now) - startMs - index * periodMs) / MINUTE;
          const values = Float64Array.from(
            { length: count },
            (_, index) => valueOf(metric, agoOf(index)) ?? Number.NaN,
          );
          const isHeld = values.some((value) => !Number.isNaN(value));
          yield { metric, series: isHeld ? { startMs, periodMs, values } : undefined, remarks };
        }
      },
    },
  };
};
