import { HOUR } from '../../time.ts';

/** `above`: only what is larger than all before, as a surge is. `either`: also what is smaller, or lies in a gap between. */
export type Side = 'above' | 'either';

const COOL_DOWN = 12 * HOUR;
/** Of the values before, this share at either end is not usual: the surges of other days. */
const UNUSUAL = 0.025;
/** Of fewer values nobody knows what is usual. */
const FEWEST = 30;
/** The usual range is at least this share of the value or its neighbour: after a constant series the least change is no surge. */
const LEAST_RANGE = 0.01;
/** Nothing is higher: two values are at most twice the larger one apart. */
const HIGHEST = 2 / LEAST_RANGE;
/** Differences of larger values overflow, and no metric has them: they count as missing. */
const LARGEST = 1e100;

/** All values in ascending order, and for each the nearest that have not been taken away. */
interface Chain {
  readonly sorted: Float64Array;
  /** By place, which is one more than the index in `sorted`: place 0 is below all values, the last one above. */
  readonly below: Uint32Array;
  readonly above: Uint32Array;
}

/** A place whose rank among the values that are left is known. */
interface Marker {
  rank: number;
  place: number;
}

const chainOf = (values: Float64Array): Chain => {
  const below = new Uint32Array(values.length + 2);
  const above = new Uint32Array(values.length + 2);
  for (let place = 0; place <= values.length; place += 1) {
    above[place] = place + 1;
    below[place + 1] = place;
  }
  return { sorted: values.toSorted(), below, above };
};

/** Index of the first that is not smaller. */
const firstOf = (sorted: Float64Array, value: number): number => {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? Infinity) < value) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** Of each value; equal ones get places beside each other. */
const placesOf = (values: Float64Array, { sorted }: Chain): Uint32Array => {
  const taken = new Uint32Array(sorted.length);
  const places = new Uint32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const first = firstOf(sorted, values[index] ?? Infinity);
    const before = taken[first] ?? 0;
    taken[first] = before + 1;
    places[index] = first + before + 1;
  }
  return places;
};

const next = (places: Uint32Array, place: number): number => places[place] ?? 0;

const valueAt = ({ sorted }: Chain, place: number): number => sorted[place - 1] ?? Number.NaN;

const takeAway = ({ below, above }: Chain, place: number): void => {
  above[next(below, place)] = next(above, place);
  below[next(above, place)] = next(below, place);
};

/** Keeps the marker's rank true once `taken` is away, then moves it to `rank`. */
const moveMarker = (
  marker: Marker,
  { below, above }: Chain,
  { taken, rank }: { taken: number; rank: number },
): void => {
  if (taken < marker.place) marker.rank -= 1;
  else if (taken === marker.place) marker.place = next(above, taken);
  for (; marker.rank > rank; marker.rank -= 1) marker.place = next(below, marker.place);
  for (; marker.rank < rank; marker.rank += 1) marker.place = next(above, marker.place);
};

/** To the nearest value that is left; 0 for what is not on that side. */
const distanceOf = (chain: Chain, place: number, side: Side): number => {
  const value = valueAt(chain, place);
  const lower = valueAt(chain, next(chain.below, place));
  const upper = valueAt(chain, next(chain.above, place));
  if (Number.isNaN(upper)) return value - lower;
  if (side === 'above') return 0;
  return Number.isNaN(lower) ? upper - value : Math.min(value - lower, upper - value);
};

/**
 * From the last to the first, because a value taken away leaves the ones before it, with its neighbours among them at hand:
 * after the sorting all of it takes a few steps a value.
 */
const scoresOf = (values: Float64Array, side: Side): Float64Array => {
  const scores = new Float64Array(values.length);
  const chain = chainOf(values);
  const places = placesOf(values, chain);
  const low: Marker = { rank: 0, place: 1 };
  const high: Marker = { rank: values.length - 1, place: values.length };
  for (let before = values.length - 1; before >= FEWEST; before -= 1) {
    const taken = next(places, before);
    takeAway(chain, taken);
    const outside = Math.floor(UNUSUAL * (before - 1));
    moveMarker(low, chain, { taken, rank: outside });
    moveMarker(high, chain, { taken, rank: before - 1 - outside });
    const distance = distanceOf(chain, taken, side);
    if (distance === 0) continue;
    const range = valueAt(chain, high.place) - valueAt(chain, low.place);
    const least = LEAST_RANGE * Math.max(Math.abs(valueAt(chain, taken)), distance / 2);
    scores[before] = Math.min(HIGHEST, distance / Math.max(range, least));
  }
  return scores;
};

/**
 * For each period of a series how unlike anything before it is: the distance to the nearest value of all periods before, in
 * usual ranges (97.5th minus 2.5th percentile of the values before). 1.8 is "1.8 times further from anything seen before than
 * the usual range is wide". 0 for what is missing (NaN) and for the first 30 values. From 0 to 200; never NaN.
 */
export const unlikeBefore = (values: Float64Array, side: Side): Float64Array => {
  const known = values.filter((value) => Math.abs(value) <= LARGEST);
  const knownScores = scoresOf(known, side);
  if (known.length === values.length) return knownScores;
  const scores = new Float64Array(values.length);
  let seen = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (!(Math.abs(values[index] ?? Number.NaN) <= LARGEST)) continue;
    scores[index] = knownScores[seen] ?? 0;
    seen += 1;
  }
  return scores;
};

/**
 * Indices of the periods to tell of, in order: those that score at least `from`, but for half a day after one told no other,
 * because what goes on, or comes back, is one surge.
 */
export const surgesIn = (
  scores: Float64Array,
  { periodMs, from }: { readonly periodMs: number; readonly from: number },
): readonly number[] => {
  const told: number[] = [];
  let next = 0;
  for (let index = 0; index < scores.length; index += 1) {
    if (index < next || !((scores[index] ?? 0) >= from)) continue;
    told.push(index);
    next = index + Math.ceil(COOL_DOWN / periodMs);
  }
  return told;
};
