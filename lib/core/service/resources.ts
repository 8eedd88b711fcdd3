import type { Signal } from '../alarm/definition.ts';
import type { MemoryMetric, Workload } from '../configuration.ts';
import { measuredFrom, type Measured, treated } from './measurement.ts';
import type { Resource, WorkloadOf } from './resource.ts';
import {
  byStatistics,
  countOf,
  gauge,
  type Named,
  named,
  percentOf,
  percentOfLimit,
  requestsOf,
} from './service-signals.ts';

const LAMBDA_INSIGHTS = 'needs Lambda Insights on the function: without it there is no data.';
const CLOUDWATCH_AGENT =
  'needs the CloudWatch agent on the instances, with mem_used_percent aggregated by AutoScalingGroupName: without it there is no data.';
const DETAILED_MONITORING =
  'needs detailed monitoring of the instances, or period: 300: without it CPU comes every five minutes, too seldom for it.';
const CONTAINER_INSIGHTS = 'needs Container Insights on the cluster: without it there is no data.';

/** A web service is expected to have requests; a function that runs every quarter of an hour is well between its runs. */
const BETWEEN_CALLS = treated(
  'ignore',
  'A function that is not called reports nothing, which is neither a failure nor a recovery: the state stays as it was.',
);

/** Where a target group says which targets are healthy, that is what users meet. */
const isBalanced = ({ loadBalancer, targetGroup }: WorkloadOf<'ecs'>): boolean =>
  loadBalancer !== undefined && targetGroup !== undefined;

/**
 * ECS reports a service while it has a running task, several times a minute: no sample means no task, and more of them do
 * not mean as many tasks. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
const runningTasks = ({ cluster, service, containerInsights = false }: WorkloadOf<'ecs'>): Measured => {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const thing = 'running task';
  if (!containerInsights)
    return { signal: gauge(named('AWS/ECS', dimensions)('CPUUtilization'), 'SampleCount'), thing };
  const signal = gauge(named('ECS/ContainerInsights', dimensions)('RunningTaskCount'), 'Minimum');
  return { signal, thing, prerequisite: CONTAINER_INSIGHTS };
};

export const ecsService = (workload: WorkloadOf<'alb-ecs' | 'ecs'>): Resource => {
  const { cluster, service } = workload;
  const of = named('AWS/ECS', { ClusterName: cluster, ServiceName: service });
  const tasks = workload.kind === 'ecs' && !isBalanced(workload) ? runningTasks(workload) : undefined;
  const counted = tasks?.signal.kind === 'metric' ? [tasks.signal.metric] : [];
  return {
    measurements: {
      memory: { signal: gauge(of('MemoryUtilization'), 'Average') },
      cpu: { signal: gauge(of('CPUUtilization'), 'Average') },
      ...(tasks === undefined ? {} : { availability: tasks }),
    },
    recorded: () => [
      ...byStatistics(of('MemoryUtilization'), 'Average', 'Maximum'),
      ...byStatistics(of('CPUUtilization'), 'Average'),
      ...counted,
    ],
  };
};

const functionDimensions = ({ functionName, alias }: WorkloadOf<'lambda'>): Readonly<Record<string, string>> =>
  alias === undefined
    ? { FunctionName: functionName }
    : { FunctionName: functionName, Resource: `${functionName}:${alias}` };

const COUNTS_OF_FUNCTION = ['Invocations', 'Errors', 'Throttles'];

/** Lambda Insights knows no aliases: memory is of all that runs. */
export const lambdaFunction = (workload: WorkloadOf<'lambda'>, latencyStat: string): Resource => {
  const of = named('AWS/Lambda', functionDimensions(workload));
  const memory = named('LambdaInsights', { function_name: workload.functionName })('memory_utilization');
  const [missing, thing, isOptIn] = [BETWEEN_CALLS, 'call', true] as const;
  return {
    measurements: {
      memory: { signal: gauge(memory, 'Average'), prerequisite: LAMBDA_INSIGHTS, missing },
      latency: { signal: gauge(of('Duration'), latencyStat), missing },
      errors: { signal: percentOf([of('Errors')], [of('Invocations')]) },
      errorCount: { signal: gauge(of('Errors'), 'Sum'), isOptIn },
      traffic: { signal: requestsOf(of('Invocations')), thing },
      throttles: { signal: gauge(of('Throttles'), 'Sum') },
      age: { signal: gauge(of('IteratorAge'), 'Maximum'), thing: 'record of its stream', isOptIn },
    },
    recorded: () => [
      ...COUNTS_OF_FUNCTION.flatMap((metricName) => byStatistics(of(metricName), 'Sum')),
      ...byStatistics(of('Duration'), 'p50', 'p99'),
      ...byStatistics(of('IteratorAge'), 'Maximum'),
      ...byStatistics(memory, 'Average', 'Maximum'),
    ],
  };
};

export const autoScalingGroup = ({ autoScalingGroup: AutoScalingGroupName }: WorkloadOf<'ec2-asg'>): Resource => {
  const memory = named('CWAgent', { AutoScalingGroupName })('mem_used_percent');
  const cpu = named('AWS/EC2', { AutoScalingGroupName })('CPUUtilization');
  return {
    measurements: {
      memory: { signal: gauge(memory, 'Average'), prerequisite: CLOUDWATCH_AGENT },
      cpu: { signal: gauge(cpu, 'Average'), prerequisiteOfMinutes: DETAILED_MONITORING },
    },
    recorded: () => [...byStatistics(memory, 'Average', 'Maximum'), ...byStatistics(cpu, 'Average')],
  };
};

const memoryInUse = (memory: MemoryMetric): Signal =>
  memory.limitBytes === undefined ? gauge(memory, 'Average') : percentOfLimit(memory, 'Average', memory.limitBytes);

/** Whatever reports them. */
export const customMetrics = ({ metrics }: WorkloadOf<'custom'>, latencyStat: string): Resource => {
  const from = measuredFrom('workload.metrics', metrics);
  return {
    measurements: {
      memory: from(['memory'], ({ memory }) => memoryInUse(memory)),
      latency: from(['latency'], ({ latency }) => gauge(latency, latencyStat), { unit: metrics.latency?.unit }),
      errors: from(['errors', 'requests'], ({ errors, requests }) => percentOf([errors], [requests])),
      errorCount: from(['errors'], ({ errors }) => countOf([errors]), { isOptIn: true }),
      availability: from(['healthy'], ({ healthy }) => gauge(healthy, 'Minimum')),
      traffic: from(['requests'], ({ requests }) => requestsOf(requests)),
      cpu: from(['cpu'], ({ cpu }) => gauge(cpu, 'Average')),
      age: from(['age'], ({ age }) => gauge(age, 'Maximum'), { unit: metrics.age?.unit }),
      depth: from(['depth'], ({ depth }) => gauge(depth, 'Maximum')),
      disk: from(['disk'], ({ disk }) => gauge(disk, 'Maximum')),
    },
    recorded: () => [
      ...byStatistics(metrics.memory, 'Average', 'Maximum'),
      ...byStatistics(metrics.latency, 'p50', 'p99'),
      ...byStatistics(metrics.requests, 'Sum'),
      ...byStatistics(metrics.errors, 'Sum'),
      ...byStatistics(metrics.cpu, 'Average'),
      ...byStatistics(metrics.healthy, 'Minimum'),
      ...[metrics.age, metrics.depth, metrics.disk].flatMap((metric) => byStatistics(metric, 'Maximum')),
    ],
  };
};

const RECORDED_OF_DATABASE = [
  'DatabaseConnections',
  'ReadLatency',
  'WriteLatency',
  'CPUUtilization',
  'DiskQueueDepth',
  'FreeStorageSpace',
];

/** Services share a database: its storage is watched where it stands by itself, or where tocsin.yaml asks for it. */
export const databaseInstance = ({ database, kind }: Pick<Workload, 'database' | 'kind'>): Resource => {
  const from = measuredFrom('workload', { database });
  const of = (name: string): Named => named('AWS/RDS', { DBInstanceIdentifier: name });
  return {
    measurements: {
      databaseCpu: from(['database'], (given) => gauge(of(given.database)('CPUUtilization'), 'Average')),
      connections: from(['database'], (given) => gauge(of(given.database)('DatabaseConnections'), 'Average')),
      storage: from(
        ['database'],
        (given) => gauge(of(given.database)('FreeStorageSpace'), 'Minimum'),
        kind === 'rds' ? {} : { isOptIn: true },
      ),
    },
    recorded: () =>
      database === undefined
        ? []
        : RECORDED_OF_DATABASE.flatMap((metric) => byStatistics(of(database)(metric), 'Average')),
  };
};
