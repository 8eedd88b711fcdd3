/** What the levels before a window were like, at each place where the window may begin. */
export interface Ground {
  /** Highest so far; −∞ while none is known. */
  readonly highest: Float64Array;
  /** Standard deviation so far; 0 while none is known. */
  readonly deviation: Float64Array;
}

/** `levels[index]` is known from `index` on; NaN where missing. */
export const groundOf = (levels: Float64Array): Ground => {
  const highest = new Float64Array(levels.length);
  const deviation = new Float64Array(levels.length);
  let [top, count, mean, squares] = [Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (const [index, level] of levels.entries()) {
    if (!Number.isNaN(level)) {
      top = Math.max(top, level);
      count += 1;
      const off = level - mean;
      mean += off / count;
      squares += off * (level - mean);
    }
    highest[index] = top;
    deviation[index] = count === 0 ? 0 : Math.sqrt(squares / count);
  }
  return { highest, deviation };
};
