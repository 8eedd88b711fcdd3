import { ascendingOf, quantile } from '../diagnosis/statistics/robust.ts';
import { SECOND } from '../time.ts';

/** Of fewer values nothing can be compared: chance moves their median more than any change of practice does. */
const ENOUGH_TO_COMPARE = 10;

/** How long something took; null where there is nothing to tell it of. */
export interface Distribution {
  readonly n: number;
  /** How many there could have been: what never came has no duration, and is not left out of sight. */
  readonly of: number;
  readonly medianSeconds: number | null;
  /** Interpolated between the two nearest values: the value at place 0.9 (n - 1) of the ascending ones, counted from 0. */
  readonly p90Seconds: number | null;
  readonly meanSeconds: number | null;
  readonly isTooFewToCompare: boolean;
}

const rounded = (seconds: number): number | null =>
  Number.isNaN(seconds) ? null : Math.round(seconds * 1_000) / 1_000;

/** `durations` in milliseconds; what came before what it is counted from took no time. */
export const distributionOf = (durations: readonly number[], of: number): Distribution => {
  const seconds = ascendingOf(durations.map((ms) => Math.max(0, ms) / SECOND));
  const n = seconds.length;
  return {
    n,
    of,
    medianSeconds: rounded(quantile(seconds, 0.5)),
    p90Seconds: rounded(quantile(seconds, 0.9)),
    meanSeconds: rounded(seconds.reduce((sum, value) => sum + value, 0) / n),
    isTooFewToCompare: n < ENOUGH_TO_COMPARE,
  };
};
