import type { Configuration } from '../../core/configuration.ts';
import { foreseenFrom } from '../../core/forecast/foreseen-from.ts';
import { forecastServiceOf } from '../../core/service/forecast-metrics.ts';
import { identityOf } from '../../core/series/metric-identity.ts';
import type { Metric, MetricAlarm } from '../../core/alarm/definition.ts';
import { evaluationRange } from '../../core/cloudwatch/evaluation/judge-periods.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { Series } from '../../core/series/series.ts';
import { metricsOf, periodSecondsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import { aggregationOf, weightOf } from '../../core/series/statistic.ts';
import { DAY, type Instant, later, SECOND } from '../../core/time.ts';
import type { HeldSeries } from '../../ports/metric-history.ts';
import type { SeriesSource } from '../../simulator/backtest/backtest.ts';

/** So far back CloudWatch holds one-minute values: to look further back would coarsen all. */
const FINE_MS = 15 * DAY;

const MINUTE_SECONDS = 60;

/** A longer period in minutes, with what weighs them: so the alarm can be evaluated every minute, as CloudWatch does. */
const inMinutes = (metric: Metric): readonly Metric[] => {
  const minutes = { ...metric, periodSeconds: MINUTE_SECONDS };
  return aggregationOf(metric.stat) === 'weighted' ? [minutes, { ...minutes, stat: weightOf(metric.stat) }] : [minutes];
};

const neededBy = ({ signal, lowSamples }: MetricAlarm): readonly Metric[] => {
  const metrics = metricsOf(signal);
  // A percentile of minutes says nothing of a longer period, and one expression has one length of step.
  if (periodSecondsOf(signal) > MINUTE_SECONDS && metrics.every(({ stat }) => aggregationOf(stat) !== 'impossible'))
    return metrics.flatMap(inMinutes);
  // A percentile that is ignored when it rests on few samples needs their count.
  const counts = lowSamples === 'ignore' ? metrics.map((metric) => ({ ...metric, stat: 'SampleCount' })) : [];
  return [...metrics, ...counts];
};

/** What the forecast that an alarm watches can be made from, should CloudWatch not hold it. */
const foreseenFor = (alarm: MetricAlarm, services: Configuration['services']): readonly Metric[] => {
  const service = forecastServiceOf(alarm, services);
  return service === undefined ? [] : foreseenFrom(service.workload).map(({ metric }) => metric);
};

/** Each metric and period once; `services` by name. */
export const metricsFor = (
  alarms: readonly MetricAlarm[],
  services: Configuration['services'] = {},
): readonly Metric[] => {
  const needed = alarms.flatMap((alarm) => [...neededBy(alarm), ...foreseenFor(alarm, services)]);
  return [
    ...new Map(needed.map((metric) => [`${identityOf(metric)} ${String(metric.periodSeconds)}`, metric])).values(),
  ];
};

/** The first evaluation looks back too. */
export const readSpan = (alarms: readonly MetricAlarm[], { from, to }: Span, now: Instant): Span => {
  const lookBack = alarms.map((alarm) => evaluationRange(alarm) * periodSecondsOf(alarm.signal) * SECOND);
  const before = later(from, -Math.max(0, ...lookBack));
  const fine = later(now, -FINE_MS);
  return { from: before < fine && from >= fine ? fine : before, to };
};

export interface LiveSeries {
  readonly series: SeriesSource;
  /** Each once. */
  readonly remarks: readonly string[];
}

/** Everything that is read, in memory. */
export const liveSeries = async (read: AsyncIterable<HeldSeries>): Promise<LiveSeries> => {
  const held = new Map<string, Series[]>();
  const remarks = new Set<string>();
  for await (const one of read) {
    for (const remark of one.remarks) remarks.add(remark);
    if (one.series === undefined) continue;
    const key = identityOf(one.metric);
    held.set(key, [...(held.get(key) ?? []), one.series]);
  }
  const lookup = (metric: Metric): readonly Series[] => held.get(identityOf(metric)) ?? [];
  return { series: { bind: () => lookup }, remarks: [...remarks] };
};
