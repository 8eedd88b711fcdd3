import type { Workload } from '../configuration.ts';
import type { Metric } from '../alarm/definition.ts';
import type { Measurements } from './measurement.ts';
import {
  applicationLoadBalancer,
  autoScalingGroup,
  customMetrics,
  databaseInstance,
  ecsService,
  lambdaFunction,
  type Resource,
} from './resources.ts';

const ownResources = (workload: Workload, latencyStat: string): readonly Resource[] => {
  switch (workload.kind) {
    case 'alb-ecs':
      return [applicationLoadBalancer(workload, latencyStat), ecsService(workload)];
    case 'lambda':
      return [lambdaFunction(workload, latencyStat)];
    case 'ec2-asg':
      return [applicationLoadBalancer(workload, latencyStat), autoScalingGroup(workload)];
    case 'custom':
      return [customMetrics(workload, latencyStat)];
  }
};

const resourcesOf = (workload: Workload, latencyStat = 'p99'): readonly Resource[] => [
  ...ownResources(workload, latencyStat),
  databaseInstance(workload),
];

/** What alarms can look at of a workload and of its database; `latencyStat` is the statistic of its latency. */
export const measurementsOf = (workload: Workload, latencyStat?: string): Measurements =>
  resourcesOf(workload, latencyStat).reduce<Measurements>((all, { measurements }) => ({ ...all, ...measurements }), {});

/** What a recording of a service holds, whatever its alarms look at; a metric may not exist. */
export const recordedMetrics = (workload: Workload): readonly Metric[] =>
  resourcesOf(workload).flatMap(({ recorded }) => recorded());
