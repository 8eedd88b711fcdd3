import type { Growth } from '../growth/growth.ts';
import { median } from '../statistics/robust.ts';
import { valueAt, type Values } from '../statistics/values.ts';
import type { Observed } from './observed.ts';
import type { Rise } from './rise.ts';
import { latencyOf, type Trouble } from './trouble.ts';

const WAITING_MORE = 1.25;
/** Steps by which growth must have begun before trouble, to be no effect of it: both onsets are only so sharp. */
const APART = 3;
/** Steps: growth that begins after latency has risen must go on so long to be believed. */
const AFTER_TROUBLE = 25;
/** Times the usual: fewer requests inside hold too little memory to be taken for a leak. */
const MANY_INSIDE = 5;
/** Percent of the limit: from here on memory itself hurts. */
export const NEAR_LIMIT = 80;

/** Requests inside at once, by Little's law: do they become more within the growth? https://doi.org/10.1287/opre.9.3.383 */
const isWaitingMore = ({ latency, requests }: Observed, from: number): boolean => {
  if (latency === undefined || requests === undefined) return true;
  const inside = latency.map((seconds, step) => seconds * valueAt(requests, step));
  const half = from + Math.ceil((inside.length - from) / 2);
  const before = median(inside.subarray(Math.max(0, from), half));
  return !(median(inside.subarray(half)) < WAITING_MORE * before);
};

/** Requests inside at once, against the quiet time before. */
const timesInside = ({ requests }: Observed, { from, to, latencyRatio }: Trouble): number => {
  if (requests === undefined) return Infinity;
  const now = median(requests.subarray(from, to + 1)) / median(requests.subarray(0, from));
  return Number.isNaN(now * latencyRatio) ? Infinity : now * latencyRatio;
};

const isAfterTrouble = ({ from, to }: Growth, trouble: Trouble): boolean =>
  from > trouble.from && to + 1 - from < AFTER_TROUBLE;

export interface Grown {
  readonly observed: Observed;
  readonly growth: Growth;
  readonly values: Values;
}

/**
 * Whether growth may be memory that requests hold which wait: what hurts came first, and they become more. Where little is
 * left of it, memory hurts whatever holds it.
 */
export const isHeldByWaiting = (grown: Grown, trouble: Trouble, rise: Rise | undefined): boolean => {
  const { observed, growth } = grown;
  if (valueAt(grown.values, growth.to) >= NEAR_LIMIT) return false;
  if (rise?.explains === true) return true;
  if (growth.from + APART < trouble.from || latencyOf(observed) === undefined) return false;
  if (timesInside(observed, trouble) < MANY_INSIDE) return false;
  return isAfterTrouble(growth, trouble) || isWaitingMore(observed, growth.from);
};
