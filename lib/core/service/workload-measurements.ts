import type { Workload } from '../configuration.ts';
import type { Measurements } from './measurement.ts';
import {
  applicationLoadBalancer,
  autoScalingGroup,
  customMetrics,
  databaseInstance,
  ecsService,
  lambdaFunction,
} from './resources.ts';

const ownMeasurements = (workload: Workload, latencyStat: string): Measurements => {
  switch (workload.kind) {
    case 'alb-ecs':
      return { ...applicationLoadBalancer(workload, latencyStat), ...ecsService(workload) };
    case 'lambda':
      return lambdaFunction(workload, latencyStat);
    case 'ec2-asg':
      return { ...applicationLoadBalancer(workload, latencyStat), ...autoScalingGroup(workload) };
    case 'custom':
      return customMetrics(workload, latencyStat);
  }
};

/** What alarms can look at of a workload and of its database; `latencyStat` is the statistic of its latency. */
export const measurementsOf = (workload: Workload, latencyStat = 'p99'): Measurements => ({
  ...ownMeasurements(workload, latencyStat),
  ...databaseInstance(workload),
});
