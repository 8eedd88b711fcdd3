/** Of the level before: smaller falls are caches let go and batches done. */
const REMAINS = 0.7;
/** Values before and after a fall, half an hour of each: a dip that is over by then is no restart. */
const BESIDE = 6;

const lowestBefore = (memory: Float64Array, index: number): number => {
  let low = Number.POSITIVE_INFINITY;
  for (let before = Math.max(0, index - BESIDE); before < index; before += 1) {
    const value = memory[before] ?? Number.NaN;
    if (value < low) low = value;
  }
  return low === Number.POSITIVE_INFINITY ? Number.NaN : low;
};

/**
 * Index from which the memory (percent, five minutes apart, NaN where missing) is that of the process running at the
 * end: it fell there below 70 % of the half hour before and stayed down for half an hour. 0 when it never fell so.
 */
export const lastStart = (memory: Float64Array): number => {
  for (let index = memory.length - 1; index > 0; index -= 1) {
    const limit = REMAINS * lowestBefore(memory, index);
    if (!((memory[index] ?? Number.NaN) < limit)) continue;
    if (!memory.subarray(index, index + BESIDE).some((value) => value >= limit)) return index;
  }
  return 0;
};
