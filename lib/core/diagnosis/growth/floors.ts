/** Lowest of each hour, oldest hour first; NaN for an hour with too few values. The last hour ends with the series. */
export type HourlyFloors = Float64Array;

/** Of fewer values the lowest stands too high. */
const LEAST_SHARE = 1 / 3;

/** Lowest of `values` from one index up to another, NaN if fewer than `atLeast` of them are numbers. */
const lowest = (values: Float64Array, [from, to]: readonly [number, number], atLeast: number): number => {
  let low = Number.POSITIVE_INFINITY;
  let known = 0;
  for (let index = from; index < to; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    known += 1;
    if (value < low) low = value;
  }
  return known === 0 || known < atLeast ? Number.NaN : low;
};

/** `points` is how many values make an hour; those before the first whole hour, counted back from the end, are left out. */
export const hourlyFloors = (values: Float64Array, points: number): HourlyFloors => {
  const begin = values.length % points;
  const floors = new Float64Array((values.length - begin) / points);
  for (let hour = 0; hour < floors.length; hour += 1) {
    const from = begin + hour * points;
    floors[hour] = lowest(values, [from, from + points], points * LEAST_SHARE);
  }
  return floors;
};

/**
 * At each index the lowest of the `hours` hours that end before it (so the array is one longer than the floors); NaN
 * where half of them are not known.
 */
export const trailingFloors = (floors: HourlyFloors, hours: number): Float64Array => {
  const trailing = new Float64Array(floors.length + 1).fill(Number.NaN);
  for (let end = hours; end <= floors.length; end += 1) {
    trailing[end] = lowest(floors, [end - hours, end], hours / 2);
  }
  return trailing;
};
