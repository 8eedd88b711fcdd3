import { quantile } from '../statistics/robust.ts';
import { type Values, valueAt } from '../statistics/values.ts';

const FEWEST = 10;
const USUAL = 0.75;
/** Percent of the limit. */
const ABOVE = 1;
/** The same: smaller falls are noise, and batches that end. */
const COLLECTED = 12;

/** Puts a value in its place among so many ascending ones. */
const insert = (ascending: Values, value: number, known: number): void => {
  const above = ascending.subarray(0, known).findIndex((other) => other > value);
  const place = above === -1 ? known : above;
  ascending.copyWithin(place + 1, place, known);
  ascending[place] = value;
};

/** The highest that memory stood before it fell by so much: it is known to come down from there. */
const collectedTops = (values: Values): Values => {
  const tops = new Float64Array(values.length + 1).fill(-Infinity);
  let [top, highest] = [-Infinity, -Infinity];
  for (const [step, value] of values.entries()) {
    tops[step] = top;
    if (value <= highest - COLLECTED) [top, highest] = [Math.max(top, highest), value];
    if (value > highest) highest = value;
  }
  tops[values.length] = top;
  return tops;
};

/**
 * What growth must leave behind to be a leak, at each step by all values before it: a process that was replaced grows to
 * where the one before stood, and what a collector gives back from a level comes back to it. NaN: too little is known.
 * One longer than the values.
 */
export const groundsOf = (values: Values): Values => {
  const grounds = new Float64Array(values.length + 1).fill(NaN);
  const ascending = new Float64Array(values.length);
  const tops = collectedTops(values);
  let known = 0;
  for (let step = 0; step <= values.length; step++) {
    if (known >= FEWEST)
      grounds[step] = Math.max(quantile(ascending.subarray(0, known), USUAL), valueAt(tops, step)) + ABOVE;
    const value = valueAt(values, step);
    if (Number.isNaN(value)) continue;
    insert(ascending, value, known);
    known += 1;
  }
  return grounds;
};
