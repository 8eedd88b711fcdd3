import { storable } from './operators.ts';
import { scalar, series, type Term } from './term.ts';

/** What is kept of the values that are there while going through them. */
interface Tally {
  count: number;
  sum: number;
  least: number;
  most: number;
  /** Welford's mean and sum of squared distances from it: no cancellation between large values. */
  mean: number;
  squares: number;
}

const emptyTally = (): Tally => ({ count: 0, sum: 0, least: Infinity, most: -Infinity, mean: 0, squares: 0 });

const addTo = (tally: Tally, value: number): void => {
  if (Number.isNaN(value)) return;
  tally.count += 1;
  tally.sum += value;
  tally.least = Math.min(tally.least, value);
  tally.most = Math.max(tally.most, value);
  const distance = value - tally.mean;
  tally.mean += distance / tally.count;
  tally.squares += distance * (value - tally.mean);
};

const tallyOf = (values: Float64Array): Tally => {
  const tally = emptyTally();
  for (const value of values) addTo(tally, value);
  return tally;
};

type Figure = (tally: Tally, seriesCount: number) => number;

/** A figure of the values there are; none where there are no values. */
const figureOf = (figure: Figure, tally: Tally, seriesCount: number): number =>
  tally.count === 0 ? NaN : storable(figure(tally, seriesCount));

const acrossSeries = (figure: Figure, array: readonly Float64Array[], count: number): Float64Array => {
  const figures = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const tally = emptyTally();
    for (const values of array) addTo(tally, values[index] ?? NaN);
    figures[index] = figureOf(figure, tally, array.length);
  }
  return figures;
};

const FIGURES = {
  /** Over an array the documentation treats missing values as 0; of one series it averages "all the data points". */
  AVG: ({ sum, count }, seriesCount) => sum / (seriesCount === 0 ? count : seriesCount),
  MIN: ({ least }) => least,
  MAX: ({ most }) => most,
  SUM: ({ sum }) => sum,
  /** Of the population; the documentation names no divisor. */
  STDDEV: ({ squares, count }) => Math.sqrt(squares / count),
  DATAPOINT_COUNT: ({ count }) => count,
} as const satisfies Readonly<Record<string, Figure>>;

export type Aggregate = keyof typeof FIGURES;

/** One figure of a whole series. */
export const figureOfSeries = (aggregate: Aggregate, values: Float64Array): number => {
  const tally = tallyOf(values);
  return aggregate === 'DATAPOINT_COUNT' ? tally.count : figureOf(FIGURES[aggregate], tally, 0);
};

/** Of one series a number, of an array a series with a figure a period. */
export const aggregated = (aggregate: Aggregate, term: Term | undefined): Term | undefined => {
  if (term?.kind === 'series') return scalar(true, (run) => figureOfSeries(aggregate, term.of(run)));
  if (term?.kind !== 'array') return undefined;
  return series(term.windowed, (run) => acrossSeries(FIGURES[aggregate], term.of(run), run.frame.count));
};
