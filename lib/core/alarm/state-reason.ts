import { instantOf, type Instant, SECOND } from '../time.ts';
import type { AlarmDefinition, Comparison } from './definition.ts';
import type { Datapoint, Judgement } from './judge-alarm.ts';
import { periodSecondsOf } from './signal-value.ts';

/** `state.reasonData` of a metric alarm; `recentDatapoints` oldest first, `evaluatedDatapoints` newest first. */
export interface ReasonData {
  readonly version: '1.0';
  readonly queryDate: string;
  readonly startDate?: string;
  readonly statistic?: string;
  /** Seconds. */
  readonly period: number;
  readonly recentDatapoints: readonly number[];
  readonly threshold: number;
  readonly evaluatedDatapoints: readonly { readonly timestamp: string; readonly value?: number }[];
}

const WORDS: Readonly<Record<Comparison, string>> = {
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

const plural = (count: number, word: string): string => `${String(count)} ${word}${count === 1 ? '' : 's'}`;
const were = (count: number): string => (count === 1 ? 'was' : 'were');

const startOf = (definition: AlarmDefinition, age: number, endsAt: number): number =>
  endsAt - age * periodSecondsOf(definition.signal) * SECOND;

/** `1.9 (05/08/23 14:14:00)`: day, month, year; UTC. */
const spoken = (definition: AlarmDefinition, { age, value }: Datapoint, endsAt: number): string => {
  const at = instantOf(startOf(definition, age, endsAt));
  return `${javaDouble(value)} (${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(2, 4)} ${at.slice(11, 19)})`;
};

const filledWords = ({ treatMissingData }: AlarmDefinition, filled: number): string => {
  const treatment = treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `${plural(filled, 'missing datapoint')} ${were(filled)} treated as [${treatment}]`;
};

const crossedWords = (definition: AlarmDefinition, { state, points, filled }: Judgement, endsAt: number): string => {
  const inAlarm = state === 'ALARM';
  const deciding = points.filter(({ breaching }) => breaching === inAlarm);
  const listed = `[${deciding
    .slice(0, MANY)
    .map((point) => spoken(definition, point, endsAt))
    .join(', ')}]`;
  const many = deciding.length >= MANY;
  const count = `${String(deciding.length)} out of the last ${String(definition.evaluationPeriods)} datapoints`;
  const verdict = `${were(deciding.length)}${inAlarm ? '' : ' not'} ${WORDS[definition.comparison]} the threshold (${javaDouble(definition.threshold)})`;
  const fill = filled === 0 ? '' : filledWords(definition, filled);
  // Only filled periods speak for the state: CloudWatch's words for this are not documented.
  if (deciding.length === 0) return fill;
  const sentence = `${count}${many ? '' : ` ${listed}`} ${verdict}${fill === '' ? '' : ` and ${fill}`}`;
  if (!many) return sentence;
  return `${sentence}. The most recent datapoints${inAlarm ? ' which crossed the threshold' : ''}: ${listed}`;
};

const minimumWords = ({ datapointsToAlarm, evaluationPeriods }: AlarmDefinition, inAlarm: boolean): string => {
  const minimum = inAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  return `(minimum ${plural(minimum, 'datapoint')} for ${inAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`;
};

/** Why an alarm is in its state, in CloudWatch's words; `endsAt` is the end of the newest period. */
export const reasonOf = (definition: AlarmDefinition, judgement: Judgement, endsAt: number): string => {
  const periods = definition.evaluationPeriods;
  const { state, points, filled, retained } = judgement;
  if (retained) return `Unchanged: ${plural(periods - points.length, 'missing datapoint')} ignored.`;
  if (state === 'INSUFFICIENT_DATA') {
    const unknown = periods - points.length;
    return `Insufficient Data: ${plural(unknown, 'datapoint')} ${were(unknown)} unknown.`;
  }
  if (points.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${plural(periods, 'period')} and ${filledWords(definition, filled)}.`;
  }
  return `Threshold Crossed: ${crossedWords(definition, judgement, endsAt)} ${minimumWords(definition, state === 'ALARM')}.`;
};

export const reasonDataOf = (definition: AlarmDefinition, { points }: Judgement, endsAt: number): ReasonData => {
  const timeOf = (age: number): string => cloudWatchTime(instantOf(startOf(definition, age, endsAt)));
  const { signal, threshold, evaluationPeriods } = definition;
  const oldest = points.at(-1);
  return {
    version: '1.0',
    queryDate: cloudWatchTime(instantOf(endsAt)),
    ...(oldest === undefined ? {} : { startDate: timeOf(oldest.age) }),
    ...(signal.kind === 'metric' ? { statistic: signal.metric.stat } : {}),
    period: periodSecondsOf(signal),
    recentDatapoints: points.map(({ value }) => value).reverse(),
    threshold,
    evaluatedDatapoints:
      oldest === undefined
        ? Array.from({ length: evaluationPeriods }, (_, index) => ({ timestamp: timeOf(index + 1) }))
        : points.map(({ age, value }) => ({ timestamp: timeOf(age), value })),
  };
};
