import type { NamedAsUsual } from '../../series/usual-name.ts';
import type { Role, WatchedSeries } from './situation.ts';

interface Known {
  readonly role: Role;
  /** What its values are of a second, where no unit says so. */
  readonly seconds?: number;
  /** Only where no better one is held: an average hides what most requests see. */
  readonly isStandIn?: true;
}

const SECOND: Pick<Known, 'seconds'> = { seconds: 1 };
const MILLISECOND: Pick<Known, 'seconds'> = { seconds: 0.001 };

const latencyOf = (metricName: string, unit: Pick<Known, 'seconds'>): readonly (readonly [string, Known])[] => [
  [`${metricName} p50`, { role: 'latency', ...unit }],
  [`${metricName} Average`, { role: 'latency', ...unit, isStandIn: true }],
  [`${metricName} p99`, { role: 'tailLatency', ...unit }],
  [`${metricName} p95`, { role: 'tailLatency', ...unit, isStandIn: true }],
  [`${metricName} p90`, { role: 'tailLatency', ...unit, isStandIn: true }],
];

const memoryOf = (metricName: string): readonly (readonly [string, Known])[] => [
  [`${metricName} Average`, { role: 'memory' }],
  [`${metricName} Maximum`, { role: 'memoryOfWorst' }],
];

/** By metric name and statistic, as AWS and its agents report them. */
const KNOWN: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['RequestCount Sum', { role: 'requests' }],
  ['Invocations Sum', { role: 'requests' }],
  ['Count Sum', { role: 'requests' }],
  ...latencyOf('TargetResponseTime', SECOND),
  ...latencyOf('Duration', MILLISECOND),
  ...latencyOf('Latency', MILLISECOND),
  ['HTTPCode_Target_5XX_Count Sum', { role: 'serverErrors' }],
  ['Errors Sum', { role: 'serverErrors' }],
  ['5XXError Sum', { role: 'serverErrors' }],
  ['HTTPCode_ELB_5XX_Count Sum', { role: 'balancerErrors' }],
  ...memoryOf('MemoryUtilization'),
  ...memoryOf('memory_utilization'),
  ...memoryOf('mem_used_percent'),
  ['ReadLatency Average', { role: 'dependencyReads', ...SECOND }],
  ['WriteLatency Average', { role: 'dependencyWrites', ...SECOND }],
  ['SuccessfulRequestLatency Average', { role: 'dependencyReads', ...MILLISECOND, isStandIn: true }],
  ['DatabaseConnections Average', { role: 'dependencyConnections' }],
]);

/** What a unit is of a second. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const SECONDS: Readonly<Record<string, number>> = { Seconds: 1, Milliseconds: 0.001, Microseconds: 1e-6 };

/** A usual metric, and how well it stands for its role. */
export interface UsualMetric extends WatchedSeries {
  readonly role: Role;
  readonly isStandIn: boolean;
}

/** The role of a usual AWS metric; undefined: none. */
export const watchedAs = (metric: NamedAsUsual): UsualMetric | undefined => {
  const known = KNOWN.get(`${metric.metricName} ${metric.stat}`);
  if (known === undefined) return undefined;
  const { role, seconds, isStandIn = false } = known;
  const scale = seconds === undefined ? (metric.scale ?? 1) : (SECONDS[metric.unit ?? ''] ?? seconds);
  return { role, metric, isStandIn, scale };
};
