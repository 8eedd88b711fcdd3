import { describe, expect, it } from 'vitest';
import { isComposite } from '../../lib/core/alarm/definition.ts';
import { parseAlarmEvent } from '../../lib/core/alarm/parse-alarm-event.ts';
import { unitOfAlarm } from '../../lib/core/service/route-alarm.ts';
import { alarmsOf } from '../../lib/core/service/service-alarms.ts';
import { usualMetricIn } from '../../lib/core/service/usual-metric.ts';
import { loaded, problemsOf, withService } from './loading.ts';

const SQS_AGE = 'namespace: AWS/SQS, metricName: ApproximateAgeOfOldestMessage';
const OWN = 'namespace: Shop/Worker, metricName: Took';
const file = (role: string, metric: string, alarm = `{ critical: 300s }`): string =>
  withService(`workload: { kind: custom, metrics: { ${role}: { ${metric} } } }`, `alarms: { ${role}: ${alarm} }`);

const thresholdsOf = (text: string): readonly unknown[] => {
  const { services } = loaded(text);
  const shop = services['shop'];
  const alarms = shop === undefined ? [] : alarmsOf('shop', shop, 'prod');
  return alarms.flatMap((alarm) => (isComposite(alarm) || 'band' in alarm.limit ? [] : [alarm.limit.threshold]));
};

describe('a threshold', () => {
  it.each([
    ['of a metric that says it counts seconds', `${OWN}, unit: s`, 300],
    ['of one that says it counts milliseconds', `${OWN}, unit: ms`, 300_000],
    ['of one of which nobody says what it counts', OWN, 300_000],
    ['of one that AWS counts in seconds', SQS_AGE, 300],
    ['of one that AWS counts in seconds, and the file too', `${SQS_AGE}, unit: s`, 300],
    ['of one that AWS counts in milliseconds', 'namespace: AWS/ApiGateway, metricName: Latency', 300_000],
  ])('%s is in that unit', (_, metric, threshold) => {
    expect([thresholdsOf(file('latency', metric)), thresholdsOf(file('age', metric))]).toEqual([
      [threshold],
      [threshold],
    ]);
  });
});

describe('a unit', () => {
  const problem = (role: string, metric: string): string =>
    problemsOf(file(role, metric, role === 'latency' ? '{ critical: 1s }' : '{ critical: 90 }')).join('\n');

  it.each([
    ['latency', `${OWN}, unit: bytes`, 'metrics.latency.unit: expected ms or s, got "bytes"'],
    [
      'memory',
      `${OWN}, unit: bytes`,
      'metrics.memory.unit: expected percent, got "bytes": bytes need their limit, { metric: { ... }, limit: 512MB }',
    ],
    ['memory', `${OWN}, unit: s`, 'metrics.memory.unit: expected percent, got "s"'],
    [
      'latency',
      `${SQS_AGE}, unit: ms`,
      'metrics.latency.unit: AWS counts AWS/SQS ApproximateAgeOfOldestMessage in s, got ms: leave unit out',
    ],
    [
      'memory',
      'namespace: AWS/RDS, metricName: FreeableMemory',
      'metrics.memory.metricName: expected a metric of what is used: AWS/RDS FreeableMemory is free memory',
    ],
    [
      'memory',
      'namespace: CWAgent, metricName: mem_available_percent',
      'metrics.memory.metricName: expected a metric of what is used: CWAgent mem_available_percent is free memory',
    ],
    [
      'memory',
      'namespace: ECS/ContainerInsights, metricName: MemoryUtilized',
      'metrics.memory.metricName: expected a metric in percent: AWS counts ECS/ContainerInsights MemoryUtilized in MB',
    ],
    [
      'latency',
      'namespace: AWS/SQS, metricName: NumberOfMessagesSent',
      'metrics.latency.metricName: expected a metric in ms or s: AWS counts AWS/SQS NumberOfMessagesSent in count',
    ],
  ])('that no threshold of %s can be compared in is refused: %s', (role, metric, said) => {
    expect(problem(role, metric)).toContain(said);
  });
});

describe('memory in bytes', () => {
  const BYTES = `metric: { ${OWN}, unit: bytes }`;
  const memoryOf = (memory: string): unknown => {
    const workload = loaded(file('memory', memory, '{ critical: 90 }')).services['shop']?.workload;
    return workload?.kind === 'custom' ? workload.metrics.memory : workload;
  };
  const problem = (memory: string): readonly string[] =>
    problemsOf(file('memory', memory, '{ critical: 90 }')).map((one) => one.replace(/^.*?metrics\./, ''));

  it.each([
    ['512MB', 536_870_912],
    ['1.5GB', 1_610_612_736],
    ['1TB', 1_099_511_627_776],
  ])('has its limit beside it, %s of 1,024', (limit, limitBytes) => {
    const metric = { namespace: 'Shop/Worker', metricName: 'Took', dimensions: {}, unit: 'bytes', limitBytes };
    expect(memoryOf(`${BYTES}, limit: ${limit}`)).toEqual(metric);
  });

  it('is meant by a metric with a limit that says no unit', () => {
    expect(memoryOf(`metric: { ${OWN} }, limit: 512MB`)).toMatchObject({ limitBytes: 536_870_912 });
  });

  it('is compared in percent, and foretold as any memory is', () => {
    const [critical, warning, ...foretold] = thresholdsOf(
      file('memory', `${BYTES}, limit: 512MB`, '{ critical: 90, warning: 75 }'),
    );
    expect([critical, warning]).toEqual([90, 75]);
    expect(foretold).toHaveLength(2);
  });

  it.each([
    [BYTES, 'memory.limit: missing: expected a size such as 512MB'],
    [`${BYTES}, limit: 512`, 'memory.limit: expected a size such as 512MB, got 512: write limit: 512MB or 512GB'],
    [`${BYTES}, limit: 0.5MB`, 'memory.limit: expected from 1MB to 100TB, got "0.5MB"'],
    ['limit: 512MB', 'memory.metric: missing: expected a mapping'],
    [`${BYTES}, limits: 512MB`, 'memory.limits: unknown key "limits": did you mean "limit"?'],
    [
      `${OWN}, limit: 512MB`,
      'memory.limit: unknown key "limit": only memory has one, beside its metric, { metric: { ... }, limit: 512MB }',
    ],
    [`metric: { ${OWN}, unit: percent }, limit: 512MB`, 'memory.metric.unit: expected bytes, got "percent"'],
    [
      'metric: { namespace: AWS/RDS, metricName: FreeableMemory }, limit: 512MB',
      'memory.metric.metricName: expected a metric of what is used: AWS/RDS FreeableMemory is free memory',
    ],
    [
      'metric: { namespace: AWS/ECS, metricName: MemoryUtilization }, limit: 512MB',
      'memory.metric.metricName: expected a metric in bytes: AWS counts AWS/ECS MemoryUtilization in percent',
    ],
    [
      'metric: { namespace: ECS/ContainerInsights, metricName: MemoryUtilized }, limit: 512MB',
      'memory.metric.metricName: expected a metric in bytes: AWS counts ECS/ContainerInsights MemoryUtilized in MB',
    ],
  ])('that cannot be compared is refused: { %s }', (memory, said) => {
    expect(problem(memory)).toContain(said);
  });
});

describe('what is said of a metric in seconds', () => {
  const seconds = loaded(file('latency', `${OWN}, unit: s`));
  const event = {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: '123456789012',
    region: 'eu-west-1',
    time: '2026-01-05T10:08:00Z',
    detail: {
      alarmName: 'tocsin-default-shop-latency-critical',
      state: {
        value: 'ALARM',
        reason: 'Threshold Crossed',
        reasonData: JSON.stringify({ period: 60, threshold: 300, recentDatapoints: [420] }),
      },
      configuration: {
        metrics: [
          { id: 'm', metricStat: { metric: { namespace: 'Shop/Worker', name: 'Took' }, period: 60, stat: 'p99' } },
        ],
      },
    },
  };
  const symptom = (unitOf?: (alarmName: string) => ReturnType<typeof unitOfAlarm>): unknown => {
    const parsed = parseAlarmEvent(event, '2026-01-05T10:08:01.000Z', unitOf);
    return parsed.outcome === 'change' ? parsed.change.symptom : parsed;
  };

  it('is in seconds on a page', () => {
    expect(symptom((alarmName) => unitOfAlarm(alarmName, seconds))).toBe('p99 latency 7 min (limit 5 min)');
    expect(symptom()).toBe('p99 latency 420 ms (limit 300 ms)');
  });

  it('is taken for what AWS counts in seconds by whoever looks for the cause', () => {
    const workload = seconds.services['shop']?.workload ?? { kind: 'custom', metrics: {} };
    const metric = { namespace: 'Shop/Worker', metricName: 'Took', dimensions: {}, stat: 'p99', periodSeconds: 60 };
    expect(usualMetricIn(workload)(metric).metricName).toBe('TargetResponseTime');
  });
});
