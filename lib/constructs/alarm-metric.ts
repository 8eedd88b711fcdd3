import type { CfnAlarm, CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type Limit,
  type MathQuery,
  type Metric,
  type MetricAlarm,
  type Signal,
  ONLY_METRIC,
} from '../core/alarm/definition.ts';

type Watched = Pick<
  CfnAlarmProps,
  'namespace' | 'metricName' | 'dimensions' | 'period' | 'statistic' | 'extendedStatistic'
>;

type Query = CfnAlarm.MetricDataQueryProperty;

const BAND = 'ad1';

const PLAIN_STATISTICS: readonly string[] = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'];

const dimensionsOf = ({ dimensions }: Metric): CfnAlarm.DimensionProperty[] =>
  Object.entries(dimensions).map(([name, value]) => ({ name, value }));

/** What an alarm on one metric looks at. */
export const watched = (metric: Metric): Watched => ({
  namespace: metric.namespace,
  metricName: metric.metricName,
  dimensions: dimensionsOf(metric),
  period: metric.periodSeconds,
  ...(PLAIN_STATISTICS.includes(metric.stat) ? { statistic: metric.stat } : { extendedStatistic: metric.stat }),
});

const metricStat = (metric: Metric): CfnAlarm.MetricStatProperty => ({
  metric: { namespace: metric.namespace, metricName: metric.metricName, dimensions: dimensionsOf(metric) },
  period: metric.periodSeconds,
  stat: metric.stat,
});

/** One metric that metric math computes with. */
export const mathInput = (id: string, metric: Metric): Query => ({
  id,
  returnData: false,
  metricStat: metricStat(metric),
});

const queryOf = (query: MathQuery, returned: string): Query => {
  const returnData = query.id === returned;
  return 'metric' in query
    ? { id: query.id, returnData, metricStat: metricStat(query.metric) }
    : { ...query, returnData };
};

/** A band is a second time series over what is watched, and both are returned. */
const withBand = (signal: Signal, standardDeviations: number): Partial<CfnAlarmProps> => {
  const { queries, returned } =
    signal.kind === 'math' ? signal : { queries: [{ id: ONLY_METRIC, metric: signal.metric }], returned: ONLY_METRIC };
  const expression = `ANOMALY_DETECTION_BAND(${returned}, ${String(standardDeviations)})`;
  return {
    metrics: [...queries.map((query) => queryOf(query, returned)), { id: BAND, expression, returnData: true }],
    thresholdMetricId: BAND,
  };
};

const lookingAt = (signal: Signal): Partial<CfnAlarmProps> =>
  signal.kind === 'metric'
    ? watched(signal.metric)
    : { metrics: signal.queries.map((query) => queryOf(query, signal.returned)) };

const comparedWith = (signal: Signal, limit: Limit): Partial<CfnAlarmProps> =>
  'band' in limit
    ? withBand(signal, limit.band.standardDeviations)
    : { ...lookingAt(signal), threshold: limit.threshold };

const warmingUp = ({ warmUp }: MetricAlarm): Partial<CfnAlarmProps> =>
  warmUp === undefined
    ? {}
    : {
        warmUpConfiguration: {
          warmUpPeriodDurationInMinutes: warmUp.minutes,
          onlyStartEvaluatingAfterWarmUpPeriodEnds: warmUp.whole,
        },
      };

/** Everything that CloudWatch evaluates of an alarm. */
export const evaluatedBy = (alarm: MetricAlarm): Omit<CfnAlarmProps, 'alarmName'> => ({
  ...comparedWith(alarm.signal, alarm.limit),
  comparisonOperator: alarm.limit.comparison,
  datapointsToAlarm: alarm.datapointsToAlarm,
  evaluationPeriods: alarm.evaluationPeriods,
  treatMissingData: alarm.treatMissingData,
  ...(alarm.lowSamples === undefined ? {} : { evaluateLowSampleCountPercentile: alarm.lowSamples }),
  ...warmingUp(alarm),
});
