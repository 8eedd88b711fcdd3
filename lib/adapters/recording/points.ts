import type { Series } from '../../core/series/series.ts';
import { instantOf, SECOND } from '../../core/time.ts';
import type { TimestampReader } from './timestamps.ts';

/** Values of a metric and when their periods start, in epoch milliseconds; as many of the one as of the other. */
export interface Points {
  readonly epochs: Float64Array;
  readonly values: Float64Array;
}

export const NO_POINTS: Points = { epochs: new Float64Array(), values: new Float64Array() };

/** From the start of the first period to the start of the last; `from > to`: none. */
export interface Reach {
  readonly from: number;
  readonly to: number;
}

export const NOWHERE: Reach = { from: Infinity, to: -Infinity };

/** 19 years of minutes: more is a mistyped year, and no memory would hold it. */
const MOST_PERIODS = 10_000_000;

/** The points of two JSON lists; undefined when anything in them is wrong, which a schema then explains. */
export const pointsOf = (timestamps: unknown, values: unknown, epochOf: TimestampReader): Points | undefined => {
  if (!Array.isArray(timestamps) || !Array.isArray(values) || timestamps.length !== values.length) return undefined;
  const points: Points = { epochs: new Float64Array(values.length), values: new Float64Array(values.length) };
  for (let index = 0; index < values.length; index += 1) {
    const value: unknown = values[index];
    const epoch = epochOf(timestamps[index]);
    if (Number.isNaN(epoch) || typeof value !== 'number' || !Number.isFinite(value)) return undefined;
    points.epochs[index] = epoch;
    points.values[index] = value;
  }
  return points;
};

/** Whether the points ascend and no two fall into one period, as those of a recording have to. */
export const ascends = ({ epochs }: Points, periodMs: number): boolean => {
  let before = -Infinity;
  for (const epoch of epochs) {
    const period = Math.floor(epoch / periodMs);
    if (period <= before) return false;
    before = period;
  }
  return true;
};

export const reachOf = ({ epochs }: Points): Reach => {
  let { from, to } = NOWHERE;
  for (const epoch of epochs) {
    if (epoch < from) from = epoch;
    if (epoch > to) to = epoch;
  }
  return { from, to };
};

export const joined = (one: Reach, other: Reach): Reach => ({
  from: Math.min(one.from, other.from),
  to: Math.max(one.to, other.to),
});

const periodStart = (epoch: number, periodMs: number): number => Math.floor(epoch / periodMs) * periodMs;

/** How many periods a series of that reach has. */
const periodsIn = ({ from, to }: Reach, periodMs: number): number =>
  from > to ? 0 : (periodStart(to, periodMs) - periodStart(from, periodMs)) / periodMs + 1;

/** Why no series can reach so far; undefined when it can. */
export const reachProblem = (reach: Reach, periodMs: number): string | undefined => {
  const periods = periodsIn(reach, periodMs);
  if (periods <= MOST_PERIODS) return undefined;
  const span = `${instantOf(reach.from)} to ${instantOf(reach.to)}`;
  return `expected at most ${String(MOST_PERIODS)} periods of ${String(periodMs / SECOND)} s, got ${String(periods)} (${span}): is a timestamp mistyped?`;
};

/** `phaseMs`: when a period begins, after a whole multiple of it since 1970. */
export interface Periods {
  readonly periodMs: number;
  readonly phaseMs: number;
}

/** One series of several lists of points, the later list and the later point winning where two fall into one period. */
export const seriesFrom = (parts: Iterable<Points>, reach: Reach, { periodMs, phaseMs }: Periods): Series => {
  const startMs = reach.from > reach.to ? 0 : periodStart(reach.from - phaseMs, periodMs) + phaseMs;
  const series = { startMs, periodMs, values: new Float64Array(periodsIn(reach, periodMs)).fill(NaN) };
  for (const { epochs, values } of parts) {
    for (let index = 0; index < epochs.length; index += 1) {
      const slot = Math.floor(((epochs[index] ?? NaN) - startMs) / periodMs);
      series.values[slot] = values[index] ?? NaN;
    }
  }
  return series;
};
