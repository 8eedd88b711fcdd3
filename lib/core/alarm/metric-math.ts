import type { Metric, Signal } from './definition.ts';
import { guardOf } from './signal-value.ts';

/** A percent signal as CloudWatch computes it: one returned expression over queries that return nothing themselves. */
export interface MetricMath {
  readonly expression: { readonly id: string; readonly expression: string; readonly label: string };
  readonly metricStats: readonly { readonly id: string; readonly metric: Metric }[];
}

const identityOf = ({ namespace, metricName, dimensions, stat }: Metric): string =>
  JSON.stringify([namespace, metricName, Object.entries(dimensions).sort(), stat]);

/**
 * Metric math that gives what a percent signal means: FILL makes an absent count 0, and below the guard both parts of
 * the division are constants, because CloudWatch drops a point that divides by zero.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const metricMathOf = (signal: Extract<Signal, { kind: 'percent' }>): MetricMath => {
  const ids = new Map<string, { readonly id: string; readonly metric: Metric }>();
  const idOf = (metric: Metric): string => {
    const key = identityOf(metric);
    const known = ids.get(key) ?? { id: `m${String(ids.size + 1)}`, metric };
    ids.set(key, known);
    return known.id;
  };
  const sum = (metrics: readonly Metric[]): string => `(${metrics.map((m) => `FILL(${idOf(m)},0)`).join('+')})`;
  const part = sum(signal.part);
  const whole = sum(signal.whole);
  const guard = String(guardOf(signal));
  return {
    expression: {
      id: 'percent',
      expression: `100*IF(${whole}<${guard},0,${part})/IF(${whole}<${guard},${guard},${whole})`,
      label: 'percent',
    },
    metricStats: [...ids.values()],
  };
};
