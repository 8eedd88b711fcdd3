import { type Values, valueAt } from '../statistics/values.ts';

/** The lowest from each step to the end: what a collector gives back is no growth. NaN after the last value. */
export const floorOf = (values: Values): Values => {
  const floor = new Float64Array(values.length).fill(NaN);
  let lowest = NaN;
  for (let step = values.length - 1; step >= 0; step--) {
    const value = valueAt(values, step);
    if (!(value >= lowest) && !Number.isNaN(value)) lowest = value;
    floor[step] = lowest;
  }
  return floor;
};
