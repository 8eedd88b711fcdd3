import { DAY, epochOf, type Instant, instantOf } from '../../time.ts';
import { floorOf } from '../growth/floor.ts';
import { knownOf, valueAt } from '../statistics/values.ts';
import type { Leak } from './leak.ts';
import type { Observation } from './observed.ts';
import type { Situation } from './situation.ts';

/** When memory is full, if traffic stays as it is. */
export interface Exhaustion {
  readonly at: Instant;
  /** 90 % interval; null: it may never come. */
  readonly earliest: Instant;
  readonly latest: Instant | null;
}

/** Of the time that is left, the 3rd and the 97th percentile of what it came to on the recordings to develop on, and a bit. */
const SPREAD = [0.62, 1.6] as const;

/** Steps that the later half of the growth has at least, for its own pace to count where that is faster. */
const LATER_HALF = 20;

/** Percent of the limit a step, over all of the growth of the process that lives, or over its later half. */
const paceOf = (floor: Float64Array, { from, to, pace, againFrom = from, isSlow }: Leak): number => {
  // Hours of it are noise.
  if (isSlow) return pace;
  const begin = Math.max(0, Math.round(againFrom));
  const meanSince = (step: number): number => (valueAt(floor, to) - valueAt(floor, step)) / (to - step);
  const half = Math.round((begin + to) / 2);
  const mean = Math.max(meanSince(begin), to - half < LATER_HALF ? 0 : meanSince(half));
  return mean > 0 ? mean : pace;
};

/** Percent of the limit: a new process has begun, and whether it leaks is not known yet. */
const GIVEN_BACK = 12;
/** Percent of the limit: there is no more to foretell. */
const FULL = 95;

/** What takes longer never ends. */
const LONGEST_MS = 365 * DAY;

/** Never before the instant that is looked at. */
export const exhaustionOf = (
  leak: Leak,
  { window, observed }: Observation,
  { at, memoryLimitPercent: limit }: Pick<Situation, 'at' | 'memoryLimitPercent'>,
): Exhaustion | undefined => {
  const values = observed[leak.role];
  const now = knownOf(values ?? new Float64Array(0)).at(-1);
  if (values === undefined || now === undefined || now < valueAt(values, leak.to) - GIVEN_BACK) return undefined;
  if (now >= (FULL / 100) * limit) return { at, earliest: at, latest: null };
  const leftMs = ((limit - now) / paceOf(floorOf(values), leak)) * window.stepMs;
  if (!(leftMs < LONGEST_MS)) return undefined;
  const [low, high] = SPREAD;
  const after = (factor: number): Instant => instantOf(epochOf(at) + factor * leftMs);
  return { at: after(1), earliest: after(low), latest: leak.isSlow ? null : after(high) };
};
