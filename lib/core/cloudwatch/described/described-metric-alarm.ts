import type { Limit, Metric, MetricAlarm } from '../../alarm/definition.ts';
import type { Unsupported } from '../../series/series.ts';
import { metricsOf } from '../evaluation/signal.ts';
import { type DescribedSignal, describedSignal } from './described-signal.ts';
import { describedWindow } from './described-window.ts';
import type { FieldReader } from './field-reader.ts';

const THRESHOLD_COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;

const BAND_COMPARISONS = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
] as const;

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const longestWindowSeconds = (periodSeconds: number): number => (periodSeconds < 3_600 ? 86_400 : 604_800);

const limitOf = (alarm: FieldReader, { standardDeviations }: DescribedSignal): Limit => {
  if (standardDeviations === undefined) {
    const comparison = alarm.choice('ComparisonOperator', THRESHOLD_COMPARISONS) ?? 'GreaterThanThreshold';
    return { comparison, threshold: alarm.number('Threshold') };
  }
  const comparison = alarm.choice('ComparisonOperator', BAND_COMPARISONS) ?? 'GreaterThanUpperThreshold';
  return { comparison, band: { standardDeviations } };
};

type Window = Pick<MetricAlarm, 'evaluationPeriods' | 'datapointsToAlarm'>;

const windowOf = (alarm: FieldReader, periodSeconds: number): Window => {
  const evaluationPeriods = alarm.count('EvaluationPeriods', 1);
  const hasOwn = alarm.given('DatapointsToAlarm') !== undefined;
  const datapointsToAlarm = hasOwn ? alarm.count('DatapointsToAlarm', 1) : evaluationPeriods;
  if (datapointsToAlarm > evaluationPeriods)
    alarm.wrong('DatapointsToAlarm', `at most the ${String(evaluationPeriods)} of EvaluationPeriods`);
  const longest = longestWindowSeconds(periodSeconds);
  if (evaluationPeriods * periodSeconds > longest) {
    const most = `${String(Math.floor(longest / periodSeconds))} periods of ${String(periodSeconds)} s (${String(longest)} s in all)`;
    alarm.wrong('EvaluationPeriods', `at most ${most}`);
  }
  return { evaluationPeriods, datapointsToAlarm };
};

const missingOf = (alarm: FieldReader, metrics: readonly Metric[]): MetricAlarm['treatMissingData'] => {
  const isDynamoDb = metrics.every(({ namespace }) => namespace === 'AWS/DynamoDB');
  return alarm.choice('TreatMissingData', TREATMENTS, isDynamoDb ? 'ignore' : 'missing') ?? 'missing';
};

const lowSamplesOf = (alarm: FieldReader): Pick<MetricAlarm, 'lowSamples'> => {
  const lowSamples = alarm.choice('EvaluateLowSampleCountPercentile', ['evaluate', 'ignore'], 'evaluate');
  return lowSamples === 'ignore' ? { lowSamples } : {};
};

/** One of `MetricAlarms`; unsupported with what was given and what was expected. */
export const describedMetricAlarm = (alarm: FieldReader): MetricAlarm | Unsupported => {
  if (alarm.given('EvaluationCriteria') !== undefined)
    return { unsupported: 'it watches a PromQL query, whose series no recording holds' };
  const described = describedSignal(alarm);
  if ('unsupported' in described)
    return alarm.problems[0] === undefined ? described : { unsupported: alarm.problems[0] };
  const metrics = metricsOf(described.signal);
  const periodSeconds = metrics[0]?.periodSeconds ?? NaN;
  const read: MetricAlarm = {
    name: alarm.text('AlarmName'),
    signal: described.signal,
    limit: limitOf(alarm, described),
    ...windowOf(alarm, periodSeconds),
    treatMissingData: missingOf(alarm, metrics),
    ...lowSamplesOf(alarm),
    ...describedWindow(alarm, periodSeconds),
  };
  return alarm.problems.length === 0 ? read : { unsupported: alarm.problems.join('; ') };
};
