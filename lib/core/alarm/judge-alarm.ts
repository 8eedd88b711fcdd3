import type { AlarmDefinition, AlarmState, Comparison } from './definition.ts';

/** What an alarm saw: one value a period, oldest first, undefined where there is none; `endsAt` is the end of the newest. */
export interface EvaluationWindow {
  readonly endsAt: number;
  readonly values: readonly (number | undefined)[];
}

/** One real datapoint; `age` 1 is the newest period. */
export interface Datapoint {
  readonly age: number;
  readonly value: number;
  readonly breaching: boolean;
}

/** What was decided and on what; `points` are the real ones that counted, newest first. */
export interface Judgement {
  readonly state: AlarmState;
  readonly points: readonly Datapoint[];
  /** Periods that the missing-data treatment filled. */
  readonly filled: number;
  readonly retained: boolean;
}

const COMPARE: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * How many periods CloudWatch looks back to find enough real datapoints. It publishes only "more than the evaluation
 * periods, depending on the period" and, in both of its tables, 5 for 3; two more, for long alarms a third more, fits those.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const evaluationRange = (evaluationPeriods: number): number =>
  evaluationPeriods + Math.max(2, Math.floor(evaluationPeriods / 3));

const realPoints = (definition: AlarmDefinition, values: EvaluationWindow['values']): Datapoint[] => {
  const compare = COMPARE[definition.comparison];
  const oldest = Math.max(0, values.length - evaluationRange(definition.evaluationPeriods));
  const points: Datapoint[] = [];
  for (let at = values.length - 1; at >= oldest; at -= 1) {
    const value = values[at];
    if (value === undefined) continue;
    points.push({ age: values.length - at, value, breaching: compare(value, definition.threshold) });
  }
  return points;
};

const breachCount = (points: readonly Datapoint[]): number => points.filter(({ breaching }) => breaching).length;

/**
 * Fewer real datapoints than periods, and missing ones are not filled. The premature rule: when nothing real speaks
 * against it and the oldest breaching datapoint is M periods old, the alarm goes to ALARM with fewer than M.
 */
const judgeUnfilled = (definition: AlarmDefinition, points: readonly Datapoint[], previous: AlarmState): Judgement => {
  const breaches = breachCount(points);
  const decided = (state: AlarmState): Judgement => ({ state, points, filled: 0, retained: false });
  if (breaches < points.length) return decided(breaches >= definition.datapointsToAlarm ? 'ALARM' : 'OK');
  if (definition.treatMissingData === 'ignore') return { state: previous, points, filled: 0, retained: true };
  const oldestAge = points.at(-1)?.age ?? 0;
  // Only breaching datapoints, all younger than M: undetermined by the documentation, which last named this state for it.
  return decided(oldestAge >= definition.datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA');
};

/** The state alone: what a replay asks once a period, most often without a change. */
export const judgeAlarm = (definition: AlarmDefinition, window: EvaluationWindow, previous: AlarmState): Judgement => {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = definition;
  const points = realPoints(definition, window.values).slice(0, evaluationPeriods);
  const filled = evaluationPeriods - points.length;
  if (filled > 0 && (treatMissingData === 'missing' || treatMissingData === 'ignore')) {
    return judgeUnfilled(definition, points, previous);
  }
  const breaches = breachCount(points) + (treatMissingData === 'breaching' ? filled : 0);
  return { state: breaches >= datapointsToAlarm ? 'ALARM' : 'OK', points, filled, retained: false };
};
