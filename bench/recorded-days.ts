import { type Recording, recordingSchema } from '../lib/adapters/recording/recording.ts';
import { DAY, epochOf, instantOf, MINUTE } from '../lib/core/time.ts';
import { randomFrom } from './random.ts';

const START = epochOf('2023-08-01T00:00:00.000Z');

/** Each day a surge of two hours at noon: latency and memory rise over their thresholds, errors follow. */
const SURGE = { from: 12 * 60, to: 14 * 60 } as const;

interface Watched {
  readonly metric: { readonly namespace: string; readonly metricName: string; readonly stat: string };
  readonly dimensions: Readonly<Record<string, string>>;
  readonly quiet: number;
  readonly surge: number;
}

const balancer = { LoadBalancer: 'app/web/50dc6c495c0c9188' };
const task = { ClusterName: 'prod', ServiceName: 'web' };
const database = { DBInstanceIdentifier: 'web-db' };

/** Every series that the recording of an alb-ecs service with a database holds. */
const WATCHED: readonly Watched[] = [
  [{ namespace: 'AWS/ApplicationELB', metricName: 'RequestCount', stat: 'Sum' }, balancer, 1200, 5400] as const,
  [{ namespace: 'AWS/ApplicationELB', metricName: 'TargetResponseTime', stat: 'p50' }, balancer, 0.04, 0.9] as const,
  [{ namespace: 'AWS/ApplicationELB', metricName: 'TargetResponseTime', stat: 'p99' }, balancer, 0.2, 2.4] as const,
  [
    { namespace: 'AWS/ApplicationELB', metricName: 'HTTPCode_Target_5XX_Count', stat: 'Sum' },
    balancer,
    1,
    600,
  ] as const,
  [{ namespace: 'AWS/ECS', metricName: 'MemoryUtilization', stat: 'Average' }, task, 45, 93] as const,
  [{ namespace: 'AWS/ECS', metricName: 'CPUUtilization', stat: 'Average' }, task, 30, 85] as const,
  [{ namespace: 'AWS/RDS', metricName: 'DatabaseConnections', stat: 'Average' }, database, 20, 40] as const,
  [{ namespace: 'AWS/RDS', metricName: 'ReadLatency', stat: 'Average' }, database, 0.002, 0.002] as const,
].map(([metric, dimensions, quiet, surge]) => ({ metric, dimensions, quiet, surge }));

const isSurge = (minute: number): boolean => {
  const ofDay = minute % (24 * 60);
  return ofDay >= SURGE.from && ofDay < SURGE.to;
};

/** So many days of one service by the minute: quiet, and once a day a surge with its alarms. */
export const recordedDays = (days: number): Recording => {
  const random = randomFrom(20230805);
  const minutes = (days * DAY) / MINUTE;
  const timestamps = Array.from({ length: minutes }, (_, minute) => instantOf(START + minute * MINUTE));
  const series = WATCHED.map(({ metric, dimensions, quiet, surge }) => ({
    ...metric,
    dimensions,
    periodSeconds: 60,
    timestamps,
    values: timestamps.map((_, minute) => (isSurge(minute) ? surge : quiet) * (0.95 + 0.1 * random())),
  }));
  return recordingSchema.parse({ schema: 'recording/1', service: 'web', series });
};
