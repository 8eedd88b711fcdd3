import type { CfnAlarm, CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Metric } from '../core/alarm/definition.ts';

type Watched = Pick<
  CfnAlarmProps,
  'namespace' | 'metricName' | 'dimensions' | 'period' | 'statistic' | 'extendedStatistic'
>;

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

/** One metric that metric math computes with. */
export const mathInput = (id: string, metric: Metric): CfnAlarm.MetricDataQueryProperty => ({
  id,
  returnData: false,
  metricStat: {
    metric: { namespace: metric.namespace, metricName: metric.metricName, dimensions: dimensionsOf(metric) },
    period: metric.periodSeconds,
    stat: metric.stat,
  },
});
