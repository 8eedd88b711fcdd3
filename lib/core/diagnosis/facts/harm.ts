import { median } from '../statistics/robust.ts';
import { knownOf, valueAt, type Values } from '../statistics/values.ts';
import type { Observed } from './observed.ts';
import { countedFailuresOf, type Trouble } from './trouble.ts';

/** Shares of the requests since the trouble began, 0 to 1. */
export interface Harm {
  readonly slow: number;
  /** Among them; 0 where nobody counts all of them. */
  readonly failed: number;
  /** Seconds above which an answer counts as slow; NaN: it is not known. */
  readonly slowAbove: number;
}

/** The normal distribution's 99th percentile, in its deviations. */
const NINETY_NINTH = 2.326;
/** Of quiet requests so many are slower than their own 99th percentile. */
const USUAL = 0.01;

/** Logistic approximation, off by 0.0095 at most. https://doi.org/10.1080/00031305.1963.10480676 */
const above = (deviations: number): number => 1 / (1 + Math.exp(1.702 * deviations));

/** Share of requests beyond a latency, if logarithms of latency lie as normal ones do between median and 99th percentile. */
const shareBeyond = (limit: number, middle: number, tail: number): number => {
  const deviation = Math.max(0.05, Math.log(tail / middle) / NINETY_NINTH);
  return above(Math.log(limit / middle) / deviation);
};

const slowOf = ({ latency, tailLatency }: Observed, step: number, limit: number): number => {
  const [middle, tail] = [valueAt(latency, step), valueAt(tailLatency, step)];
  if (!(middle > 0 && tail > 0)) return 0;
  return Math.max(0, (shareBeyond(limit, middle, Math.max(tail, middle)) - USUAL) / (1 - USUAL));
};

const weightOf = (requests: Values | undefined, step: number): number => {
  if (requests === undefined) return 1;
  const value = valueAt(requests, step);
  return Number.isNaN(value) ? 0 : value;
};

/** Slow: slower than all but one in a hundred of the quiet time before. */
export const harmOf = (observed: Observed, { from, to }: Trouble): Harm => {
  const slowAbove = median(knownOf((observed.tailLatency ?? new Float64Array(0)).subarray(0, from)));
  const failed = countedFailuresOf(observed, to + 1);
  let [asked, slow, lost] = [0, 0, 0];
  for (let step = from; step <= to; step++) {
    const weight = weightOf(observed.requests, step);
    asked += weight;
    slow += weight * (Number.isNaN(slowAbove) ? 0 : slowOf(observed, step, slowAbove));
    lost += valueAt(failed, step) || 0;
  }
  const all = Math.max(1, asked, lost);
  return { slow: Math.min(1, slow / all), failed: Math.min(1, lost / all), slowAbove };
};
