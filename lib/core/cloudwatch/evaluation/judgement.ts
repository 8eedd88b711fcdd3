import type { AlarmView } from './alarm-view.ts';
import type { AlarmState, BandComparison, Limit, MetricAlarm, ThresholdComparison } from '../../alarm/definition.ts';
import { BREACHING_PERIOD, evaluationRange, MISSING_PERIOD, OK_PERIOD } from './judge-periods.ts';

/** One real datapoint; `startMs` is the start of its period. */
export interface Datapoint {
  readonly startMs: number;
  readonly value: number;
  readonly breaching: boolean;
  /** Where the alarm compares with a band. */
  readonly lower?: number;
  readonly upper?: number;
}

/** What was decided and on what; `points` are the real ones that counted, newest first. */
export interface Judgement {
  readonly state: AlarmState;
  readonly points: readonly Datapoint[];
  /** Starts of the newest N periods, newest first. */
  readonly periodStarts: readonly number[];
  /** The end of the newest. */
  readonly endsAt: number;
  /** Periods that the missing-data treatment filled. */
  readonly filled: number;
}

/** The smallest number above a finite one. */
const above = (value: number): number => {
  const bits = new BigInt64Array(1);
  const number = new Float64Array(bits.buffer);
  number[0] = value === 0 ? 0 : value;
  bits[0] = (bits[0] ?? 0n) + (value >= 0 ? 1n : -1n);
  return number[0];
};

interface Bound {
  readonly atLeast: number;
  readonly breachingAbove: boolean;
}

/** Every comparison is `value >= atLeast` or its opposite: one loop serves all. */
const boundOf = (comparison: ThresholdComparison, threshold: number): Bound => {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return { atLeast: threshold, breachingAbove: true };
    case 'GreaterThanThreshold':
      return { atLeast: above(threshold), breachingAbove: true };
    case 'LessThanThreshold':
      return { atLeast: threshold, breachingAbove: false };
    case 'LessThanOrEqualToThreshold':
      return { atLeast: above(threshold), breachingAbove: false };
  }
};

const againstThreshold = (values: Float64Array, { atLeast, breachingAbove }: Bound): Uint8Array => {
  const classes = new Uint8Array(values.length);
  const [high, low] = breachingAbove ? [BREACHING_PERIOD, OK_PERIOD] : [OK_PERIOD, BREACHING_PERIOD];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (value >= atLeast) classes[index] = high;
    else classes[index] = value < atLeast ? low : MISSING_PERIOD;
  }
  return classes;
};

type Band = NonNullable<AlarmView['band']>;

const OUTSIDE: Readonly<Record<BandComparison, (value: number, lower: number, upper: number) => boolean>> = {
  LessThanLowerThreshold: (value, lower) => value < lower,
  GreaterThanUpperThreshold: (value, _, upper) => value > upper,
  LessThanLowerOrGreaterThanUpperThreshold: (value, lower, upper) => value < lower || value > upper,
};

const againstBand = (values: Float64Array, comparison: BandComparison, { lower, upper }: Band): Uint8Array =>
  Uint8Array.from(values, (value, index) => {
    const [low = NaN, high = NaN] = [lower[index], upper[index]];
    if (Number.isNaN(value) || Number.isNaN(low)) return MISSING_PERIOD;
    return OUTSIDE[comparison](value, low, high) ? BREACHING_PERIOD : OK_PERIOD;
  });

/** What each period says (see judge-periods.ts). */
export const classesOf = (limit: Limit, values: Float64Array, band: AlarmView['band']): Uint8Array =>
  'threshold' in limit
    ? againstThreshold(values, boundOf(limit.comparison, limit.threshold))
    : againstBand(values, limit.comparison, band ?? { lower: values, upper: values });

export interface Looked {
  /** Newest period first, as long as the evaluation range. */
  readonly classes: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

const pointsOf = (alarm: MetricAlarm, { grid, band }: AlarmView, { index, looked }: At): Datapoint[] => {
  const points: Datapoint[] = [];
  for (let age = 0; age < evaluationRange(alarm) && points.length < alarm.evaluationPeriods; age += 1) {
    if (looked.classes[age] === MISSING_PERIOD) continue;
    const at = index - age * grid.stride;
    points.push({
      startMs: grid.startOf(at),
      value: looked.values[age] ?? NaN,
      breaching: looked.classes[age] === BREACHING_PERIOD,
      ...(band === undefined ? {} : { lower: band.lower[at] ?? NaN, upper: band.upper[at] ?? NaN }),
    });
  }
  return points;
};

interface At {
  readonly index: number;
  readonly looked: Looked;
  readonly state: AlarmState;
}

/** What one evaluation rests on. */
export const judgementOf = (alarm: MetricAlarm, view: AlarmView, at: At): Judgement => {
  const points = pointsOf(alarm, view, at);
  const { evaluationPeriods, treatMissingData } = alarm;
  const fills = treatMissingData === 'breaching' || treatMissingData === 'notBreaching';
  return {
    state: at.state,
    points,
    periodStarts: Array.from({ length: evaluationPeriods }, (_, age) =>
      view.grid.startOf(at.index - age * view.grid.stride),
    ),
    endsAt: view.grid.endOf(at.index),
    filled: fills ? evaluationPeriods - points.length : 0,
  };
};
