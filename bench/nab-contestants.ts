import { surgesIn, unlikeBefore } from '../lib/core/diagnosis/statistics/unlike-before.ts';
import { DAY } from '../lib/core/time.ts';
import { probationOf } from './nab-score.ts';
import { randomFrom } from './random.ts';

/** Rows of one file, in order. */
export interface Rows {
  readonly values: Float64Array;
  readonly periodMs: number;
}

/** A score for each row, by it and those before: the higher, the more of an alarm; 0 for none at all. */
type Score = (rows: Rows) => Float64Array;

/** Rows that alarm, in order, given the scores and the least that is an alarm. */
type Alarms = (scores: Float64Array, how: { readonly periodMs: number; readonly from: number }) => readonly number[];

export interface Contestant {
  readonly name: string;
  readonly score: Score;
  readonly alarms: Alarms;
}

const everyRow: Alarms = (scores, { from }) => {
  const rows: number[] = [];
  for (let row = 0; row < scores.length; row += 1) if ((scores[row] ?? 0) >= from) rows.push(row);
  return rows;
};

const scoreEach = ({ values }: Rows, scoreAt: (value: number, row: number) => number): Float64Array =>
  Float64Array.from(values, (value, row) => {
    const score = scoreAt(value, row);
    return Number.isFinite(score) ? score : 0;
  });

const silence: Score = ({ values }) => new Float64Array(values.length);

const random: Score = (rows) => {
  const next = randomFrom(rows.values.length);
  return scoreEach(rows, next);
};

/** Mean and standard deviation of a stretch. */
type Moments = (from: number, to: number) => { readonly mean: number; readonly deviation: number };

/** From sums about the first value, so that little is lost where the level is high. */
const momentsOf = (values: Float64Array): Moments => {
  const [origin = 0] = values;
  const sums = new Float64Array(values.length + 1);
  const squares = new Float64Array(values.length + 1);
  for (const [row, value] of values.entries()) {
    sums[row + 1] = (sums[row] ?? 0) + value - origin;
    squares[row + 1] = (squares[row] ?? 0) + (value - origin) ** 2;
  }
  return (from, to) => {
    const mean = ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
    const square = ((squares[to] ?? 0) - (squares[from] ?? 0)) / (to - from);
    return { mean: origin + mean, deviation: Math.sqrt(Math.max(0, square - mean ** 2)) };
  };
};

const GAUSSIAN = { window: 6400, step: 100, leastDeviation: 1e-6, furthest: 7.13 };

/**
 * The benchmark's own: the window of 6,400 rows grows row by row, then moves by hundreds. It scores by the probability of
 * the tail, which rises with the distance in deviations and, to the 12 digits of its published scores, is 1 beyond 7.13.
 */
const windowedGaussian: Score = (rows) => {
  const moments = momentsOf(rows.values);
  return scoreEach(rows, (value, row) => {
    if (row === 0) return 0;
    const moved = Math.floor(Math.max(0, row - GAUSSIAN.window) / GAUSSIAN.step) * GAUSSIAN.step;
    const { mean, deviation } = moments(moved, Math.min(row, moved + GAUSSIAN.window));
    return Math.min(
      GAUSSIAN.furthest,
      Math.abs(value - mean) / (deviation === 0 ? GAUSSIAN.leastDeviation : deviation),
    );
  });
};

const zOfADay: Score = (rows) => {
  const moments = momentsOf(rows.values);
  const day = Math.max(2, Math.round(DAY / rows.periodMs));
  return scoreEach(rows, (value, row) => {
    const { mean, deviation } = moments(Math.max(0, row - day), row);
    return Math.abs(value - mean) / deviation;
  });
};

/** How far outside a range, in its widths. */
const beyond = (value: number, from: number, to: number): number => Math.max(from - value, value - to, 0) / (to - from);

const rankIn = (sorted: readonly number[], value: number): number => {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? Infinity) < value) from = middle + 1;
    else to = middle;
  }
  return from;
};

const trailingRange: Score = (rows) => {
  const sorted: number[] = [];
  return scoreEach(rows, (value) => {
    const outside = Math.floor(0.005 * (sorted.length - 1));
    const score = beyond(value, sorted[outside] ?? 0, sorted[sorted.length - 1 - outside] ?? 0);
    sorted.splice(rankIn(sorted, value), 0, value);
    return score;
  });
};

/** What somebody would set once who has seen the beginning: the rows that the benchmark lets pass. */
const fixedThreshold: Score = (rows) => {
  const seen = rows.values.slice(0, probationOf(rows.values.length)).sort();
  const outside = Math.floor(0.025 * (seen.length - 1));
  const [from = 0, to = 0] = [seen[outside], seen[seen.length - 1 - outside]];
  return scoreEach(rows, (value) => beyond(value, from, to));
};

/** Those that are the benchmark's own alarm at every row over the threshold; the others rest for half a day, as Tocsin does. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: 'no alarms', score: silence, alarms: everyRow },
  { name: 'random', score: random, alarms: everyRow },
  { name: 'random, resting', score: random, alarms: surgesIn },
  { name: 'windowed Gaussian of NAB', score: windowedGaussian, alarms: everyRow },
  { name: 'windowed Gaussian, resting', score: windowedGaussian, alarms: surgesIn },
  { name: 'fixed threshold, resting', score: fixedThreshold, alarms: surgesIn },
  { name: 'z of the last day, resting', score: zOfADay, alarms: surgesIn },
  { name: 'beyond p0.5 to p99.5, resting', score: trailingRange, alarms: surgesIn },
  { name: 'Tocsin, higher only', score: ({ values }) => unlikeBefore(values, 'above'), alarms: surgesIn },
  { name: 'Tocsin without rest', score: ({ values }) => unlikeBefore(values, 'either'), alarms: everyRow },
  { name: 'Tocsin', score: ({ values }) => unlikeBefore(values, 'either'), alarms: surgesIn },
];
