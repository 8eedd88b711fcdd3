import type { Metric } from '../alarm/definition.ts';
import type { Workload } from '../configuration.ts';
import { watchedAs } from '../diagnosis/facts/known-metrics.ts';
import type { Role, WatchedSeries } from '../diagnosis/facts/situation.ts';
import { usualMetricIn } from '../service/usual-metric.ts';
import { recordedMetrics } from '../service/workload-measurements.ts';

/** Memory is foretold; the others tell memory that waiting requests hold, or a fill-up, from a leak. */
const ROLES: ReadonlySet<Role> = new Set(['memory', 'requests', 'latency', 'serverErrors', 'balancerErrors']);

export interface ForeseenFrom extends WatchedSeries {
  readonly role: Role;
}

/** What the forecasts of a workload are made from; of several of one role the last that has values. */
export const foreseenFrom = (workload: Workload): readonly ForeseenFrom[] => {
  const usualOf = usualMetricIn(workload);
  return recordedMetrics(workload).flatMap((metric) => {
    const known = watchedAs(usualOf(metric));
    return known === undefined || !ROLES.has(known.role) ? [] : [{ role: known.role, metric, scale: known.scale }];
  });
};

/** The memory that the forecasts of a workload are about; undefined: it is not measured. */
export const memoryOf = (workload: Workload): Metric | undefined =>
  foreseenFrom(workload).find(({ role }) => role === 'memory')?.metric;
