import type { MetricAlarm } from '../../alarm/definition.ts';

/** What one period says: 0 not breaching, 1 breaching, 2 missing. */
export const OK_PERIOD = 0;
export const BREACHING_PERIOD = 1;
export const MISSING_PERIOD = 2;

export type Verdict = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'RETAIN';

export type JudgementRule = Pick<
  MetricAlarm,
  'datapointsToAlarm' | 'evaluationPeriods' | 'treatMissingData' | 'wallClock'
>;

/**
 * How many periods CloudWatch looks back to find enough real datapoints. It publishes only "more than the evaluation
 * periods, depending on the period" and, in both of its tables, 5 for 3; two more, for long alarms a third more, fits
 * those. A wall-clock window reads its own periods and no more.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const evaluationRange = ({ evaluationPeriods, wallClock }: JudgementRule): number =>
  wallClock === undefined ? evaluationPeriods + Math.max(2, Math.floor(evaluationPeriods / 3)) : evaluationPeriods;

interface Counts {
  /** Real periods that count: the newest N at most. */
  readonly real: number;
  readonly breaching: number;
  /** Age of the oldest of them; the newest period has age 1. */
  readonly oldestAge: number;
}

const countsOf = (classes: ArrayLike<number>, most: number): Counts => {
  let real = 0;
  let breaching = 0;
  let oldestAge = 0;
  for (let index = 0; index < classes.length && real < most; index += 1) {
    if (classes[index] === MISSING_PERIOD) continue;
    real += 1;
    if (classes[index] === BREACHING_PERIOD) breaching += 1;
    oldestAge = index + 1;
  }
  return { real, breaching, oldestAge };
};

/**
 * Fewer real periods than N, and missing ones are not filled. The premature rule: when nothing real speaks against it
 * and the oldest breaching datapoint is M periods old, the alarm goes to ALARM with fewer than M.
 */
const unfilled = (
  { datapointsToAlarm, treatMissingData }: JudgementRule,
  { real, breaching, oldestAge }: Counts,
): Verdict => {
  if (breaching < real) return breaching >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (treatMissingData === 'ignore') return 'RETAIN';
  // Only breaching periods, all younger than M: undetermined by the documentation, which last named this state for it.
  return oldestAge > 0 && oldestAge >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
};

/** The state that CloudWatch gives an evaluation range, newest period first. */
export const judgePeriods = (rule: JudgementRule, classes: ArrayLike<number>): Verdict => {
  const counts = countsOf(classes, rule.evaluationPeriods);
  const { treatMissingData, datapointsToAlarm } = rule;
  const missing = rule.evaluationPeriods - counts.real;
  if (missing > 0 && (treatMissingData === 'missing' || treatMissingData === 'ignore')) return unfilled(rule, counts);
  const breaching = counts.breaching + (treatMissingData === 'breaching' ? missing : 0);
  return breaching >= datapointsToAlarm ? 'ALARM' : 'OK';
};
