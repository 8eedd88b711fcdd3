import { valueAt, type Values } from './values.ts';

/** A stretch out of the usual; steps are of the window, all inclusive. */
export interface Spell {
  readonly from: number;
  /** Last step out of the usual. */
  readonly to: number;
  /** Sum of what its steps say. */
  readonly score: number;
  /** Steps at which it may as well have begun, the earliest and the latest. */
  readonly range: readonly [earliest: number, latest: number];
}

/** A beginning that says so much less is as good: one step of those that say most, and a bit. */
const AS_GOOD = 2;
/** Steps: what lies further back is another stretch, though one that would add nothing. */
const MOST_EARLIER = 5;

const saidAt = (scores: Values, step: number): number => valueAt(scores, step) || 0;

/** What a quiet step says at least: so much for each that lies between ends a stretch. */
const QUIET = 1.5;

/** Where the sum forward is highest before it has come down for good: the ends that stretches may have. */
const endsOf = (scores: Values, lasting: number): readonly number[] => {
  const ends: number[] = [];
  let [sum, highest, end] = [0, 0, -1];
  for (let step = 0; step < scores.length; step++) {
    sum += saidAt(scores, step);
    if (sum > highest) [highest, end] = [sum, step];
    if (sum > 0 && sum > highest - QUIET * lasting) continue;
    if (end !== -1) ends.push(end);
    [sum, highest, end] = [0, 0, -1];
  }
  return end === -1 ? ends : [...ends, end];
};

/** Back from its end, until it has come down for good. */
const begunBefore = (scores: Values, to: number, lasting: number): Spell => {
  const sums = new Float64Array(to + 1).fill(-Infinity);
  let [sum, score, from] = [0, 0, to];
  for (let step = to; step >= 0 && sum > score - QUIET * lasting; step--) {
    sum += saidAt(scores, step);
    sums[step] = sum;
    if (sum > score) [score, from] = [sum, step];
  }
  const isAsGood = (value: number): boolean => value > score - AS_GOOD;
  const earliest = Math.max(sums.findIndex(isAsGood), from - MOST_EARLIER);
  return { from, to, score, range: [earliest, sums.findLastIndex(isAsGood)] };
};

/**
 * The stretch that says most, of those that end at most `lasting` steps before the last one; undefined: nothing speaks
 * for any. It may be interrupted for as long. Steps without a value (NaN) say nothing.
 */
export const spellOf = (scores: Values, lasting: number): Spell | undefined =>
  endsOf(scores, lasting)
    .filter((end) => end >= scores.length - 1 - lasting)
    .map((end) => begunBefore(scores, end, lasting))
    .reduce<Spell | undefined>((best, one) => (best !== undefined && best.score > one.score ? best : one), undefined);
