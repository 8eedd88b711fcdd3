import type { Workload } from '../configuration.ts';
import type { Metric } from '../alarm/definition.ts';
import type { Measurements } from './measurement.ts';
import { loadBalancer, networkLoadBalancer } from './load-balancers.ts';
import type { Resource, WorkloadOf } from './resource.ts';
import { autoScalingGroup, customMetrics, databaseInstance, ecsService, lambdaFunction } from './resources.ts';
import { deadLetters, dynamodbTable, messageQueue } from './stores.ts';

type Own<K extends Workload['kind']> = (workload: WorkloadOf<K>, latencyStat: string) => readonly Resource[];

/** What each kind runs on beside its database; of two that measure the same, the later counts. */
const OWN: { readonly [K in Workload['kind']]: Own<K> } = {
  'alb-ecs': (workload, latencyStat) => [loadBalancer(workload, latencyStat), ecsService(workload)],
  ecs: (workload) => [networkLoadBalancer(workload), ecsService(workload)],
  lambda: (workload, latencyStat) => [lambdaFunction(workload, latencyStat), deadLetters(workload)],
  'ec2-asg': (workload, latencyStat) => [loadBalancer(workload, latencyStat), autoScalingGroup(workload)],
  nlb: (workload) => [networkLoadBalancer(workload)],
  sqs: (workload) => [messageQueue(workload), deadLetters(workload)],
  dynamodb: (workload) => [dynamodbTable(workload)],
  rds: () => [],
  custom: (workload, latencyStat) => [customMetrics(workload, latencyStat)],
};

/** The compiler does not see that a workload and what stands under its kind belong together. */
const ownResources = <K extends Workload['kind']>(workload: WorkloadOf<K>, latencyStat: string): readonly Resource[] =>
  OWN[workload.kind](workload, latencyStat);

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
