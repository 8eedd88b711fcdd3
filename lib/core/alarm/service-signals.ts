import type { CustomMetric, Workload } from '../configuration.ts';
import type { Metric, Signal } from './definition.ts';

/** All alarms look at one-minute periods. */
const ALARM_PERIOD_SECONDS = 60;

/** Below 20 requests a minute one failure is 5 percent or more, which says nothing; 30 a minute have to count. */
const ENOUGH_REQUESTS = 20;

type MetricSignal = Extract<Signal, { kind: 'metric' }>;
type PercentSignal = Extract<Signal, { kind: 'percent' }>;

/** What can be watched of a workload; absent: it does not measure that. */
interface ServiceSignals {
  /** Percent of the limit. */
  readonly memory?: MetricSignal;
  readonly latency?: MetricSignal;
  readonly errors?: PercentSignal;
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

const percent = (part: readonly CustomMetric[], whole: readonly CustomMetric[]): PercentSignal => ({
  kind: 'percent',
  part: part.map((metric) => measured(metric, 'Sum')),
  whole: whole.map((metric) => measured(metric, 'Sum')),
  atLeast: ENOUGH_REQUESTS,
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
  const balancer = { LoadBalancer: loadBalancer };
  const target = targetGroup === undefined ? balancer : { ...balancer, TargetGroup: targetGroup };
  const of = (metricName: string, dimensions: Readonly<Record<string, string>>): CustomMetric => ({
    namespace: 'AWS/ApplicationELB',
    metricName,
    dimensions,
  });
  const balancerErrors = of('HTTPCode_ELB_5XX_Count', balancer);
  return {
    latency: gauge(of('TargetResponseTime', target), latencyStat),
    errors: percent(
      [of('HTTPCode_Target_5XX_Count', target), balancerErrors],
      [of('RequestCount', target), balancerErrors],
    ),
  };
};

const lambda = (functionName: string, latencyStat: string): ServiceSignals => {
  const of = (metricName: string): CustomMetric => ({
    namespace: 'AWS/Lambda',
    metricName,
    dimensions: { FunctionName: functionName },
  });
  const memory = {
    namespace: 'LambdaInsights',
    metricName: 'memory_utilization',
    dimensions: { function_name: functionName },
  };
  return {
    memory: gauge(memory, 'Average'),
    latency: gauge(of('Duration'), latencyStat),
    errors: percent([of('Errors')], [of('Invocations')]),
  };
};

const custom = (
  { memory, latency, requests, errors }: Extract<Workload, { kind: 'custom' }>['metrics'],
  latencyStat: string,
): ServiceSignals => ({
  ...(memory === undefined ? {} : { memory: gauge(memory, 'Average') }),
  ...(latency === undefined ? {} : { latency: gauge(latency, latencyStat) }),
  ...(errors === undefined || requests === undefined ? {} : { errors: percent([errors], [requests]) }),
});

/** The metrics of a workload that its alarms look at. */
export const serviceSignals = (workload: Workload, latencyStat: string): ServiceSignals => {
  switch (workload.kind) {
    case 'alb-ecs': {
      const dimensions = { ClusterName: workload.cluster, ServiceName: workload.service };
      const memory = { namespace: 'AWS/ECS', metricName: 'MemoryUtilization', dimensions };
      return { memory: gauge(memory, 'Average'), ...behindLoadBalancer(workload, latencyStat) };
    }
    case 'lambda':
      return lambda(workload.functionName, latencyStat);
    case 'ec2-asg': {
      const { loadBalancer, targetGroup } = workload;
      const dimensions = { AutoScalingGroupName: workload.autoScalingGroup };
      const memory = { namespace: 'CWAgent', metricName: 'mem_used_percent', dimensions };
      return {
        memory: gauge(memory, 'Average'),
        ...(loadBalancer === undefined ? {} : behindLoadBalancer({ loadBalancer, targetGroup }, latencyStat)),
      };
    }
    case 'custom':
      return custom(workload.metrics, latencyStat);
  }
};
