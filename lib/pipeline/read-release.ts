import type { Metric } from '../core/alarm/definition.ts';
import type { Workload } from '../core/configuration.ts';
import { watchedAs } from '../core/diagnosis/facts/known-metrics.ts';
import type { Missing, Role } from '../core/diagnosis/facts/situation.ts';
import { watchedIn } from '../core/diagnosis/facts/watched.ts';
import type { DeployedChange } from '../core/release/change.ts';
import { LIKE_DAYS, type Release, spanLookedAt } from '../core/release/judge-release.ts';
import { identityOf } from '../core/series/metric-identity.ts';
import type { Series } from '../core/series/series.ts';
import { isMeasured } from '../core/service/measurement.ts';
import { usualMetricIn } from '../core/service/usual-metric.ts';
import { measurementsOf, recordedMetrics } from '../core/service/workload-measurements.ts';
import type { Instant } from '../core/time.ts';
import { type MetricsHost, readMetrics } from './read-metrics.ts';

const OF_SERVICE: ReadonlySet<Role> = new Set([
  'requests',
  'latency',
  'tailLatency',
  'serverErrors',
  'balancerErrors',
  'memory',
]);

const cpuOf = (workload: Workload): Metric | undefined => {
  const { cpu } = measurementsOf(workload);
  return isMeasured(cpu) && cpu.signal.kind === 'metric' ? cpu.signal.metric : undefined;
};

export interface ReleaseAsked {
  readonly workload: Workload;
  readonly change: DeployedChange;
  readonly at: Instant;
}

/** What is held around a deploy, by the minute; `unread`: why something could not be read. */
export const readRelease = async (
  host: MetricsHost,
  { workload, ...asked }: ReleaseAsked,
): Promise<{ readonly release: Release; readonly unread: Missing['reason'] | undefined }> => {
  const usualOf = usualMetricIn(workload);
  const cpu = cpuOf(workload);
  const ofService = recordedMetrics(workload).filter((metric) => {
    const role = watchedAs(usualOf(metric))?.role;
    return role !== undefined && OF_SERVICE.has(role);
  });
  const wanted = cpu === undefined ? ofService : [...ofService, cpu];
  // A metric is told from the same one of another day by which object it is.
  const questions = LIKE_DAYS.map((days) => ({
    days,
    metrics: wanted.map((metric) => ({ ...metric })),
    span: spanLookedAt(asked.change, days),
  }));
  const read = await readMetrics(host, questions);
  const byDay = new Map(
    questions.map(({ days, metrics }) => [
      days as number,
      new Map(
        metrics.flatMap((metric): (readonly [string, readonly Series[]])[] => {
          const series = read.held.get(metric);
          return series === undefined ? [] : [[identityOf(metric), [series]]];
        }),
      ),
    ]),
  );
  const lookup: Release['lookup'] = (days) => (metric) => byDay.get(days)?.get(identityOf(metric)) ?? [];
  const held = ofService.map((metric) => ({ metric, series: lookup(0)(metric) }));
  const release = {
    ...asked,
    watched: watchedIn(held, { at: asked.at, usualOf }),
    cpu: cpu === undefined ? undefined : { metric: cpu, scale: 1 },
    lookup,
  };
  return { release, unread: [...read.unread.values()][0] };
};
