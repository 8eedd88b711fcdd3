import type { CustomMetric, Workload } from '../configuration.ts';
import type { Metric, Signal } from '../alarm/definition.ts';
import { errorRate } from './service-error-rate.ts';

/** All alarms look at one-minute periods. */
const ALARM_PERIOD_SECONDS = 60;

type MetricSignal = Extract<Signal, { kind: 'metric' }>;

/** What can be watched of a workload; absent: it does not measure that. */
export interface ServiceSignals {
  /** Percent of the limit. */
  readonly memory?: MetricSignal;
  readonly latency?: MetricSignal;
  /** Percent of requests. */
  readonly errors?: Signal;
  /** Healthy targets behind the load balancer. */
  readonly availability?: MetricSignal;
  /** Requests a minute. */
  readonly traffic?: Signal;
  /** Percent. */
  readonly cpu?: MetricSignal;
  /** Refused calls a minute. */
  readonly throttles?: MetricSignal;
  /** Percent. */
  readonly databaseCpu?: MetricSignal;
  readonly connections?: MetricSignal;
}

const measured = (metric: CustomMetric, stat: string): Metric => ({
  namespace: metric.namespace,
  metricName: metric.metricName,
  dimensions: metric.dimensions,
  stat,
  periodSeconds: ALARM_PERIOD_SECONDS,
});

const gauge = (metric: CustomMetric, stat: string): MetricSignal => ({
  kind: 'metric',
  metric: measured(metric, stat),
});

const percent = (failed: readonly CustomMetric[], all: readonly CustomMetric[]): Signal => {
  const sums = (metrics: readonly CustomMetric[]): Metric[] => metrics.map((metric) => measured(metric, 'Sum'));
  return errorRate(sums(failed), sums(all));
};

/** A minute without requests is not reported: here it is a minute of 0 requests, and the band knows whether that is usual. */
const requests = (metric: CustomMetric): Signal => ({
  kind: 'math',
  queries: [
    { id: 'requests', expression: 'FILL(m1,0)', label: 'requests' },
    { id: 'm1', metric: measured(metric, 'Sum') },
  ],
  returned: 'requests',
});

const named =
  (namespace: string, dimensions: Readonly<Record<string, string>>) =>
  (metricName: string): CustomMetric => ({ namespace, metricName, dimensions });

/**
 * Minimum is what the node of the load balancer reports that sees the fewest: without cross-zone load balancing, users
 * whom that node serves have nobody to answer them. The metric exists for a load balancer and a target group together only.
 */
const availability = (target: (metricName: string) => CustomMetric): ServiceSignals => ({
  availability: gauge(target('HealthyHostCount'), 'Minimum'),
});

/**
 * The balancer's own 5xx are not in RequestCount, which counts requests that reached a target, and exist for the whole
 * load balancer only: with several target groups the errors of one may count for all, but a service without a healthy
 * target is seen. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
const behindLoadBalancer = (
  { loadBalancer, targetGroup }: { readonly loadBalancer: string; readonly targetGroup?: string | undefined },
  latencyStat: string,
): ServiceSignals => {
  const dimensions = { LoadBalancer: loadBalancer };
  const balancer = named('AWS/ApplicationELB', dimensions);
  const target =
    targetGroup === undefined ? balancer : named('AWS/ApplicationELB', { ...dimensions, TargetGroup: targetGroup });
  const balancerErrors = balancer('HTTPCode_ELB_5XX_Count');
  return {
    latency: gauge(target('TargetResponseTime'), latencyStat),
    errors: percent([target('HTTPCode_Target_5XX_Count'), balancerErrors], [target('RequestCount'), balancerErrors]),
    traffic: requests(target('RequestCount')),
    ...(targetGroup === undefined ? {} : availability(target)),
  };
};

const lambda = (functionName: string, latencyStat: string): ServiceSignals => {
  const of = named('AWS/Lambda', { FunctionName: functionName });
  const memory = named('LambdaInsights', { function_name: functionName })('memory_utilization');
  return {
    memory: gauge(memory, 'Average'),
    latency: gauge(of('Duration'), latencyStat),
    errors: percent([of('Errors')], [of('Invocations')]),
    traffic: requests(of('Invocations')),
    throttles: gauge(of('Throttles'), 'Sum'),
  };
};

const custom = (
  { memory, latency, requests: all, errors, cpu }: Extract<Workload, { kind: 'custom' }>['metrics'],
  latencyStat: string,
): ServiceSignals => ({
  ...(memory === undefined ? {} : { memory: gauge(memory, 'Average') }),
  ...(latency === undefined ? {} : { latency: gauge(latency, latencyStat) }),
  ...(errors === undefined || all === undefined ? {} : { errors: percent([errors], [all]) }),
  ...(all === undefined ? {} : { traffic: requests(all) }),
  ...(cpu === undefined ? {} : { cpu: gauge(cpu, 'Average') }),
});

const database = (name: string | undefined): ServiceSignals => {
  if (name === undefined) return {};
  const of = named('AWS/RDS', { DBInstanceIdentifier: name });
  return {
    databaseCpu: gauge(of('CPUUtilization'), 'Average'),
    connections: gauge(of('DatabaseConnections'), 'Average'),
  };
};

const ownSignals = (workload: Workload, latencyStat: string): ServiceSignals => {
  switch (workload.kind) {
    case 'alb-ecs': {
      const of = named('AWS/ECS', { ClusterName: workload.cluster, ServiceName: workload.service });
      return {
        memory: gauge(of('MemoryUtilization'), 'Average'),
        cpu: gauge(of('CPUUtilization'), 'Average'),
        ...behindLoadBalancer(workload, latencyStat),
      };
    }
    case 'lambda':
      return lambda(workload.functionName, latencyStat);
    case 'ec2-asg': {
      const { loadBalancer, targetGroup } = workload;
      const dimensions = { AutoScalingGroupName: workload.autoScalingGroup };
      return {
        memory: gauge(named('CWAgent', dimensions)('mem_used_percent'), 'Average'),
        cpu: gauge(named('AWS/EC2', dimensions)('CPUUtilization'), 'Average'),
        ...(loadBalancer === undefined ? {} : behindLoadBalancer({ loadBalancer, targetGroup }, latencyStat)),
      };
    }
    case 'custom':
      return custom(workload.metrics, latencyStat);
  }
};

/** The metrics of a workload, and of its database, that its alarms look at. */
export const serviceSignals = (workload: Workload, latencyStat: string): ServiceSignals => ({
  ...ownSignals(workload, latencyStat),
  ...database(workload.database),
});
