/** Those that are numbers, ascending. */
export const ascendingOf = (values: ArrayLike<number>): Float64Array => {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isNaN(value)) known[count++] = value;
  }
  return known.subarray(0, count).sort();
};

/** Between the two nearest of ascending values; NaN of none. */
export const quantile = (ascending: Float64Array, fraction: number): number => {
  const place = (ascending.length - 1) * fraction;
  const below = ascending[Math.floor(place)] ?? NaN;
  const above = ascending[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
};

export const median = (values: ArrayLike<number>): number => quantile(ascendingOf(values), 0.5);

/** Of a normal distribution: its deviation for one median absolute deviation, and for the distance of the 90th percentile. */
const BY_MEDIAN = 1.4826;
const BY_TENTH = 1 / 1.2816;

/** A deviation that a few odd values do not widen, and a long upper tail does. */
export const spreadOf = (ascending: Float64Array): number => {
  const middle = quantile(ascending, 0.5);
  const deviations = ascendingOf(ascending.map((value) => Math.abs(value - middle)));
  return Math.max(BY_MEDIAN * quantile(deviations, 0.5), BY_TENTH * (quantile(ascending, 0.9) - middle));
};
