import { instantOf, type Instant } from '../../time.ts';
import type { BandComparison, Limit, MetricAlarm, ThresholdComparison } from '../../alarm/definition.ts';
import { counted } from '../../words.ts';
import type { Datapoint, Judgement } from './judgement.ts';
import { periodSecondsOf } from './signal.ts';

/** `state.reasonData` of a metric alarm; `recentDatapoints` oldest first, `evaluatedDatapoints` newest first. */
export interface ReasonData {
  readonly version: '1.0';
  readonly queryDate: string;
  readonly startDate?: string;
  readonly statistic?: string;
  /** Seconds. */
  readonly period: number;
  readonly recentDatapoints: readonly number[];
  /** Absent where the alarm compares with a band. */
  readonly threshold?: number;
  /** Oldest first, as the datapoints. */
  readonly recentLowerThresholds?: readonly number[];
  readonly recentUpperThresholds?: readonly number[];
  readonly evaluatedDatapoints: readonly { readonly timestamp: string; readonly value?: number }[];
}

const WORDS: Readonly<Record<ThresholdComparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** From this many on CloudWatch names only the five newest, in a sentence of their own. */
const MANY = 5;

/** CloudWatch's form of a time: `2019-10-02T17:04:40.989+0000`. */
export const cloudWatchTime = (at: Instant): string => at.replace('Z', '+0000');

/** Numbers as Java writes them: `1.0`, `0.05`, `1.2E-4`, `1.0E7`. */
const javaDouble = (value: number): string => {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [mantissa = '', exponent = ''] = value.toExponential().split('e');
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${String(Number(exponent))}`;
  }
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
};

const were = (count: number): string => (count === 1 ? 'was' : 'were');

/** `1.9 (05/08/23 14:14:00)`: day, month, year; UTC. */
const spoken = ({ startMs, value }: Datapoint): string => {
  const at = instantOf(startMs);
  return `${javaDouble(value)} (${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(2, 4)} ${at.slice(11, 19)})`;
};

const listOf = (values: readonly (number | undefined)[]): string =>
  `[${values.map((value) => javaDouble(value ?? NaN)).join(', ')}]`;

const bandWords = (comparison: BandComparison, points: readonly Datapoint[]): string => {
  const lower = `less than the lower thresholds ${listOf(points.map((point) => point.lower))}`;
  const upper = `greater than the upper thresholds ${listOf(points.map((point) => point.upper))}`;
  if (comparison === 'LessThanLowerThreshold') return lower;
  return comparison === 'GreaterThanUpperThreshold' ? upper : `${lower} or ${upper}`;
};

const limitWords = (limit: Limit, points: readonly Datapoint[]): string =>
  'threshold' in limit
    ? `${WORDS[limit.comparison]} the threshold (${javaDouble(limit.threshold)})`
    : bandWords(limit.comparison, points);

const filledWords = ({ treatMissingData }: MetricAlarm, filled: number): string => {
  const treatment = treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `${counted(filled, 'missing datapoint')} ${were(filled)} treated as [${treatment}]`;
};

const crossedWords = (alarm: MetricAlarm, { state, points, filled }: Judgement): string => {
  const inAlarm = state === 'ALARM';
  const deciding = points.filter(({ breaching }) => breaching === inAlarm);
  const named = deciding.slice(0, MANY);
  const listed = `[${named.map(spoken).join(', ')}]`;
  const many = deciding.length >= MANY;
  const count = `${String(deciding.length)} out of the last ${String(alarm.evaluationPeriods)} datapoints`;
  const verdict = `${were(deciding.length)}${inAlarm ? '' : ' not'} ${limitWords(alarm.limit, named)}`;
  const fill = filled === 0 ? '' : filledWords(alarm, filled);
  // Only filled periods speak for the state: CloudWatch's words for this are not documented.
  if (deciding.length === 0) return fill;
  const sentence = `${count}${many ? '' : ` ${listed}`} ${verdict}${fill === '' ? '' : ` and ${fill}`}`;
  if (!many) return sentence;
  return `${sentence}. The most recent datapoints${inAlarm ? ' which crossed the threshold' : ''}: ${listed}`;
};

const minimumWords = ({ datapointsToAlarm, evaluationPeriods }: MetricAlarm, inAlarm: boolean): string => {
  const minimum = inAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  return `(minimum ${counted(minimum, 'datapoint')} for ${inAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`;
};

/** Why an alarm is in its state, in CloudWatch's words. */
export const stateReasonOf = (alarm: MetricAlarm, judgement: Judgement): string => {
  const periods = alarm.evaluationPeriods;
  const { state, points, filled } = judgement;
  if (state === 'INSUFFICIENT_DATA') {
    const unknown = periods - points.length;
    return `Insufficient Data: ${counted(unknown, 'datapoint')} ${were(unknown)} unknown.`;
  }
  const crossed = 'threshold' in alarm.limit ? 'Threshold Crossed' : 'Thresholds Crossed';
  if (points.length === 0) {
    return `${crossed}: no datapoints were received for ${counted(periods, 'period')} and ${filledWords(alarm, filled)}.`;
  }
  return `${crossed}: ${crossedWords(alarm, judgement)} ${minimumWords(alarm, state === 'ALARM')}.`;
};

const limitsOf = ({ limit }: MetricAlarm, points: readonly Datapoint[]): Partial<ReasonData> => {
  if ('threshold' in limit) return { threshold: limit.threshold };
  const oldestFirst = points.toReversed();
  return {
    recentLowerThresholds: oldestFirst.map(({ lower }) => lower ?? NaN),
    recentUpperThresholds: oldestFirst.map(({ upper }) => upper ?? NaN),
  };
};

export const reasonDataOf = (alarm: MetricAlarm, { points, periodStarts, endsAt }: Judgement): ReasonData => {
  const timeOf = (startMs: number): string => cloudWatchTime(instantOf(startMs));
  const { signal } = alarm;
  const oldest = points.at(-1);
  return {
    version: '1.0',
    queryDate: timeOf(endsAt),
    ...(oldest === undefined ? {} : { startDate: timeOf(oldest.startMs) }),
    ...(signal.kind === 'metric' ? { statistic: signal.metric.stat } : {}),
    period: periodSecondsOf(signal),
    recentDatapoints: points.map(({ value }) => value).reverse(),
    ...limitsOf(alarm, points),
    evaluatedDatapoints:
      oldest === undefined
        ? periodStarts.map((startMs) => ({ timestamp: timeOf(startMs) }))
        : points.map(({ startMs, value }) => ({ timestamp: timeOf(startMs), value })),
  };
};
