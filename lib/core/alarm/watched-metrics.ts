import { fieldsOf, listOf } from '../json-value.ts';
import type { AlarmChange, WatchedMetric } from './change.ts';

/** An alarm holds ten; of an event that claims more the rest is not looked at. */
const MOST_METRICS = 30;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html */
const NAME_LIMIT = 255;

const metricOf = (query: unknown): readonly WatchedMetric[] => {
  const { namespace, name } = fieldsOf(fieldsOf(fieldsOf(query)['metricStat'])['metric']);
  if (typeof namespace !== 'string' || typeof name !== 'string') return [];
  return namespace.length > NAME_LIMIT || name.length > NAME_LIMIT ? [] : [{ namespace, metricName: name }];
};

/** What the alarm looks at, as far as `detail.configuration` names it. */
export const watchedMetricsOf = (detail: unknown): Pick<AlarmChange, 'metrics'> => {
  const queries = listOf(fieldsOf(fieldsOf(detail)['configuration'])['metrics']);
  const metrics = queries.slice(0, MOST_METRICS).flatMap(metricOf);
  return metrics.length === 0 ? {} : { metrics };
};
