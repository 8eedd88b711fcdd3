import { describe, expect, it } from 'vitest';
import { evaluateMetricAlarm } from '../../../../lib/core/cloudwatch/evaluation/alarm-transitions.ts';
import type { MetricAlarm } from '../../../../lib/core/alarm/definition.ts';
import { describedAlarms } from '../../../../lib/core/cloudwatch/described/described-alarms.ts';
import { epochOf } from '../../../../lib/core/time.ts';
import { lookupOf, seriesOf } from '../../../support/alarm-histories.ts';

const arn = (name: string): string => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;

/** What `aws cloudwatch describe-alarms` prints beside what an alarm is: none of it matters here. */
const printed = (AlarmName: string): object => ({
  AlarmName,
  AlarmArn: arn(AlarmName),
  AlarmConfigurationUpdatedTimestamp: '2026-03-04T10:00:00.000000+00:00',
  ActionsEnabled: true,
  OKActions: [],
  AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alerts'],
  InsufficientDataActions: [],
  StateValue: 'OK',
  StateReason: 'Unchecked: Initial alarm creation',
  StateUpdatedTimestamp: '2026-03-04T10:00:00.000000+00:00',
  StateTransitionedTimestamp: '2026-03-04T10:00:00.000000+00:00',
});

const loadBalancer = [{ Name: 'LoadBalancer', Value: 'app/web/50dc6c495c0c9188' }];

const query = (Id: string, MetricName: string, Stat = 'Sum'): object => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions: loadBalancer },
    Period: 300,
    Stat,
  },
  ReturnData: false,
});

/** `addFaultRateAlarm` of cdk-monitoring-constructs: its ids are derived from names, the rate is an average of a math expression. */
const byMonitoringConstructs = {
  ...printed('Storefront-Web-Fault-Rate-Warning'),
  Metrics: [
    {
      Id: 'expr_1',
      Expression: '(FILL(fault1,0)+FILL(fault2,0)) / requests * 100',
      Label: 'Fault rate (avg)',
      Period: 300,
      ReturnData: true,
    },
    query('requests', 'RequestCount'),
    query('fault1', 'HTTPCode_ELB_5XX_Count'),
    query('fault2', 'HTTPCode_Target_5XX_Count'),
  ],
  EvaluationPeriods: 3,
  DatapointsToAlarm: 3,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

/** `aws_cloudwatch_metric_alarm` of Terraform. */
const byTerraform = {
  ...printed('web-p99-high'),
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'TargetResponseTime',
  Dimensions: loadBalancer,
  ExtendedStatistic: 'p99',
  Period: 300,
  EvaluationPeriods: 2,
  Threshold: 1.5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'missing',
  EvaluateLowSampleCountPercentile: 'ignore',
};

/** An anomaly alarm as the console makes it. */
const byConsole = {
  ...printed('Web traffic unusual'),
  Metrics: [
    { ...query('m1', 'RequestCount'), ReturnData: true },
    { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', Label: 'RequestCount (expected)', ReturnData: true },
  ],
  ThresholdMetricId: 'ad1',
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
  TreatMissingData: 'missing',
};

const metricAlarmOf = (described: object): MetricAlarm => {
  const read = describedAlarms({ MetricAlarms: [described], CompositeAlarms: [] });
  const [alarm] = 'problem' in read ? [] : read.alarms;
  if (alarm === undefined || 'unsupported' in alarm || 'rule' in alarm) throw new Error(JSON.stringify(alarm ?? read));
  return alarm;
};

const start = epochOf('2026-03-04T10:00:00.000Z');
const span = { from: '2026-03-04T10:00:00.000Z', to: '2026-03-04T10:30:00.000Z' };

describe('an alarm made elsewhere', () => {
  it.each([
    ['by cdk-monitoring-constructs', byMonitoringConstructs],
    ['with Terraform', byTerraform],
    ['in the console', byConsole],
  ])('%s can be evaluated', (_, described) => {
    const { AlarmName } = described as unknown as { AlarmName: string };
    expect(metricAlarmOf(described).name).toBe(AlarmName);
  });

  it('by cdk-monitoring-constructs fires where its fault rate does', () => {
    const counts = (values: readonly number[]): ReturnType<typeof seriesOf> => seriesOf(start, 300, values);
    const held = new Map([
      ['RequestCount', counts([100, 100, 100, 100, 100, 100])],
      ['HTTPCode_Target_5XX_Count', counts([0, 8, 9, 7, 0, 0])],
    ]);
    const history = evaluateMetricAlarm(
      metricAlarmOf(byMonitoringConstructs),
      ({ metricName }) => [...held].flatMap(([name, series]) => (name === metricName ? [series] : [])),
      span,
    );
    if ('unsupported' in history) throw new Error(history.unsupported);
    expect(history.transitions.map(({ at, to }) => `${at.slice(11, 16)} ${to}`)).toEqual([
      '10:05 OK',
      '10:20 ALARM',
      '10:25 OK',
    ]);
  });

  it('with Terraform that ignores percentiles of few samples says so where their number is not held', () => {
    const series = lookupOf({ p99: seriesOf(start, 300, [0.4, 2, 2, 0.4]) });
    expect(evaluateMetricAlarm(metricAlarmOf(byTerraform), series, span)).toMatchObject({
      unsupported: expect.stringContaining('SampleCount') as string,
    });
  });
});
