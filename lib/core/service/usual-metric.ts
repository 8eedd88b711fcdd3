import type { Metric } from '../alarm/definition.ts';
import type { Workload } from '../configuration.ts';
import { identityOf } from '../series/metric-identity.ts';
import { unitOfAws } from './metric-unit.ts';
import { byStatistics } from './service-signals.ts';

/** By what a custom metric measures, what AWS calls such a one that is in the same unit. */
const USUAL_NAMES = { memory: 'MemoryUtilization', latency: 'Latency', requests: 'Count', errors: 'Errors' } as const;

const LATENCY_IN_SECONDS = 'TargetResponseTime';

const STATISTICS = ['Average', 'Maximum', 'Sum', 'p50', 'p99'];

/** A metric of AWS that means the same as one of a workload's own; any other is itself. */
export const usualMetricIn = (workload: Workload): ((metric: Metric) => Metric) => {
  if (workload.kind !== 'custom') return (metric) => metric;
  const { metrics } = workload;
  const inSeconds = metrics.latency !== undefined && (metrics.latency.unit ?? unitOfAws(metrics.latency)) === 's';
  const usual = { ...USUAL_NAMES, ...(inSeconds ? { latency: LATENCY_IN_SECONDS } : {}) };
  const names = new Map(
    (['memory', 'latency', 'requests', 'errors'] as const).flatMap((key) =>
      byStatistics(metrics[key], ...STATISTICS).map((metric) => [identityOf(metric), usual[key]] as const),
    ),
  );
  return (metric) => ({ ...metric, metricName: names.get(identityOf(metric)) ?? metric.metricName });
};
