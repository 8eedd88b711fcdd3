import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, isComposite, type MetricAlarmDefinition } from '../../../lib/core/alarm/definition.ts';
import { alarmsOf, prerequisitesOf } from '../../../lib/core/service/service-alarms.ts';
import type { Service } from '../../../lib/core/configuration.ts';
import { configurationOf } from '../../support/configurations.ts';

const serviceOf = (workload: string, alarms = '{}'): Service => {
  const { services } = configurationOf(`
services: { shop: { escalation: primary, workload: ${workload}, alarms: ${alarms} } }
responders: { alice: { name: Alice } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`);
  const { shop } = services;
  if (shop === undefined) throw new Error('it has one service');
  return shop;
};

const alarmsIn = (workload: string, alarms?: string): readonly MetricAlarmDefinition[] =>
  alarmsOf('shop', serviceOf(workload, alarms), 'prod').filter(
    (alarm: AlarmDefinition): alarm is MetricAlarmDefinition => !isComposite(alarm),
  );

const kinds = (all: readonly MetricAlarmDefinition[]): readonly string[] =>
  all.map(({ watches, severity }) => `${watches} ${severity}`);

const one = (watches: string, workload: string, alarms?: string): MetricAlarmDefinition => {
  const [found] = alarmsIn(workload, alarms).filter((alarm) => alarm.watches === watches);
  if (found === undefined) throw new Error(`no alarm on ${watches}`);
  return found;
};

const ECS = '{ kind: ecs, cluster: prod, service: mailer }';
const TABLE = '{ kind: dynamodb, table: carts }';
const QUEUE = '{ kind: sqs, queue: orders, deadLetterQueue: orders-dlq }';

describe('an ECS service without a load balancer', () => {
  it('is watched for memory, CPU and whether a task runs', () => {
    expect(kinds(alarmsIn(ECS))).toEqual([
      'memory critical',
      'memory warning',
      'memory-growth critical',
      'slow-leak warning',
      'availability critical',
      'cpu warning',
    ]);
  });

  it('pages when ECS reports nothing of it: then no task runs', () => {
    expect(one('availability', ECS)).toMatchObject({
      signal: { metric: { namespace: 'AWS/ECS', metricName: 'CPUUtilization', stat: 'SampleCount' } },
      limit: { comparison: 'LessThanThreshold', threshold: 1 },
      treatMissingData: 'breaching',
      description: expect.stringMatching(/^shop has no running task in 2 of 3 minutes\. /u) as string,
    });
  });

  it('counts its tasks where Container Insights do', () => {
    const counted = ECS.replace(' }', ', containerInsights: true }');
    const alarm = one('availability', counted, '{ availability: { warning: 3 } }');
    expect(alarm).toMatchObject({
      signal: { metric: { namespace: 'ECS/ContainerInsights', metricName: 'RunningTaskCount', stat: 'Minimum' } },
      limit: { threshold: 3 },
    });
    expect(prerequisitesOf(serviceOf(counted))).toEqual([
      expect.stringContaining('the alarm on availability needs Container Insights'),
    ]);
  });

  it('is told by a Network Load Balancer which targets are healthy, where it is behind one', () => {
    const behind = ECS.replace(' }', ', loadBalancer: net/mail/50dc, targetGroup: targetgroup/mail/73e2 }');
    expect(one('availability', behind).signal).toMatchObject({ metric: { namespace: 'AWS/NetworkELB' } });
    expect(one('traffic', behind).description).toContain('unusually few new flows');
  });
});

describe('a queue', () => {
  it('pages by how long messages wait, and warns of the first that was given up', () => {
    expect(kinds(alarmsIn(QUEUE))).toEqual(['age critical', 'age warning', 'dead-letters warning']);
    expect(one('age', QUEUE)).toMatchObject({
      limit: { threshold: 900 },
      description: expect.stringContaining(
        'works late: the oldest message that waits has waited 15 min or more',
      ) as string,
    });
    expect(one('dead-letters', QUEUE)).toMatchObject({
      signal: { metric: { dimensions: { QueueName: 'orders-dlq' }, stat: 'Maximum' } },
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
    });
  });

  it('takes no data for an empty queue: SQS reports any that holds something', () => {
    const all = alarmsIn(QUEUE, '{ depth: { warning: 1000 } }');
    expect(new Set(all.map(({ treatMissingData }) => treatMissingData))).toEqual(new Set(['notBreaching']));
  });
});

describe('a table', () => {
  it('warns of throttles and of system errors, which are summed over its operations', () => {
    expect(kinds(alarmsIn(TABLE))).toEqual(['error-count warning', 'throttles warning']);
    const few = one('error-count', TABLE.replace(' }', ', operations: [GetItem, Query] }'));
    expect(few.signal).toMatchObject({
      queries: [
        { expression: 'FILL(m1,0)+FILL(m2,0)' },
        { metric: { metricName: 'SystemErrors', dimensions: { TableName: 'carts', Operation: 'GetItem' } } },
        { metric: { metricName: 'SystemErrors', dimensions: { TableName: 'carts', Operation: 'Query' } } },
      ],
    });
    expect(few.description).toContain('shop has 1 system error a minute or more');
  });

  it('never has more metrics in an alarm than CloudWatch takes', () => {
    const { signal } = one('error-count', TABLE);
    const metrics = signal.kind === 'math' ? signal.queries.filter((query) => 'metric' in query) : [];
    expect(metrics).toHaveLength(10);
  });

  it('fills what is missing with 0, because its alarms would keep their state', () => {
    const expressions = alarmsIn(TABLE).flatMap(({ signal }) =>
      signal.kind === 'math'
        ? signal.queries.flatMap((query) => ('expression' in query ? [query.expression] : []))
        : [],
    );
    expect(expressions).toHaveLength(2);
    for (const expression of expressions) expect(expression).toMatch(/^FILL\(m1,0\)(?:\+FILL\(m\d+,0\))*$/u);
  });
});

describe('a database by itself', () => {
  it('pages before its storage is full, and warns of CPU and connections', () => {
    const all = alarmsIn('{ kind: rds, database: ledger-db }');
    expect(kinds(all)).toEqual([
      'storage critical',
      'storage warning',
      'database-cpu warning',
      'database-connections warning',
    ]);
    expect(all[0]).toMatchObject({
      limit: { comparison: 'LessThanThreshold', threshold: 2 * 1_024 ** 3 },
      description: expect.stringContaining('fills its database: ledger-db has less than 2 GB free') as string,
    });
  });

  it('beside a service has an alarm on its storage where that is written', () => {
    const beside = '{ kind: lambda, functionName: shop, database: shop-db }';
    expect(kinds(alarmsIn(beside))).not.toContain('storage critical');
    expect(one('storage', beside, '{ storage: {} }').severity).toBe('critical');
  });
});

describe('a function with an alias', () => {
  const ALIAS = '{ kind: lambda, functionName: shop, alias: live, deadLetterQueue: shop-dlq }';

  it('is watched by the calls of the alias alone', () => {
    const dimensions = { FunctionName: 'shop', Resource: 'shop:live' };
    expect(one('latency', ALIAS).signal).toMatchObject({ metric: { dimensions } });
    expect(one('throttles', ALIAS).signal).toMatchObject({ metric: { dimensions } });
    expect(kinds(alarmsIn(ALIAS))).toContain('dead-letters warning');
  });

  it('has alarms on the age of its records and on errors as a count where they are written', () => {
    expect(kinds(alarmsIn(ALIAS)).join()).not.toMatch(/age|error-count/u);
    expect(one('age', ALIAS, '{ age: { critical: 10m } }')).toMatchObject({
      signal: { metric: { metricName: 'IteratorAge', stat: 'Maximum' } },
      limit: { threshold: 600_000 },
    });
    expect(one('error-count', ALIAS, '{ errorCount: { critical: 5 } }')).toMatchObject({
      signal: { metric: { metricName: 'Errors', stat: 'Sum' } },
      description: expect.stringContaining('shop has 5 errors a minute or more in 3 of 5 minutes') as string,
    });
  });
});

describe('an alarm that is written', () => {
  const WEB = '{ kind: alb-ecs, loadBalancer: app/web/50dc, cluster: prod, service: web }';

  it('pages for CPU where a critical threshold is given, over its own window', () => {
    const all = alarmsIn(WEB, '{ saturation: { cpu: { critical: 98, warning: 90, for: 10 of 10 } } }');
    expect(
      all
        .filter(({ watches }) => watches === 'cpu')
        .map(({ severity, limit, evaluationPeriods }) => [severity, limit, evaluationPeriods]),
    ).toEqual([
      ['critical', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 98 }, 10],
      ['warning', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 90 }, 10],
    ]);
  });

  it('pages when there is no request at all, and when nothing is reported of them', () => {
    expect(one('low-traffic', WEB, '{ lowTraffic: {} }')).toMatchObject({
      severity: 'critical',
      limit: { comparison: 'LessThanThreshold', threshold: 1 },
      datapointsToAlarm: 15,
      treatMissingData: 'breaching',
      warmUp: { minutes: 10 },
      description: expect.stringContaining('shop gets no request a minute in 15 of 15 minutes') as string,
    });
  });

  it('looks at periods of five minutes, all its metrics, and says so', () => {
    const alarm = one('errors', WEB, '{ errors: { critical: 5, period: 300 } }');
    const periods = alarm.signal.kind === 'math' ? alarm.signal.queries : [];
    expect(periods.flatMap((query) => ('metric' in query ? [query.metric.periodSeconds] : []))).toEqual([
      300, 300, 300,
    ]);
    expect(alarm.description).toContain('in 3 of 5 periods of 5 min.');
    expect(one('error-count', WEB, '{ errorCount: { warning: 2, period: 300 } }').description).toContain(
      'has 2 errors in 5 min or more',
    );
  });

  it('needs no detailed monitoring of instances where it looks at five minutes', () => {
    const group = '{ kind: ec2-asg, autoScalingGroup: farm }';
    expect(prerequisitesOf(serviceOf(group)).join()).toContain('or period: 300');
    expect(prerequisitesOf(serviceOf(group, '{ saturation: { period: 300 } }')).join()).not.toContain('detailed');
  });
});
