import { ascendingOf } from '../statistics/robust.ts';
import { sumOf, valueAt, type Values } from '../statistics/values.ts';
import { type EvenGrowth, risesOf } from './evenness.ts';

const MOST_BLOCKS = 8;
const LEAST_BLOCKS = 3;
const STEPS_OF_BLOCK = 2;

/** Of minutes: a block that rises rises by a third of the median one, a step counts three of it, two thirds is no step. */
export const EVEN_MINUTES: EvenGrowth = { rising: 0.8, ofMedian: 0.3, cap: 3, kept: 0.65 };

/** A floor at the ends of 3 to 8 blocks of equal length between two steps. */
export const levelsOf = (floor: Values, from: number, to: number): readonly number[] => {
  const count = Math.min(MOST_BLOCKS, Math.max(LEAST_BLOCKS, Math.floor((to - from) / STEPS_OF_BLOCK)));
  return Array.from({ length: count + 1 }, (_, block) =>
    valueAt(floor, from + Math.round((block * (to - from)) / count)),
  );
};

/** What the slower half of the blocks rises a step, on average. */
export const slowerPace = (levels: readonly number[], steps: number): number => {
  const ascending = ascendingOf(risesOf(levels));
  const half = ascending.subarray(0, Math.ceil(ascending.length / 2));
  return ((sumOf(half) / half.length) * ascending.length) / steps;
};
