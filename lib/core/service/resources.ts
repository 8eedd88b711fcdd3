import type { Workload } from '../configuration.ts';
import type { Metric } from '../alarm/definition.ts';
import { measuredFrom, type Measurements } from './measurement.ts';
import { gauge, type Named, named, percentOf, requestsOf, byStatistics } from './service-signals.ts';

/** What reports metrics; a workload runs on one or more. */
export interface Resource {
  /** For alarms. */
  readonly measurements: Measurements;
  /** For diagnosis, whatever alarms look at; a metric may not exist. Made when asked: a function makes alarms only, at its start. */
  readonly recorded: () => readonly Metric[];
}

type Of<K extends Workload['kind']> = Extract<Workload, { readonly kind: K }>;

const LAMBDA_INSIGHTS = 'needs Lambda Insights on the function: without it there is no data.';
const CLOUDWATCH_AGENT =
  'needs the CloudWatch agent on the instances, with mem_used_percent aggregated by AutoScalingGroupName: without it there is no data.';
const DETAILED_MONITORING =
  'needs detailed monitoring of the instances: without it CPU comes every five minutes, too seldom for it.';

interface Balancer {
  readonly loadBalancer: string;
  readonly targetGroup?: string | undefined;
}

const balancerOf = ({ loadBalancer }: Balancer): Named => named('AWS/ApplicationELB', { LoadBalancer: loadBalancer });

/** The service's own part of the load balancer, where services share it. */
const targetsOf = ({ loadBalancer, targetGroup }: Balancer): Named =>
  targetGroup === undefined
    ? balancerOf({ loadBalancer })
    : named('AWS/ApplicationELB', { LoadBalancer: loadBalancer, TargetGroup: targetGroup });

const recordedOf = ({ loadBalancer, targetGroup }: Partial<Balancer>): readonly Metric[] => {
  if (loadBalancer === undefined) return [];
  const answers = (of: Named): readonly Metric[] => [
    ...byStatistics(of('RequestCount'), 'Sum'),
    ...byStatistics(of('TargetResponseTime'), 'p50', 'p99'),
    ...byStatistics(of('HTTPCode_Target_5XX_Count'), 'Sum'),
  ];
  const whole = balancerOf({ loadBalancer });
  const all = [...answers(whole), ...byStatistics(whole('HTTPCode_ELB_5XX_Count'), 'Sum')];
  if (targetGroup === undefined) return all;
  const own = targetsOf({ loadBalancer, targetGroup });
  return [...all, ...answers(own), ...byStatistics(own('HealthyHostCount'), 'Minimum')];
};

/**
 * The balancer's own 5xx are not in RequestCount, which counts requests that reached a target, and exist for the whole
 * load balancer only: with several target groups the errors of one may count for all, but a service without a healthy
 * target is seen. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 *
 * HealthyHostCount exists for a load balancer and a target group together only. Minimum is what the node of the load
 * balancer reports that sees the fewest: without cross-zone load balancing, users whom that node serves have nobody to
 * answer them.
 */
export const applicationLoadBalancer = (workload: Partial<Balancer>, latencyStat: string): Resource => {
  const from = measuredFrom('workload', workload);
  return {
    measurements: {
      latency: from(['loadBalancer'], (given) => gauge(targetsOf(given)('TargetResponseTime'), latencyStat)),
      errors: from(['loadBalancer'], (given) => {
        const of = targetsOf(given);
        const balancerErrors = balancerOf(given)('HTTPCode_ELB_5XX_Count');
        return percentOf([of('HTTPCode_Target_5XX_Count'), balancerErrors], [of('RequestCount'), balancerErrors]);
      }),
      availability: from(['loadBalancer', 'targetGroup'], (given) =>
        gauge(targetsOf(given)('HealthyHostCount'), 'Minimum'),
      ),
      traffic: from(['loadBalancer'], (given) => requestsOf(targetsOf(given)('RequestCount'))),
    },
    recorded: () => recordedOf(workload),
  };
};

export const ecsService = ({ cluster, service }: Of<'alb-ecs'>): Resource => {
  const of = named('AWS/ECS', { ClusterName: cluster, ServiceName: service });
  return {
    measurements: {
      memory: { signal: gauge(of('MemoryUtilization'), 'Average') },
      cpu: { signal: gauge(of('CPUUtilization'), 'Average') },
    },
    recorded: () => [
      ...byStatistics(of('MemoryUtilization'), 'Average', 'Maximum'),
      ...byStatistics(of('CPUUtilization'), 'Average'),
    ],
  };
};

export const lambdaFunction = ({ functionName }: Of<'lambda'>, latencyStat: string): Resource => {
  const of = named('AWS/Lambda', { FunctionName: functionName });
  const memory = named('LambdaInsights', { function_name: functionName })('memory_utilization');
  return {
    measurements: {
      memory: { signal: gauge(memory, 'Average'), prerequisite: LAMBDA_INSIGHTS },
      latency: { signal: gauge(of('Duration'), latencyStat) },
      errors: { signal: percentOf([of('Errors')], [of('Invocations')]) },
      traffic: { signal: requestsOf(of('Invocations')) },
      throttles: { signal: gauge(of('Throttles'), 'Sum') },
    },
    recorded: () => [
      ...['Invocations', 'Errors', 'Throttles'].flatMap((metricName) => byStatistics(of(metricName), 'Sum')),
      ...byStatistics(of('Duration'), 'p50', 'p99'),
      ...byStatistics(memory, 'Average', 'Maximum'),
    ],
  };
};

export const autoScalingGroup = ({ autoScalingGroup: AutoScalingGroupName }: Of<'ec2-asg'>): Resource => {
  const memory = named('CWAgent', { AutoScalingGroupName })('mem_used_percent');
  const cpu = named('AWS/EC2', { AutoScalingGroupName })('CPUUtilization');
  return {
    measurements: {
      memory: { signal: gauge(memory, 'Average'), prerequisite: CLOUDWATCH_AGENT },
      cpu: { signal: gauge(cpu, 'Average'), prerequisite: DETAILED_MONITORING },
    },
    recorded: () => [...byStatistics(memory, 'Average', 'Maximum'), ...byStatistics(cpu, 'Average')],
  };
};

/** Whatever reports them. */
export const customMetrics = ({ metrics }: Of<'custom'>, latencyStat: string): Resource => {
  const from = measuredFrom('workload.metrics', metrics);
  return {
    measurements: {
      memory: from(['memory'], ({ memory }) => gauge(memory, 'Average')),
      latency: from(['latency'], ({ latency }) => gauge(latency, latencyStat)),
      errors: from(['errors', 'requests'], ({ errors, requests }) => percentOf([errors], [requests])),
      traffic: from(['requests'], ({ requests }) => requestsOf(requests)),
      cpu: from(['cpu'], ({ cpu }) => gauge(cpu, 'Average')),
    },
    recorded: () => [
      ...byStatistics(metrics.memory, 'Average', 'Maximum'),
      ...byStatistics(metrics.latency, 'p50', 'p99'),
      ...byStatistics(metrics.requests, 'Sum'),
      ...byStatistics(metrics.errors, 'Sum'),
      ...byStatistics(metrics.cpu, 'Average'),
    ],
  };
};

const RECORDED_OF_DATABASE = ['DatabaseConnections', 'ReadLatency', 'WriteLatency', 'CPUUtilization', 'DiskQueueDepth'];

export const databaseInstance = (workload: Pick<Workload, 'database'>): Resource => {
  const from = measuredFrom('workload', workload);
  const of = (name: string): Named => named('AWS/RDS', { DBInstanceIdentifier: name });
  const { database: name } = workload;
  return {
    measurements: {
      databaseCpu: from(['database'], (given) => gauge(of(given.database)('CPUUtilization'), 'Average')),
      connections: from(['database'], (given) => gauge(of(given.database)('DatabaseConnections'), 'Average')),
    },
    recorded: () =>
      name === undefined ? [] : RECORDED_OF_DATABASE.flatMap((metric) => byStatistics(of(name)(metric), 'Average')),
  };
};
