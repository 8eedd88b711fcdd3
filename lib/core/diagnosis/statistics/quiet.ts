import { ascendingOf, quantile, spreadOf } from './robust.ts';
import type { Values } from './values.ts';

/** What is usual of a series, from the time before anything was the matter; it varies by factors. */
export interface Quiet {
  readonly median: number;
  /** Of the logarithm. */
  readonly spread: number;
  /** Above it a value is out of the usual. */
  readonly high: number;
  readonly points: number;
}

/** Of a normal distribution one value in 1,400 lies so many deviations above. */
const DEVIATIONS = 3.2;
/** A spread at which so many times the median is out of the usual. */
export const spreadFor = (times: number): number => Math.log(times) / DEVIATIONS;

/** A quiet series may be so even that a hundredth more would count: nobody notices an eighth. */
const LEAST_SPREAD = spreadFor(1.12);

/** @param least spread of the logarithm that is taken at least; the second step is exclusive */
export const quietRange = (values: Values, [from, to]: readonly [number, number], least = LEAST_SPREAD): Quiet => {
  const logs = ascendingOf(values.subarray(from, to).map((value) => (value > 0 ? Math.log(value) : NaN)));
  const middle = quantile(logs, 0.5);
  const spread = Math.max(least, spreadOf(logs));
  const high = Math.min(Number.MAX_VALUE, Math.exp(middle + DEVIATIONS * spread));
  return { median: Math.exp(middle), spread, high, points: logs.length };
};

const RECENT = 45;
const ENOUGH = 20;

/** Of all that lies before, or of its last 45 steps where that is narrower: a noisy patch early on widens nothing. */
export const quietBefore = (values: Values, until: number, least?: number): Quiet => {
  const whole = quietRange(values, [0, until], least);
  const recent = quietRange(values, [Math.max(0, until - RECENT), until], least);
  return recent.points >= ENOUGH && recent.high < whole.high ? recent : whole;
};

/** Deviations that speak neither for nor against. */
const NEUTRAL = 1.8;
/** No single step says more. */
const MOST = 1.5;

/** How much each step speaks for being above the usual; NaN where there is no value. */
export const scoresOf = (values: Values, { median, spread }: Quiet): Values =>
  values.map((value) => {
    const deviations = Math.log(Math.max(value, Number.MIN_VALUE) / median) / spread;
    return Math.max(-MOST, Math.min(MOST, deviations - NEUTRAL));
  });
