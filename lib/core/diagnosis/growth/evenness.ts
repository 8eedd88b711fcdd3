import { median } from '../statistics/robust.ts';

export interface EvenGrowth {
  /** Share of the blocks that have to rise. */
  readonly rising: number;
  /** A block rises if it does so by this share of the median block. */
  readonly ofMedian: number;
  /** A block counts for at most so many medians ... */
  readonly cap: number;
  /** ... and so counted the blocks keep at least this share of the growth. */
  readonly kept: number;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** From each level to the next. */
export const risesOf = (levels: readonly number[]): readonly number[] =>
  levels.slice(1).map((level, index) => level - (levels[index] ?? NaN));

/**
 * Whether levels, one at the end of each block, grow in nearly all blocks and not by a step in one: a leak does so, a
 * healthy process grows in a few steps.
 */
export const isEven = (levels: readonly number[], { rising, ofMedian, cap, kept }: EvenGrowth): boolean => {
  const rises = risesOf(levels);
  const usual = median(rises);
  if (!(usual > 0)) return false;
  if (rises.filter((rise) => rise >= ofMedian * usual).length < rising * rises.length) return false;
  return sumOf(rises.map((rise) => Math.min(rise, cap * usual))) >= kept * sumOf(rises);
};
