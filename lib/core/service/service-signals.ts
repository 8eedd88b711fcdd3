import type { CustomMetric } from '../configuration.ts';
import { type Metric, ONLY_METRIC, type Signal } from '../alarm/definition.ts';
import { spokenQuantity } from '../alarm/symptom/quantity.ts';
import { errorRate } from './service-error-rate.ts';

/** Recordings hold one-minute periods, and alarms look at them unless tocsin.yaml says otherwise. */
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

const PERCENT = 'percent';

/** Percent of what the metric may come to; its label says what that is. */
export const percentOfLimit = (metric: CustomMetric, stat: string, limitBytes: number): Signal => ({
  kind: 'math',
  queries: [
    {
      id: PERCENT,
      expression: `100*${ONLY_METRIC}/${String(limitBytes)}`,
      label: `${PERCENT} of ${spokenQuantity(limitBytes, 'bytes')}`,
    },
    { id: ONLY_METRIC, metric: one(metric, stat) },
  ],
  returned: PERCENT,
});

export const percentOf = (failed: readonly CustomMetric[], all: readonly CustomMetric[]): Signal => {
  const sums = (metrics: readonly CustomMetric[]): Metric[] => metrics.map((metric) => one(metric, 'Sum'));
  return errorRate(sums(failed), sums(all));
};

const COUNT = 'count';

/** What each of these counts, in all; a period that one does not report counts as 0 of it. */
export const filledCountOf = (metrics: readonly CustomMetric[]): Signal => {
  const inputs = metrics.map((metric, index) => ({ id: `m${String(index + 1)}`, metric: one(metric, 'Sum') }));
  const expression = inputs.map(({ id }) => `FILL(${id},0)`).join('+');
  return {
    kind: 'math',
    queries: [{ id: COUNT, expression, label: COUNT }, ...inputs],
    returned: COUNT,
  };
};

/** What each of these counts, in all; of one the metric itself, which is missing where nothing is counted. */
export const countOf = (metrics: readonly [CustomMetric, ...CustomMetric[]]): Signal =>
  metrics.length === 1 ? gauge(metrics[0], 'Sum') : filledCountOf(metrics);

/** A minute without requests is not reported: here it is a minute of 0 requests, and the band knows whether that is usual. */
export const requestsOf = (metric: CustomMetric): Signal => ({
  kind: 'math',
  queries: [
    { id: 'requests', expression: 'FILL(m1,0)', label: 'requests' },
    { id: 'm1', metric: one(metric, 'Sum') },
  ],
  returned: 'requests',
});

/** The same of longer periods. */
export const atPeriod = (signal: Signal, periodSeconds: number): Signal => {
  const longer = (metric: Metric): Metric => ({ ...metric, periodSeconds });
  if (signal.kind === 'metric') return { kind: 'metric', metric: longer(signal.metric) };
  const queries = signal.queries.map((query) =>
    'metric' in query ? { ...query, metric: longer(query.metric) } : query,
  );
  return { ...signal, queries };
};

/** The seconds of a period: all metrics of a signal have the same. */
export const periodSecondsIn = (signal: Signal): number => {
  const metrics =
    signal.kind === 'metric'
      ? [signal.metric]
      : signal.queries.flatMap((query) => ('metric' in query ? [query.metric] : []));
  return metrics[0]?.periodSeconds ?? PERIOD_SECONDS;
};
