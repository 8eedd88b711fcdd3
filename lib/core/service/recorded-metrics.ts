import type { CustomMetric, Workload } from '../configuration.ts';
import type { Metric } from '../alarm/definition.ts';

/** One-minute periods of a metric, a series for each statistic. */
const read = ({ namespace, metricName, dimensions }: CustomMetric, ...stats: readonly string[]): Metric[] =>
  stats.map((stat) => ({ namespace, metricName, dimensions, stat, periodSeconds: 60 }));

type Dimensions = CustomMetric['dimensions'];

const balanced = (dimensions: Dimensions): Metric[] => {
  const of = (metricName: string): CustomMetric => ({ namespace: 'AWS/ApplicationELB', metricName, dimensions });
  return [
    ...read(of('RequestCount'), 'Sum'),
    ...read(of('TargetResponseTime'), 'p50', 'p99'),
    ...read(of('HTTPCode_Target_5XX_Count'), 'Sum'),
  ];
};

/** The load balancer as a whole, and the part of it that is this service's. */
const behindLoadBalancer = (loadBalancer: string, targetGroup: string | undefined): Metric[] => {
  const whole = { LoadBalancer: loadBalancer };
  const of = (metricName: string, dimensions: Dimensions): CustomMetric => ({
    namespace: 'AWS/ApplicationELB',
    metricName,
    dimensions,
  });
  const errors = read(of('HTTPCode_ELB_5XX_Count', whole), 'Sum');
  if (targetGroup === undefined) return [...balanced(whole), ...errors];
  const own = { ...whole, TargetGroup: targetGroup };
  return [...balanced(whole), ...errors, ...balanced(own), ...read(of('HealthyHostCount', own), 'Minimum')];
};

const database = (DBInstanceIdentifier: string): Metric[] =>
  ['DatabaseConnections', 'ReadLatency', 'WriteLatency', 'CPUUtilization', 'DiskQueueDepth'].flatMap((metricName) =>
    read({ namespace: 'AWS/RDS', metricName, dimensions: { DBInstanceIdentifier } }, 'Average'),
  );

const ecs = (dimensions: Dimensions): Metric[] => [
  ...read({ namespace: 'AWS/ECS', metricName: 'MemoryUtilization', dimensions }, 'Average', 'Maximum'),
  ...read({ namespace: 'AWS/ECS', metricName: 'CPUUtilization', dimensions }, 'Average'),
];

const lambda = (functionName: string): Metric[] => {
  const of = (metricName: string): CustomMetric => ({
    namespace: 'AWS/Lambda',
    metricName,
    dimensions: { FunctionName: functionName },
  });
  const dimensions = { function_name: functionName };
  return [
    ...['Invocations', 'Errors', 'Throttles'].flatMap((metricName) => read(of(metricName), 'Sum')),
    ...read(of('Duration'), 'p50', 'p99'),
    ...read({ namespace: 'LambdaInsights', metricName: 'memory_utilization', dimensions }, 'Average', 'Maximum'),
  ];
};

const autoScalingGroup = (AutoScalingGroupName: string): Metric[] => {
  const dimensions = { AutoScalingGroupName };
  return [
    ...read({ namespace: 'CWAgent', metricName: 'mem_used_percent', dimensions }, 'Average', 'Maximum'),
    ...read({ namespace: 'AWS/EC2', metricName: 'CPUUtilization', dimensions }, 'Average'),
  ];
};

const CUSTOM_STATS = {
  memory: ['Average', 'Maximum'],
  latency: ['p50', 'p99'],
  requests: ['Sum'],
  errors: ['Sum'],
  cpu: ['Average'],
} as const;

const custom = (metrics: Extract<Workload, { kind: 'custom' }>['metrics']): Metric[] =>
  (Object.keys(CUSTOM_STATS) as (keyof typeof CUSTOM_STATS)[]).flatMap((name) => {
    const metric = metrics[name];
    return metric === undefined ? [] : read(metric, ...CUSTOM_STATS[name]);
  });

const own = (workload: Workload): Metric[] => {
  switch (workload.kind) {
    case 'alb-ecs': {
      const { loadBalancer, targetGroup, cluster, service } = workload;
      return [...behindLoadBalancer(loadBalancer, targetGroup), ...ecs({ ClusterName: cluster, ServiceName: service })];
    }
    case 'lambda':
      return lambda(workload.functionName);
    case 'ec2-asg': {
      const { loadBalancer, targetGroup } = workload;
      const balancer = loadBalancer === undefined ? [] : behindLoadBalancer(loadBalancer, targetGroup);
      return [...balancer, ...autoScalingGroup(workload.autoScalingGroup)];
    }
    case 'custom':
      return custom(workload.metrics);
  }
};

/** What a recording of a service holds, whatever its alarms look at; a metric may not exist. */
export const recordedMetrics = (workload: Workload): readonly Metric[] => [
  ...own(workload),
  ...(workload.database === undefined ? [] : database(workload.database)),
];
