import type { Metric } from '../../alarm/definition.ts';
import type { Series } from '../../series/series.ts';
import { epochOf, type Instant, MINUTE } from '../../time.ts';
import { median } from '../statistics/robust.ts';
import { knownOf } from '../statistics/values.ts';

/** By namespace, how long after a period's end CloudWatch may still have a part of its counts; captured delays, rounded up. */
export const SETTLES_AFTER_MS: ReadonlyMap<string, number> = new Map([
  ['AWS/ApplicationELB', 2 * MINUTE],
  ['AWS/ECS', 2 * MINUTE],
  ['AWS/Lambda', 2 * MINUTE],
  ['AWS/SQS', 2 * MINUTE],
  ['AWS/DynamoDB', 5 * MINUTE],
  ['AWS/EC2', 6 * MINUTE],
]);
/** Of others: nobody has said. */
export const OTHERS_SETTLE_AFTER_MS = 3 * MINUTE;
/** What is measured of each request or each process: a part of them is a sample, once there is a minute for it to come in. */
const SAMPLED_AFTER_MS = MINUTE;

/** Times what was counted before: a part of a period that holds so much is a surge, whatever the rest of it will add. */
const FAR_MORE = 1.5;
/** Periods before. */
const BEFORE = 30;

const isCount = ({ stat }: Metric): boolean => stat === 'Sum' || stat === 'SampleCount';

/** How long after its end a period of a metric may still change, or come. */
export const settlesAfter = (metric: Metric): number => {
  if (!isCount(metric)) return SAMPLED_AFTER_MS;
  return SETTLES_AFTER_MS.get(metric.namespace) ?? OTHERS_SETTLE_AFTER_MS;
};

/** Periods that are whole at an instant. */
const wholeBy = (metric: Metric, { startMs, periodMs, values }: Series, at: Instant): number =>
  Math.max(0, Math.min(values.length, Math.floor((epochOf(at) - settlesAfter(metric) - startMs) / periodMs)));

/**
 * A series as far as it can be relied on at an instant. CloudWatch has the newest minutes late, and counts in part: what
 * is not whole yet is not known, so that no drop, onset or refutation rests on it. A count that is far more already than
 * before stays: it can only grow.
 */
export const settledBy = (metric: Metric, series: Series, at: Instant): Series => {
  const whole = wholeBy(metric, series, at);
  if (whole === series.values.length) return series;
  const usual = isCount(metric)
    ? median(knownOf(series.values.subarray(Math.max(0, whole - BEFORE), whole)))
    : Number.POSITIVE_INFINITY;
  const values = series.values.map((value, period) =>
    period < whole || (value > 0 && value >= FAR_MORE * usual) ? value : Number.NaN,
  );
  return { ...series, values };
};
