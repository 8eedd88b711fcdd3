import type { CustomMetric } from '../configuration.ts';
import type { Metric, Signal } from '../alarm/definition.ts';
import { errorRate } from './service-error-rate.ts';

/** All alarms look at one-minute periods, and recordings hold them. */
const PERIOD_SECONDS = 60;

export type Named = (metricName: string) => CustomMetric;

/** The metrics of one namespace and these dimensions. */
export const named =
  (namespace: string, dimensions: CustomMetric['dimensions']): Named =>
  (metricName) => ({ namespace, metricName, dimensions });

const one = ({ namespace, metricName, dimensions }: CustomMetric, stat: string): Metric => ({
  namespace,
  metricName,
  dimensions,
  stat,
  periodSeconds: PERIOD_SECONDS,
});

/** A metric by each of the statistics; none of one that is not there. */
export const byStatistics = (metric: CustomMetric | undefined, ...stats: readonly string[]): readonly Metric[] =>
  metric === undefined ? [] : stats.map((stat) => one(metric, stat));

export const gauge = (metric: CustomMetric, stat: string): Signal => ({ kind: 'metric', metric: one(metric, stat) });

export const percentOf = (failed: readonly CustomMetric[], all: readonly CustomMetric[]): Signal => {
  const sums = (metrics: readonly CustomMetric[]): Metric[] => metrics.map((metric) => one(metric, 'Sum'));
  return errorRate(sums(failed), sums(all));
};

/** A minute without requests is not reported: here it is a minute of 0 requests, and the band knows whether that is usual. */
export const requestsOf = (metric: CustomMetric): Signal => ({
  kind: 'math',
  queries: [
    { id: 'requests', expression: 'FILL(m1,0)', label: 'requests' },
    { id: 'm1', metric: one(metric, 'Sum') },
  ],
  returned: 'requests',
});
