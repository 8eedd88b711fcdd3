import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmStateChangeEvent } from '../../../lib/core/cloudwatch/alarm-event.ts';
import type { AlarmTransition } from '../../../lib/core/cloudwatch/evaluation/alarm-transitions.ts';
import type {
  AlarmDefinition,
  CompositeAlarmDefinition,
  Metric,
  MetricAlarmDefinition,
} from '../../../lib/core/alarm/definition.ts';
import { parseAlarmEvent } from '../../../lib/core/alarm/parse-alarm-event.ts';
import { epochOf } from '../../../lib/core/time.ts';
import { historyOf, lookupOf, seriesOf } from '../../support/alarm-histories.ts';

const count = (metricName: string): Metric => ({
  namespace: 'AWS/Lambda',
  metricName,
  dimensions: { FunctionName: 'web' },
  stat: 'Sum',
  periodSeconds: 60,
});
const memory: MetricAlarmDefinition = {
  name: 'tocsin-prod-web-memory-critical',
  service: 'web',
  environment: 'prod',
  severity: 'critical',
  watches: 'memory',
  description: 'web uses 90 % of its memory limit or more in 2 of 2 minutes.',
  signal: {
    kind: 'metric',
    metric: {
      namespace: 'AWS/ECS',
      metricName: 'MemoryUtilization',
      dimensions: { ClusterName: 'prod', ServiceName: 'web' },
      stat: 'Average',
      periodSeconds: 60,
    },
  },
  limit: { comparison: 'GreaterThanOrEqualToThreshold', threshold: 90 },
  datapointsToAlarm: 2,
  evaluationPeriods: 2,
  treatMissingData: 'missing',
  missingDataReason: 'a dead process reports no memory',
  runbook: 'https://wiki.example.com/web',
};
const errors: MetricAlarmDefinition = {
  ...memory,
  name: 'tocsin-prod-web-errors-critical',
  watches: 'errors',
  signal: {
    kind: 'math',
    queries: [
      { id: 'percent', expression: '100*m1/m2', label: 'percent' },
      { id: 'm1', metric: count('Errors') },
      { id: 'm2', metric: count('Invocations') },
    ],
    returned: 'percent',
  },
  treatMissingData: 'notBreaching',
};
const impact: CompositeAlarmDefinition = {
  name: 'tocsin-prod-web-user-impact-critical',
  service: 'web',
  environment: 'prod',
  severity: 'critical',
  watches: 'user impact',
  description: 'users of web notice',
  rule: `ALARM("${memory.name}") OR ALARM("${errors.name}")`,
};
const start = epochOf('2023-08-05T14:00:00.000Z');
const transitionsOf = (values: readonly (number | undefined)[]): readonly AlarmTransition[] =>
  historyOf(memory, lookupOf({ Average: seriesOf(start, 60, values) }), [start, start + 60 * 60_000]).transitions;
const eventOf = (
  transition: AlarmTransition | undefined,
  previous?: AlarmTransition,
  definition: AlarmDefinition = memory,
): ReturnType<typeof alarmStateChangeEvent> => {
  if (transition === undefined) throw new Error('no transition');
  return alarmStateChangeEvent({ definition, transition, previous, account: '123456789012', region: 'eu-west-1' });
};

describe('the event of an alarm’s change', () => {
  const [ok, alarm] = transitionsOf([50, 95, 96]);

  it('has the envelope that EventBridge gives it', () => {
    const { id, detail, ...envelope } = eventOf(alarm, ok);
    expect(envelope).toEqual({
      version: '0',
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '123456789012',
      time: '2023-08-05T14:03:00Z',
      region: 'eu-west-1',
      resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:tocsin-prod-web-memory-critical'],
    });
    expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
    expect(detail.alarmName).toBe('tocsin-prod-web-memory-critical');
  });

  it('tells both states in CloudWatch’s words, times and data', () => {
    const { state, previousState } = eventOf(alarm, ok).detail;
    expect(state).toMatchObject({ value: 'ALARM', timestamp: '2023-08-05T14:03:00.000+0000' });
    expect(state.reason).toContain('2 out of the last 2 datapoints [96.0 (05/08/23 14:02:00), 95.0');
    expect(JSON.parse(state.reasonData ?? '')).toMatchObject({ statistic: 'Average', recentDatapoints: [95, 96] });
    expect(previousState).toMatchObject({ value: 'OK', timestamp: '2023-08-05T14:01:00.000+0000' });
  });

  it('says of the first change that the alarm was just created', () => {
    expect(eventOf(ok).detail.previousState).toEqual({
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
    });
  });

  it('carries service, severity and runbook as tags', () => {
    expect(eventOf(alarm).detail).toMatchObject({
      alarmTags: {
        'tocsin:service': 'web',
        'tocsin:environment': 'prod',
        'tocsin:severity': 'critical',
        'tocsin:runbook': 'https://wiki.example.com/web',
      },
      alarmTagsStatus: 'SUCCESS',
    });
  });

  it('describes the metric', () => {
    expect(eventOf(alarm).detail.configuration).toHaveProperty('metrics', [
      {
        id: 'm1',
        metricStat: {
          metric: {
            namespace: 'AWS/ECS',
            name: 'MemoryUtilization',
            dimensions: { ClusterName: 'prod', ServiceName: 'web' },
          },
          period: 60,
          stat: 'Average',
        },
        returnData: true,
      },
    ]);
  });

  it('describes metric math entry by entry', () => {
    expect(eventOf(alarm, ok, errors).detail.configuration).toMatchObject({
      metrics: [
        { id: 'percent', expression: '100*m1/m2', label: 'percent', returnData: true },
        { id: 'm1', metricStat: { metric: { name: 'Errors' }, period: 60, stat: 'Sum' }, returnData: false },
        { id: 'm2', metricStat: { metric: { name: 'Invocations' } }, returnData: false },
      ],
    });
  });

  it('describes an anomaly band beside what it is the band of', () => {
    const band: MetricAlarmDefinition = {
      ...memory,
      limit: { comparison: 'GreaterThanUpperThreshold', band: { standardDeviations: 3 } },
    };
    expect(eventOf(alarm, ok, band).detail.configuration).toMatchObject({
      metrics: [
        { id: 'm1', metricStat: { metric: { name: 'MemoryUtilization' } }, returnData: true },
        { id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 3)', returnData: true },
      ],
    });
  });

  it('describes a composite alarm by its rule and its suppressor', () => {
    const suppressor = { alarm: 'deploying', waitSeconds: 60, extensionSeconds: 120 };
    expect(eventOf(alarm, ok, impact).detail.configuration).toEqual({
      description: impact.description,
      alarmRule: impact.rule,
    });
    expect(eventOf(alarm, ok, { ...impact, suppressor }).detail.configuration).toEqual({
      description: impact.description,
      alarmRule: impact.rule,
      actionsSuppressor: 'deploying',
      actionsSuppressorWaitPeriod: 60,
      actionsSuppressorExtensionPeriod: 120,
    });
  });

  it('has an id of its own, the same every time', () => {
    expect(eventOf(alarm).id).toBe(eventOf(alarm, ok).id);
    const others = [eventOf(ok), eventOf(alarm, ok, errors), eventOf(alarm && { ...alarm, to: 'OK' })];
    expect(new Set([eventOf(alarm), ...others].map(({ id }) => id)).size).toBe(4);
  });
});

describe('an event that is read again', () => {
  const value = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined });
  const saidBy = (transition: AlarmTransition, previous: AlarmTransition | undefined): unknown => ({
    kind: 'state',
    alarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:tocsin-prod-web-memory-critical',
    alarmName: memory.name,
    account: '123456789012',
    region: 'eu-west-1',
    state: transition.to,
    previous: { state: transition.from, ...(previous === undefined ? {} : { at: previous.at }) },
    at: transition.at,
    reason: transition.reason,
    onRealData: true,
    tags: {
      'tocsin:service': 'web',
      'tocsin:environment': 'prod',
      'tocsin:severity': 'critical',
      'tocsin:runbook': 'https://wiki.example.com/web',
    },
    description: memory.description,
    metrics: [{ namespace: 'AWS/ECS', metricName: 'MemoryUtilization' }],
  });

  it('says what was said', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const transitions = transitionsOf(values);
        for (const [i, transition] of transitions.entries()) {
          const previous = transitions[i - 1];
          const parsed = parseAlarmEvent(JSON.stringify(eventOf(transition, previous)), '2023-08-05T15:00:00.000Z');
          const symptom = expect.stringMatching(/^memory(?: \d|: no data)/u) as string;
          const change = Object.assign(saidBy(transition, previous) as object, { symptom });
          expect(parsed).toEqual({ outcome: 'change', change });
        }
      }),
    );
  });
});
