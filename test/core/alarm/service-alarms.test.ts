import { describe, expect, it } from 'vitest';
import type { AlarmDefinition } from '../../../lib/core/alarm/definition.ts';
import { metricMathOf } from '../../../lib/core/alarm/metric-math.ts';
import { alarmsOf } from '../../../lib/core/alarm/service-alarms.ts';
import { missingMetrics, type SeriesLookup, signalValues } from '../../../lib/core/alarm/signal-value.ts';
import type { Service, ServiceAlarms, Workload } from '../../../lib/core/configuration.ts';

const threeOfFive = { datapointsToAlarm: 3, evaluationPeriods: 5 };
const alarms: ServiceAlarms = {
  memory: { critical: 90, warning: 75, for: threeOfFive },
  memoryGrowth: { exhaustionWithinMs: 3_600_000 },
  latency: { stat: 'p99', critical: 1_000, for: threeOfFive },
  errors: { critical: 5, for: threeOfFive },
  traffic: { warning: 'anomaly', band: 3 },
};
const webOnEcs: Workload = { kind: 'alb-ecs', loadBalancer: 'app/web/50dc', cluster: 'prod', service: 'web' };
const service = (workload: Workload, changed: Partial<ServiceAlarms> = {}): Service => ({
  escalation: 'primary',
  runbook: 'https://wiki.example.com/web',
  workload,
  alarms: { ...alarms, ...changed },
  recoverAfterMs: 300_000,
  cooldownMs: 600_000,
  insufficientData: 'notify',
});
const alarmsFor = (workload: Workload, changed: Partial<ServiceAlarms> = {}): AlarmDefinition[] =>
  alarmsOf('web', service(workload, changed), 'prod');
const byName = (definitions: readonly AlarmDefinition[], name: string): AlarmDefinition => {
  const found = definitions.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`no alarm ${name}`);
  return found;
};
const errorsOf = (workload: Workload): Extract<AlarmDefinition['signal'], { kind: 'percent' }> => {
  const { signal } = byName(alarmsFor(workload), 'tocsin-prod-web-errors-critical');
  if (signal.kind !== 'percent') throw new Error('errors are a percent signal');
  return signal;
};
const metricsOf = ({ signal }: AlarmDefinition): readonly string[] =>
  (signal.kind === 'metric' ? [signal.metric] : [...signal.part, ...signal.whole]).map(
    ({ namespace, metricName, dimensions, stat, periodSeconds }) =>
      `${namespace} ${metricName} ${stat} ${String(periodSeconds)} ${JSON.stringify(dimensions)}`,
  );

describe('the alarms of a service behind a load balancer', () => {
  const definitions = alarmsFor(webOnEcs);

  it('watch memory, latency and errors; growth and traffic have none yet', () => {
    expect(definitions.map(({ name }) => name)).toEqual([
      'tocsin-prod-web-memory-critical',
      'tocsin-prod-web-memory-warning',
      'tocsin-prod-web-latency-critical',
      'tocsin-prod-web-errors-critical',
    ]);
  });

  it('compare with the threshold in the unit of the metric', () => {
    expect(definitions.map(({ threshold, comparison }) => [threshold, comparison])).toEqual([
      [90, 'GreaterThanOrEqualToThreshold'],
      [75, 'GreaterThanOrEqualToThreshold'],
      [1, 'GreaterThanOrEqualToThreshold'],
      [5, 'GreaterThanOrEqualToThreshold'],
    ]);
  });

  it('read one-minute periods of the metrics that AWS reports', () => {
    expect(definitions.flatMap(metricsOf)).toEqual([
      'AWS/ECS MemoryUtilization Average 60 {"ClusterName":"prod","ServiceName":"web"}',
      'AWS/ECS MemoryUtilization Average 60 {"ClusterName":"prod","ServiceName":"web"}',
      'AWS/ApplicationELB TargetResponseTime p99 60 {"LoadBalancer":"app/web/50dc"}',
      'AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum 60 {"LoadBalancer":"app/web/50dc"}',
      'AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum 60 {"LoadBalancer":"app/web/50dc"}',
      'AWS/ApplicationELB RequestCount Sum 60 {"LoadBalancer":"app/web/50dc"}',
      'AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum 60 {"LoadBalancer":"app/web/50dc"}',
    ]);
  });

  it('say what is wrong and what to do first, and name the runbook', () => {
    const { description, runbook } = byName(definitions, 'tocsin-prod-web-latency-critical');
    expect(description).toMatch(/^web answers slowly: p99 is 1 s or more in 3 of 5 minutes\. First /u);
    expect(runbook).toBe('https://wiki.example.com/web');
    for (const definition of definitions) expect(definition.description.length).toBeLessThanOrEqual(1_024);
  });

  it('narrow to the target group where it is named, except for the errors that only the balancer reports', () => {
    const [, , latency, errors] = alarmsFor({ ...webOnEcs, targetGroup: 'targetgroup/web/73e2' });
    expect([latency, errors].map((definition) => (definition === undefined ? [] : metricsOf(definition)))).toEqual([
      [
        'AWS/ApplicationELB TargetResponseTime p99 60 {"LoadBalancer":"app/web/50dc","TargetGroup":"targetgroup/web/73e2"}',
      ],
      [
        'AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum 60 {"LoadBalancer":"app/web/50dc","TargetGroup":"targetgroup/web/73e2"}',
        'AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum 60 {"LoadBalancer":"app/web/50dc"}',
        'AWS/ApplicationELB RequestCount Sum 60 {"LoadBalancer":"app/web/50dc","TargetGroup":"targetgroup/web/73e2"}',
        'AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum 60 {"LoadBalancer":"app/web/50dc"}',
      ],
    ]);
  });
});

describe('the alarms of other workloads', () => {
  it('of a Lambda function read its duration in milliseconds and its errors of its invocations', () => {
    const definitions = alarmsFor({ kind: 'lambda', functionName: 'checkout' });
    expect(definitions.slice(1).flatMap(metricsOf)).toEqual([
      'LambdaInsights memory_utilization Average 60 {"function_name":"checkout"}',
      'AWS/Lambda Duration p99 60 {"FunctionName":"checkout"}',
      'AWS/Lambda Errors Sum 60 {"FunctionName":"checkout"}',
      'AWS/Lambda Invocations Sum 60 {"FunctionName":"checkout"}',
    ]);
    expect(byName(definitions, 'tocsin-prod-web-latency-critical').threshold).toBe(1_000);
  });

  it('of an Auto Scaling group without load balancer watch memory only', () => {
    const workload = { kind: 'ec2-asg', autoScalingGroup: 'web-asg' } as const;
    expect(alarmsFor(workload).map(metricsOf)).toEqual([
      ['CWAgent mem_used_percent Average 60 {"AutoScalingGroupName":"web-asg"}'],
      ['CWAgent mem_used_percent Average 60 {"AutoScalingGroupName":"web-asg"}'],
    ]);
    expect(alarmsFor({ ...workload, loadBalancer: 'app/web/50dc' })).toHaveLength(4);
  });

  it('of custom metrics read those that are given, in milliseconds but for the one metric in seconds', () => {
    const latency = { namespace: 'Shop', metricName: 'Latency', dimensions: { Service: 'web' } };
    const [definition, ...others] = alarmsFor({ kind: 'custom', metrics: { latency, errors: latency } });
    expect(others).toEqual([]);
    expect(definition?.threshold).toBe(1_000);
    const seconds = { namespace: 'AWS/ApplicationELB', metricName: 'TargetResponseTime', dimensions: {} };
    expect(alarmsFor({ kind: 'custom', metrics: { latency: seconds } })[0]?.threshold).toBe(1);
  });

  it('are not there when turned off or without a threshold', () => {
    expect(alarmsFor(webOnEcs, { memory: false, latency: false, errors: { for: threeOfFive } })).toEqual([]);
  });
});

describe('missing data', () => {
  it('never counts as breaching unless the configuration says so, and each treatment has a reason', () => {
    const treatments = alarmsFor(webOnEcs).map(({ treatMissingData }) => treatMissingData);
    expect(treatments).toEqual(['missing', 'missing', 'missing', 'notBreaching']);
    for (const { missingDataReason } of alarmsFor(webOnEcs)) expect(missingDataReason.length).toBeGreaterThan(40);
  });

  it('is treated as the configuration says, which is then the reason', () => {
    const [first] = alarmsFor(webOnEcs, { memory: { critical: 90, for: threeOfFive, treatMissingData: 'breaching' } });
    expect(first).toMatchObject({ treatMissingData: 'breaching' });
    expect(first?.missingDataReason).toContain('configuration');
  });
});

describe('the percentage of failed requests', () => {
  const at = 60_000;
  const lookup =
    (counts: Readonly<Record<string, number>>): SeriesLookup =>
    ({ metricName }) =>
      Object.hasOwn(counts, metricName) ? new Map([[at, counts[metricName] ?? 0]]) : undefined;
  const percentOf = (counts: Readonly<Record<string, number>>): number | undefined =>
    signalValues(errorsOf(webOnEcs), lookup(counts))(at);

  it('counts the errors of targets and of the balancer, whose own are not in the request count', () => {
    expect(percentOf({ RequestCount: 90, HTTPCode_Target_5XX_Count: 5, HTTPCode_ELB_5XX_Count: 10 })).toBe(15);
  });

  it('counts thirty requests a minute, and twenty, but not nineteen', () => {
    expect(percentOf({ RequestCount: 30, HTTPCode_Target_5XX_Count: 3 })).toBe(10);
    expect(percentOf({ RequestCount: 20, HTTPCode_Target_5XX_Count: 1 })).toBe(5);
    expect(percentOf({ RequestCount: 19, HTTPCode_Target_5XX_Count: 19 })).toBe(0);
  });

  it('is zero without any data', () => {
    expect(percentOf({})).toBe(0);
    expect(signalValues(errorsOf(webOnEcs), lookup({ RequestCount: 30 }))(at + 60_000)).toBe(0);
  });

  it('becomes metric math that fills absent counts and never divides by zero', () => {
    const { expression, metricStats } = metricMathOf(errorsOf(webOnEcs));
    expect(metricStats.map(({ id, metric }) => `${id} ${metric.metricName}`)).toEqual([
      'm1 HTTPCode_Target_5XX_Count',
      'm2 HTTPCode_ELB_5XX_Count',
      'm3 RequestCount',
    ]);
    expect(expression).toEqual({
      id: 'percent',
      expression:
        '100*IF((FILL(m3,0)+FILL(m2,0))<20,0,(FILL(m1,0)+FILL(m2,0)))/IF((FILL(m3,0)+FILL(m2,0))<20,20,(FILL(m3,0)+FILL(m2,0)))',
      label: 'percent',
    });
  });
});

describe('a recording that lacks a metric', () => {
  const nothing: SeriesLookup = () => undefined;
  const held =
    (...names: string[]): SeriesLookup =>
    ({ metricName }) =>
      names.includes(metricName) ? new Map() : undefined;

  it('names what an alarm would need', () => {
    const [memory, , , errors] = alarmsFor(webOnEcs);
    expect(memory && missingMetrics(memory.signal, nothing).map(({ metricName }) => metricName)).toEqual([
      'MemoryUtilization',
    ]);
    expect(errors && missingMetrics(errors.signal, nothing)).toHaveLength(3);
    expect(errors && missingMetrics(errors.signal, held('HTTPCode_Target_5XX_Count'))).toHaveLength(1);
  });

  it('needs only one kind of error beside the requests', () => {
    expect(missingMetrics(errorsOf(webOnEcs), held('RequestCount', 'HTTPCode_Target_5XX_Count'))).toEqual([]);
  });
});
