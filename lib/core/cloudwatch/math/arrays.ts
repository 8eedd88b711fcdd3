import { type Aggregate, figureOfSeries } from './aggregates.ts';
import { scalar, series, type Scope, type SeriesArray, type Term } from './term.ts';

type ArrayFunction = (args: readonly Term[], scope: Scope) => Term | undefined;

/** More series than a graph of CloudWatch shows: only arrays of arrays get there. */
export const MOST_SERIES = 500;

/** Time series and arrays of them, one after another. */
export const arrayOf = (items: readonly Term[]): SeriesArray | undefined => {
  const parts = items.filter((item) => item.kind === 'series' || item.kind === 'array');
  const atMost = parts.reduce((sum, part) => sum + (part.kind === 'array' ? part.atMost : 1), 0);
  if (items.length === 0 || parts.length < items.length || atMost > MOST_SERIES) return undefined;
  return {
    kind: 'array',
    atMost,
    windowed: parts.some(({ windowed }) => windowed),
    of: (run) => parts.flatMap((part) => (part.kind === 'array' ? part.of(run) : [part.of(run)])),
  };
};

/** The ids that METRICS() or METRICS("part of an id") stands for. */
export const metricsNamed = (metricIds: readonly string[], part: string): readonly string[] =>
  metricIds.filter((id) => id.includes(part));

export const metrics: ArrayFunction = ([part, ...rest], { metricIds, termOf }) => {
  if (rest.length > 0 || (part !== undefined && part.kind !== 'text')) return undefined;
  return arrayOf(metricsNamed(metricIds, part?.text ?? '').flatMap((id) => termOf(id) ?? []));
};

export const metricCount: ArrayFunction = ([array, ...rest]) =>
  array?.kind === 'array' && rest.length === 0 ? scalar(array.windowed, (run) => array.of(run).length) : undefined;

/** The first (0) or last (−1) of an array; nothing but missing values when it is empty. */
export const oneOf =
  (index: 0 | -1): ArrayFunction =>
  ([array, ...rest]) =>
    array?.kind === 'array' && rest.length === 0
      ? series(array.windowed, (run) => array.of(run).at(index) ?? new Float64Array(run.frame.count).fill(NaN))
      : undefined;

export const removeEmpty: ArrayFunction = ([array, ...rest]) =>
  array?.kind === 'array' && rest.length === 0
    ? {
        ...array,
        windowed: true,
        of: (run) => array.of(run).filter((values) => values.some((value) => !Number.isNaN(value))),
      }
    : undefined;

/** A whole number that is written out: what other numbers would mean as a position is not documented. */
const positionOf = (term: Term | undefined): number | undefined =>
  term?.kind === 'scalar' && Number.isSafeInteger(term.literal) ? term.literal : undefined;

export const slice: ArrayFunction = ([array, start, end, ...rest]) => {
  const from = positionOf(start);
  const to = end === undefined ? MOST_SERIES : positionOf(end);
  if (array?.kind !== 'array' || from === undefined || to === undefined || rest.length > 0) return undefined;
  return { ...array, of: (run) => array.of(run).slice(from, to) };
};

const SORT_KEYS: ReadonlyMap<string, Aggregate> = new Map([
  ['AVG', 'AVG'],
  ['MIN', 'MIN'],
  ['MAX', 'MAX'],
  ['SUM', 'SUM'],
]);
const SIGNS: ReadonlyMap<string, number> = new Map([
  ['ASC', 1],
  ['DESC', -1],
]);

/** Ties keep their order; a series without values is behind the others, whatever the order. */
const sorted = (array: readonly Float64Array[], key: Aggregate, sign: number): readonly Float64Array[] =>
  array
    .map((values) => {
      const figure = figureOfSeries(key, values) * sign;
      return { values, rank: Number.isNaN(figure) ? Infinity : figure };
    })
    .sort((one, other) => Number(one.rank > other.rank) - Number(one.rank < other.rank))
    .map(({ values }) => values);

const wordOf = (term: Term | undefined): string => (term?.kind === 'word' ? term.word : '');

export const sort: ArrayFunction = ([array, by, order, most, ...rest]) => {
  const key = SORT_KEYS.get(wordOf(by));
  const sign = SIGNS.get(wordOf(order));
  const limit = most === undefined ? MOST_SERIES : positionOf(most);
  if (key === undefined || sign === undefined || limit === undefined) return undefined;
  if (array?.kind !== 'array' || rest.length > 0) return undefined;
  return { ...array, windowed: true, of: (run) => sorted(array.of(run), key, sign).slice(0, limit) };
};
