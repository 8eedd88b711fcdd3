import type { Workload } from '../configuration.ts';
import { identityOf } from '../series/metric-identity.ts';
import type { UsualOf } from '../series/usual-name.ts';
import { unitOfAws } from './metric-unit.ts';
import { byStatistics } from './service-signals.ts';

const STATISTICS = ['Average', 'Maximum', 'Sum', 'p50', 'p99'];

/** A metric of AWS that means the same as one of a workload's own; any other is itself. */
export const usualMetricIn = (workload: Workload): UsualOf => {
  if (workload.kind !== 'custom') return (metric) => metric;
  const { metrics } = workload;
  const { limitBytes } = metrics.memory ?? {};
  const inSeconds = metrics.latency !== undefined && (metrics.latency.unit ?? unitOfAws(metrics.latency)) === 's';
  const usual = {
    memory: { metricName: 'MemoryUtilization', ...(limitBytes === undefined ? {} : { scale: 100 / limitBytes }) },
    latency: { metricName: inSeconds ? 'TargetResponseTime' : 'Latency' },
    requests: { metricName: 'Count' },
    errors: { metricName: 'Errors' },
  };
  const known = new Map(
    (['memory', 'latency', 'requests', 'errors'] as const).flatMap((key) =>
      byStatistics(metrics[key], ...STATISTICS).map((metric) => [identityOf(metric), usual[key]] as const),
    ),
  );
  return (metric) => ({ ...metric, ...known.get(identityOf(metric)) });
};
