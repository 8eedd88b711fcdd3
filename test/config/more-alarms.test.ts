import { describe, expect, it } from 'vitest';
import { loaded, problemsOf, withService } from './loading.ts';

const ECS = '{ kind: ecs, cluster: prod, service: shop }';
const QUEUE = '{ kind: sqs, queue: orders, deadLetterQueue: orders-dlq }';
const withAlarms = (workload: string, alarms: string): string =>
  withService(`workload: ${workload}`, `alarms: ${alarms}`);
const told = (workload: string, alarms = '{}'): readonly string[] =>
  problemsOf(withAlarms(workload, alarms)).map((problem) => problem.replace(/^\d+:\d+ services\.shop\./u, ''));

describe('an alarm', () => {
  it.each([
    [
      QUEUE,
      '{ depth: {} }',
      'alarms.depth: expected critical or warning, how many messages are too many: no number fits every queue',
    ],
    [
      ECS,
      '{ availability: { critical: 2 } }',
      'alarms.availability.critical: expected 1: without Container Insights ECS says only whether a task runs; turn on Container Insights on the cluster and write workload.containerInsights: true',
    ],
    [ECS, '{ memory: { period: 120 } }', 'alarms.memory.period: expected 60 or 300, the seconds of a period, got 120'],
    [
      ECS,
      '{ memory: { period: 300, for: 1 of 289 } }',
      'alarms.memory.for: N is at most 288 with period: 300, a day: got 289',
    ],
    [
      ECS,
      '{ saturation: { cpu: { warning: 95, critical: 90 } } }',
      'alarms.saturation.cpu.warning: the warning threshold must be below the critical one',
    ],
    [
      ECS,
      '{ saturation: { cpu: { for: 1 of 1 } } }',
      'alarms.saturation.cpu: expected critical, warning or both in it',
    ],
    [
      '{ kind: rds, database: shop-db }',
      '{ storage: { critical: 5GB, warning: 2GB } }',
      'alarms.storage.warning: the warning threshold must be above the critical one',
    ],
    [
      '{ kind: rds, database: shop-db }',
      '{ storage: { critical: 5 } }',
      'alarms.storage.critical: expected a size such as 2GB, got 5: write critical: 5GB or 5TB',
    ],
    [
      '{ kind: sqs, queue: orders }',
      '{ deadLetters: {} }',
      'alarms.deadLetters: this workload has no metric for this alarm: name workload.deadLetterQueue, or turn it off with deadLetters: false',
    ],
  ])('of %s written as %s is refused', (workload, alarms, problem) => {
    expect(told(workload, alarms)).toEqual([problem]);
  });

  it('on errors as a count needs no requests beside them', () => {
    const custom = '{ kind: custom, metrics: { errors: { namespace: Shop, metricName: Failed } } }';
    expect(told(custom, '{ errorCount: {} }')).toEqual([]);
    expect(told(custom)).toHaveLength(1);
  });
});

describe('a workload', () => {
  it.each([
    [
      '{ kind: nlb, loadBalancer: app/web/50dc }',
      'workload.loadBalancer: expected the end of a load balancer\'s ARN, such as net/web/50dc6c495c0c9188, got "app/web/50dc"',
    ],
    [
      '{ kind: dynamodb, table: carts, operations: [Query, Query] }',
      'workload.operations: an operation is named twice',
    ],
    [
      '{ kind: sqs, queue: "https://sqs.us-east-1.amazonaws.com/1/orders" }',
      'workload.queue: expected the name of an SQS queue (not its URL or ARN), got "https://sqs.us-east-1.amazonaws.com/1/orders": write queue: orders',
    ],
    [
      '{ kind: ecs, cluster: prod, service: shop, targetGroup: targetgroup/shop/73e2 }',
      'workload.targetGroup: no alarm looks at it without workload.loadBalancer: name that too, or leave it out',
    ],
    ['{ kind: rds }', 'workload.database: missing: expected the name of an RDS instance'],
  ])('written as %s is refused', (workload, problem) => {
    expect(told(workload)).toEqual([problem]);
  });

  it('of an Auto Scaling group behind a Network Load Balancer has what that measures', () => {
    const group =
      '{ kind: ec2-asg, autoScalingGroup: farm, loadBalancer: net/farm/50dc, targetGroup: targetgroup/farm/73e2 }';
    const { alarms } = loaded(withAlarms(group, '{}')).services['shop'] ?? {};
    expect(alarms).toMatchObject({
      latency: false,
      errors: false,
      availability: { critical: 1 },
      traffic: { band: 3 },
    });
  });
});
