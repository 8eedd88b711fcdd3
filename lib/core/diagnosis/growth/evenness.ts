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

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
};

/**
 * Whether levels, one at the end of each block, grow in nearly all blocks and not by a step in one: a leak does so, a
 * healthy process grows in a few steps.
 */
export const isEven = (levels: readonly number[], even: EvenGrowth): boolean => {
  const rises = levels.slice(1).map((level, index) => level - (levels[index] ?? Number.NaN));
  const usual = median(rises);
  if (!(usual > 0)) return false;
  const rising = rises.filter((rise) => rise >= even.ofMedian * usual).length;
  if (rising < even.rising * rises.length) return false;
  const growth = rises.reduce((sum, rise) => sum + rise, 0);
  return rises.reduce((sum, rise) => sum + Math.min(rise, even.cap * usual), 0) >= even.kept * growth;
};
