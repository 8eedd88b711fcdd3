import type { Minute } from './minute.ts';

/** What happened, in minutes since the recording began; a log line or a deploy falls between two of them. */
export interface Run {
  readonly minutes: readonly Minute[];
  readonly logs: readonly { readonly minute: number; readonly stream: string; readonly message: string }[];
  readonly deploys: readonly Deploy[];
  readonly secondsPerMinute: number;
  /** How much of a day a minute of the run stands for in the recording; 60 unless said. */
  readonly periodSeconds?: number;
}

interface Deploy {
  readonly minute: number;
  readonly id: string;
  readonly revision: string;
  readonly actor: string;
}

interface Series {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
  readonly unit: string;
  readonly of: (minute: Minute) => number | undefined;
}

const balancer = { LoadBalancer: 'app/web/50dc6c495c0c9188' };
const task = { ClusterName: 'prod', ServiceName: 'web' };
const database = { DBInstanceIdentifier: 'web-db' };
const alb = { namespace: 'AWS/ApplicationELB', dimensions: balancer };
const ecs = { namespace: 'AWS/ECS', dimensions: task, stat: 'Average', unit: 'Percent' };
const rds = { namespace: 'AWS/RDS', dimensions: database, stat: 'Average' };
const latency = { ...alb, metricName: 'TargetResponseTime', unit: 'Seconds' };

/** The names CloudWatch has for what was measured. */
const SERIES: readonly Series[] = [
  { ...alb, metricName: 'RequestCount', stat: 'Sum', unit: 'Count', of: (minute) => minute.requests },
  { ...latency, stat: 'p50', of: (minute) => minute.p50Seconds },
  { ...latency, stat: 'p99', of: (minute) => minute.p99Seconds },
  { ...alb, metricName: 'HTTPCode_Target_5XX_Count', stat: 'Sum', unit: 'Count', of: (minute) => minute.serverErrors },
  { ...ecs, metricName: 'MemoryUtilization', of: (minute) => minute.memoryPercent },
  { ...ecs, metricName: 'CPUUtilization', of: (minute) => minute.cpuPercent },
  { ...rds, metricName: 'DatabaseConnections', unit: 'Count', of: (minute) => minute.connections },
  { ...alb, metricName: 'HTTPCode_ELB_5XX_Count', stat: 'Sum', unit: 'Count', of: (minute) => minute.balancerErrors },
  { ...alb, metricName: 'HealthyHostCount', stat: 'Minimum', unit: 'Count', of: (minute) => minute.healthyHosts },
  { ...ecs, metricName: 'MemoryUtilization', stat: 'Maximum', of: (minute) => minute.memoryMaximum },
  { ...rds, metricName: 'ReadLatency', unit: 'Seconds', of: (minute) => minute.readSeconds },
];

/** The run as `schema/recording.schema.json` has it, moved in time so that minute 0 starts at `start` (epoch ms). */
export const recordingOf = (run: Run, start: number, responses: unknown): Record<string, unknown> => {
  const { periodSeconds = 60 } = run;
  const at = (minute: number): string => new Date(Math.round(start + minute * periodSeconds * 1_000)).toISOString();
  return {
    schema: 'recording/1',
    service: 'web',
    description: describe(run),
    series: SERIES.map(({ of, ...series }) => {
      const points = run.minutes.map((minute, index) => ({ at: at(index), value: of(minute) }));
      const known = points.flatMap((point) =>
        point.value === undefined ? [] : [{ at: point.at, value: point.value }],
      );
      return {
        ...series,
        periodSeconds,
        timestamps: known.map((point) => point.at),
        values: known.map((point) => rounded(point.value)),
      };
    }),
    deploys: run.deploys.map(({ minute, ...deploy }) => ({
      at: at(minute),
      ...deploy,
      system: 'custom',
      service: 'web',
      status: 'SUCCEEDED',
    })),
    logs: run.logs.map(({ minute, ...line }) => ({ at: at(minute), ...line })),
    responses,
  };
};

const rounded = (value: number): number => Number(value.toPrecision(6));

const describe = ({ minutes, secondsPerMinute }: Run): string =>
  `A real run of examples/web-server under autocannon: a cache without a bound, ${String(minutes.length)} minutes. ` +
  `One recorded minute is ${String(secondsPerMinute)} s of real time (a factor of ${String(60 / secondsPerMinute)}), ` +
  'and all times were moved so that the latency alarm fires at the chosen instant. Latencies, percentages and ' +
  'connections are as measured; RequestCount is what was answered in those seconds. MemoryUtilization is the ' +
  "server's resident memory at the end of a minute, CPUUtilization its share of one processor. The database is SQLite on disk: " +
  'ReadLatency is what its reads took.';
