import { describe, expect, it } from 'vitest';
import {
  type AlarmDefinition,
  type CompositeAlarmDefinition,
  type MetricAlarmDefinition,
  isComposite,
} from '../../../lib/core/alarm/definition.ts';
import { alarmsOf, prerequisitesOf } from '../../../lib/core/service/service-alarms.ts';
import type { AlarmSettings } from '../../../lib/core/alarm-settings.ts';
import type { Service, Workload } from '../../../lib/core/configuration.ts';
import { NO_ALARMS } from '../../support/no-alarms.ts';

const threeOfFive = { datapointsToAlarm: 3, evaluationPeriods: 5 };
const twoOfThree = { datapointsToAlarm: 2, evaluationPeriods: 3 };
const alarms: AlarmSettings = {
  ...NO_ALARMS,
  memory: { critical: 90, warning: 75, for: threeOfFive },
  memoryGrowth: { exhaustionWithinMs: 3_600_000 },
  slowLeak: {},
  latency: { stat: 'p99', critical: 1_000, for: threeOfFive },
  errors: { critical: 5, for: threeOfFive },
  availability: { critical: 1, for: twoOfThree },
  traffic: { warning: 'anomaly', band: 3, for: threeOfFive },
  saturation: { cpu: 90, throttles: 1, databaseCpu: 90, connections: 'anomaly', for: threeOfFive },
  userImpact: true,
};
const loadBalancer = 'app/web/50dc';
const targetGroup = 'targetgroup/web/73e2';
const webOnEcs: Workload = { kind: 'alb-ecs', loadBalancer, cluster: 'prod', service: 'web' };
const webWithAll: Workload = { ...webOnEcs, targetGroup, database: 'web-db' };
const lambda: Workload = { kind: 'lambda', functionName: 'checkout' };
const scaling: Workload = { kind: 'ec2-asg', autoScalingGroup: 'web-asg' };

const service = (workload: Workload, changed: Partial<AlarmSettings> = {}): Service => ({
  escalation: 'primary',
  runbook: 'https://wiki.example.com/web',
  workload,
  alarms: { ...alarms, ...changed },
  recoverAfterMs: 300_000,
  cooldownMs: 600_000,
  insufficientData: 'notify',
});
const alarmsFor = (workload: Workload, changed: Partial<AlarmSettings> = {}): AlarmDefinition[] =>
  alarmsOf('web', service(workload, changed), 'prod');
const metricAlarmsFor = (workload: Workload, changed: Partial<AlarmSettings> = {}): MetricAlarmDefinition[] =>
  alarmsFor(workload, changed).filter((alarm): alarm is MetricAlarmDefinition => !isComposite(alarm));
const composites = (all: readonly AlarmDefinition[]): CompositeAlarmDefinition[] =>
  all.filter((one) => isComposite(one));
const watching = (workload: Workload, watches: string, changed: Partial<AlarmSettings> = {}): MetricAlarmDefinition => {
  const [found] = metricAlarmsFor(workload, changed).filter((alarm) => alarm.watches === watches);
  if (found === undefined) throw new Error(`no alarm on ${watches}`);
  return found;
};
const kinds = (all: readonly AlarmDefinition[]): string[] =>
  all.map(({ watches, severity }) => `${watches} ${severity}`);
const metricsOf = ({ signal }: MetricAlarmDefinition): string[] =>
  (signal.kind === 'metric'
    ? [signal.metric]
    : signal.queries.flatMap((query) => ('metric' in query ? [query.metric] : []))
  ).map(
    ({ namespace, metricName, dimensions, stat, periodSeconds }) =>
      `${namespace} ${metricName} ${stat} ${String(periodSeconds)} ${JSON.stringify(dimensions)}`,
  );
const expressionsOf = ({ signal }: MetricAlarmDefinition): string[] =>
  signal.kind === 'metric' ? [] : signal.queries.flatMap((query) => ('expression' in query ? [query.expression] : []));

describe('the alarms of a service behind a load balancer', () => {
  const definitions = metricAlarmsFor(webWithAll);

  it('watch what users notice, what it does to them, and what runs full', () => {
    expect(kinds(alarmsFor(webWithAll))).toEqual([
      'memory critical',
      'memory warning',
      'memory-growth critical',
      'slow-leak warning',
      'latency critical',
      'errors critical',
      'availability critical',
      'traffic warning',
      'cpu warning',
      'database-cpu warning',
      'database-connections warning',
      'user-impact critical',
    ]);
  });

  it('are named for environment, service, what they watch and severity', () => {
    for (const { name, watches, severity } of alarmsFor(webWithAll)) {
      expect(name).toBe(`tocsin-prod-web-${watches}-${severity}`);
    }
  });

  it('compare with the threshold in the unit of the metric, or with what is usual', () => {
    expect(definitions.map(({ watches, limit }) => [watches, limit])).toEqual([
      ['memory', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 90 }],
      ['memory', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 75 }],
      ['memory-growth', { comparison: 'LessThanOrEqualToThreshold', threshold: 60 }],
      ['slow-leak', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 1 }],
      ['latency', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 1 }],
      ['errors', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 5 }],
      ['availability', { comparison: 'LessThanThreshold', threshold: 1 }],
      ['traffic', { comparison: 'LessThanLowerOrGreaterThanUpperThreshold', band: { standardDeviations: 3 } }],
      ['cpu', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 90 }],
      ['database-cpu', { comparison: 'GreaterThanOrEqualToThreshold', threshold: 90 }],
      ['database-connections', { comparison: 'GreaterThanUpperThreshold', band: { standardDeviations: 3 } }],
    ]);
  });

  it('read one-minute periods of the metrics that AWS reports, and five-minute periods of forecasts', () => {
    const ecs = '{"ClusterName":"prod","ServiceName":"web"}';
    const balancer = '{"LoadBalancer":"app/web/50dc"}';
    const target = '{"LoadBalancer":"app/web/50dc","TargetGroup":"targetgroup/web/73e2"}';
    const database = '{"DBInstanceIdentifier":"web-db"}';
    expect(definitions.map(metricsOf)).toEqual([
      [`AWS/ECS MemoryUtilization Average 60 ${ecs}`],
      [`AWS/ECS MemoryUtilization Average 60 ${ecs}`],
      ['Tocsin MemoryExhaustionMinutes Minimum 300 {"Service":"web","Environment":"prod"}'],
      ['Tocsin SlowLeak Maximum 300 {"Service":"web","Environment":"prod"}'],
      [`AWS/ApplicationELB TargetResponseTime p99 60 ${target}`],
      [
        `AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum 60 ${target}`,
        `AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum 60 ${balancer}`,
        `AWS/ApplicationELB RequestCount Sum 60 ${target}`,
      ],
      [`AWS/ApplicationELB HealthyHostCount Minimum 60 ${target}`],
      [`AWS/ApplicationELB RequestCount Sum 60 ${target}`],
      [`AWS/ECS CPUUtilization Average 60 ${ecs}`],
      [`AWS/RDS CPUUtilization Average 60 ${database}`],
      [`AWS/RDS DatabaseConnections Average 60 ${database}`],
    ]);
  });

  it('look at the whole load balancer where no target group is named, and then at no healthy targets', () => {
    expect(metricsOf(watching(webOnEcs, 'latency'))).toEqual([
      'AWS/ApplicationELB TargetResponseTime p99 60 {"LoadBalancer":"app/web/50dc"}',
    ]);
    expect(kinds(alarmsFor(webOnEcs)).join()).not.toContain('availability');
  });

  it('say what is wrong and what to do first, and name the runbook', () => {
    expect(watching(webOnEcs, 'latency')).toMatchObject({
      description: expect.stringMatching(
        /^web answers slowly: p99 is 1 s or more in 3 of 5 minutes\. First /u,
      ) as string,
      runbook: 'https://wiki.example.com/web',
    });
    for (const { description } of alarmsFor(webWithAll)) {
      expect(description).toMatch(/^.*\bweb\b.*\. First .*\.$/u);
      expect(description.length).toBeLessThanOrEqual(600);
    }
  });

  it('evaluate latency however few requests there are, and nothing else is a percentile', () => {
    const low = definitions.filter(({ lowSamples }) => lowSamples !== undefined);
    expect(low.map(({ watches, lowSamples }) => [watches, lowSamples])).toEqual([['latency', 'evaluate']]);
    const average = { latency: { stat: 'Average', critical: 1_000, for: threeOfFive } };
    expect(watching(webOnEcs, 'latency', average).lowSamples).toBeUndefined();
  });

  it('are there in every severity that the configuration gives', () => {
    const all = metricAlarmsFor(webWithAll, {
      latency: { stat: 'p95', critical: 1_000, warning: 800, for: threeOfFive },
      availability: { critical: 1, warning: 2, for: twoOfThree },
      traffic: { critical: 'anomaly', warning: 'anomaly', band: 2.5, for: threeOfFive },
      saturation: { connections: 80, for: threeOfFive },
    });
    expect(kinds(all)).toEqual([
      'memory critical',
      'memory warning',
      'memory-growth critical',
      'slow-leak warning',
      'latency critical',
      'latency warning',
      'errors critical',
      'availability critical',
      'availability warning',
      'traffic critical',
      'traffic warning',
      'database-connections warning',
    ]);
    expect(all.find(({ name }) => name.endsWith('availability-warning'))?.description).toContain(
      'has fewer than 2 healthy targets in 2 of 3 minutes',
    );
    expect(all.at(-1)).toMatchObject({
      limit: { comparison: 'GreaterThanOrEqualToThreshold', threshold: 80 },
      description: expect.stringContaining('web-db has 80 connections or more') as string,
    });
  });

  it('are not there when turned off or without a threshold', () => {
    const foretold = { memoryGrowth: false, slowLeak: false } as const;
    const measured = { memory: false, latency: false, availability: false, traffic: false, saturation: false } as const;
    const off = { ...foretold, ...measured };
    expect(alarmsFor(webWithAll, { ...off, errors: { for: threeOfFive } })).toEqual([]);
  });
});

describe('the alarms of other workloads', () => {
  it('of a Lambda function read its duration in milliseconds, its errors of its invocations, and what is refused', () => {
    const checkout = '{"FunctionName":"checkout"}';
    expect(metricAlarmsFor(lambda, { memoryGrowth: false, slowLeak: false }).slice(1).map(metricsOf)).toEqual([
      ['LambdaInsights memory_utilization Average 60 {"function_name":"checkout"}'],
      [`AWS/Lambda Duration p99 60 ${checkout}`],
      [`AWS/Lambda Errors Sum 60 ${checkout}`, `AWS/Lambda Invocations Sum 60 ${checkout}`],
      [`AWS/Lambda Invocations Sum 60 ${checkout}`],
      [`AWS/Lambda Throttles Sum 60 ${checkout}`],
    ]);
    expect(watching(lambda, 'latency').limit).toMatchObject({ threshold: 1_000 });
  });

  it('of an Auto Scaling group without load balancer watch memory and CPU only', () => {
    const group = '{"AutoScalingGroupName":"web-asg"}';
    const foretold = { memoryGrowth: false, slowLeak: false } as const;
    expect(kinds(alarmsFor(scaling))).toEqual([
      'memory critical',
      'memory warning',
      'memory-growth critical',
      'slow-leak warning',
      'cpu warning',
    ]);
    expect(metricAlarmsFor(scaling, foretold).map(metricsOf)).toEqual([
      [`CWAgent mem_used_percent Average 60 ${group}`],
      [`CWAgent mem_used_percent Average 60 ${group}`],
      [`AWS/EC2 CPUUtilization Average 60 ${group}`],
    ]);
    expect(kinds(alarmsFor({ ...scaling, loadBalancer, targetGroup }))).toContain('availability critical');
  });

  it('of custom metrics read those that are given, in milliseconds but for the one metric in seconds', () => {
    const metric = { namespace: 'Shop', metricName: 'Value', dimensions: { Service: 'web' } };
    const custom = (metrics: Extract<Workload, { kind: 'custom' }>['metrics']): Workload => ({
      kind: 'custom',
      metrics,
    });
    expect(kinds(alarmsFor(custom({ latency: metric, errors: metric })))).toEqual(['latency critical']);
    expect(kinds(alarmsFor(custom({ requests: metric, cpu: metric })))).toEqual(['traffic warning', 'cpu warning']);
    expect(watching(custom({ latency: metric }), 'latency').limit).toMatchObject({ threshold: 1_000 });
    const seconds = { namespace: 'AWS/ApplicationELB', metricName: 'TargetResponseTime', dimensions: {} };
    expect(watching(custom({ latency: seconds }), 'latency').limit).toMatchObject({ threshold: 1 });
  });

  it('of memory in bytes compare percent of its limit, which they say', () => {
    const bytes = { namespace: 'Shop', metricName: 'Rss', dimensions: { Service: 'web' }, unit: 'bytes' } as const;
    const inBytes: Workload = { kind: 'custom', metrics: { memory: { ...bytes, limitBytes: 512 * 1_024 ** 2 } } };
    const memory = watching(inBytes, 'memory');
    expect(memory.limit).toEqual({ comparison: 'GreaterThanOrEqualToThreshold', threshold: 90 });
    expect(memory.signal).toEqual({
      kind: 'math',
      queries: [
        { id: 'percent', expression: '100*m1/536870912', label: 'percent of 512 MB' },
        {
          id: 'm1',
          metric: {
            namespace: 'Shop',
            metricName: 'Rss',
            dimensions: { Service: 'web' },
            stat: 'Average',
            periodSeconds: 60,
          },
        },
      ],
      returned: 'percent',
    });
    expect(memory.description).toMatch(/^web uses 90 % of its memory limit of 512 MB or more in 3 of 5 minutes\. /u);
    expect(watching(webOnEcs, 'memory').description).toMatch(/^web uses 90 % of its memory limit or more in /u);
    expect(kinds(alarmsFor(inBytes))).toEqual([
      'memory critical',
      'memory warning',
      'memory-growth critical',
      'slow-leak warning',
    ]);
  });

  it('say what has to be turned on before they have data', () => {
    expect(watching(lambda, 'memory').description).toContain('needs Lambda Insights');
    expect(watching(scaling, 'memory').description).toContain('mem_used_percent aggregated by AutoScalingGroupName');
    expect(prerequisitesOf(service(scaling))).toEqual([
      expect.stringContaining('the alarms on memory, memory-growth and slow-leak: each needs the CloudWatch agent'),
      expect.stringContaining('the alarm on cpu needs detailed monitoring'),
    ]);
    expect(prerequisitesOf(service(webWithAll))).toEqual([]);
    expect(prerequisitesOf(service(lambda, { memory: false, memoryGrowth: false, slowLeak: false }))).toEqual([]);
  });
});

describe('the alarms on what is foretold from memory', () => {
  it('fire with the first forecast, and are over when all of the last say otherwise', () => {
    expect(watching(webOnEcs, 'memory-growth')).toMatchObject({ datapointsToAlarm: 1, evaluationPeriods: 3 });
    expect(watching(webOnEcs, 'slow-leak')).toMatchObject({ datapointsToAlarm: 1, evaluationPeriods: 12 });
  });

  it('are as soon as the configuration says', () => {
    const soon = watching(webOnEcs, 'memory-growth', { memoryGrowth: { exhaustionWithinMs: 5_400_000 } });
    expect(soon.limit).toMatchObject({ threshold: 90 });
    expect(soon.description).toMatch(
      /^web reaches its memory limit within 1 h 30 min, if it goes on growing as it does\. First /u,
    );
  });

  it('are there where memory is measured, and neither where it is turned off', () => {
    expect(kinds(alarmsFor({ kind: 'custom', metrics: {} }))).toEqual([]);
    expect(kinds(alarmsFor(webOnEcs, { memoryGrowth: false })).join()).not.toContain('growth');
    expect(kinds(alarmsFor(webOnEcs, { slowLeak: false })).join()).not.toContain('leak');
  });
});

describe('the alarm on user impact', () => {
  it('fires with any critical alarm on what users notice, and with no other', () => {
    expect(composites(alarmsFor(webWithAll)).map(({ rule }) => rule)).toEqual([
      'ALARM("tocsin-prod-web-latency-critical") OR ALARM("tocsin-prod-web-errors-critical") OR ' +
        'ALARM("tocsin-prod-web-availability-critical")',
    ]);
  });

  it('says that users are affected and of which alarms, and is of the same service', () => {
    const [impact] = composites(alarmsFor(webOnEcs));
    expect(impact).toMatchObject({ severity: 'critical', service: 'web', runbook: 'https://wiki.example.com/web' });
    expect(impact?.description).toMatch(
      /^Users of web are affected: its critical alarm on latency or errors fires\. /u,
    );
  });

  it('is not there over fewer than two, which it would only repeat, nor where it is turned off', () => {
    const warningOnly = { errors: { warning: 5, for: threeOfFive } };
    expect(composites(alarmsFor(webOnEcs, warningOnly))).toEqual([]);
    expect(composites(alarmsFor(webWithAll, { userImpact: false }))).toEqual([]);
    expect(composites(alarmsFor(scaling))).toEqual([]);
  });
});

describe('missing data', () => {
  it('is breaching only where it means that nobody is left to answer, and each treatment has a reason', () => {
    const all = [...metricAlarmsFor(webWithAll), watching(lambda, 'throttles')];
    expect(all.map(({ watches, treatMissingData }) => `${watches} ${treatMissingData}`)).toEqual([
      'memory missing',
      'memory missing',
      'memory-growth missing',
      'slow-leak missing',
      'latency missing',
      'errors notBreaching',
      'availability breaching',
      'traffic missing',
      'cpu missing',
      'database-cpu missing',
      'database-connections missing',
      'throttles notBreaching',
    ]);
    for (const { missingDataReason } of all) expect(missingDataReason.length).toBeGreaterThan(40);
  });

  it('of a function is no event: it is well between two runs', () => {
    const ofCalls = ['memory', 'memory-growth', 'slow-leak', 'latency'];
    const all = metricAlarmsFor(lambda).filter(({ watches }) => ofCalls.includes(watches));
    expect(new Set(all.map(({ treatMissingData }) => treatMissingData))).toEqual(new Set(['ignore']));
  });

  it('is treated as the configuration says, which is then the reason', () => {
    const memory = { critical: 90, for: threeOfFive, treatMissingData: 'breaching' } as const;
    expect(watching(webOnEcs, 'memory', { memory })).toMatchObject({
      treatMissingData: 'breaching',
      missingDataReason: expect.stringContaining('configuration') as string,
    });
  });

  it('that is breaching waits, after the alarm was made, until there is a window of data', () => {
    const warming = metricAlarmsFor(webWithAll).filter(({ warmUp }) => warmUp !== undefined);
    expect(warming.map(({ watches, warmUp }) => [watches, warmUp])).toEqual([
      ['availability', { minutes: 10, whole: false }],
    ]);
  });

  it('of requests counts as 0 of them, so that an end of traffic leaves the band', () => {
    expect(expressionsOf(watching(webOnEcs, 'traffic'))).toEqual(['FILL(m1,0)']);
    expect(watching(webOnEcs, 'traffic').signal).toMatchObject({ returned: 'requests' });
  });
});
