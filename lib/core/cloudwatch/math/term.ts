import type { Frame } from './frame.ts';

/** One evaluation over one frame; a fresh object each time. */
export interface Run {
  readonly frame: Frame;
}

interface Computed<T> {
  /** Whether the value of one period depends on other periods of the frame. */
  readonly windowed: boolean;
  readonly of: (run: Run) => T;
}

/** A number; NaN when there is none, as the average of no points. */
export interface Scalar extends Computed<number> {
  readonly kind: 'scalar';
  /** The number, where it is written out. */
  readonly literal?: number;
}

/** A time series: a value a period, NaN where there is none. What it gives belongs to others: never change it. */
export interface OneSeries extends Computed<Float64Array> {
  readonly kind: 'series';
  /** A metric, not the result of an expression. */
  readonly isMetric: boolean;
}

export interface SeriesArray extends Computed<readonly Float64Array[]> {
  readonly kind: 'array';
  readonly atMost: number;
}

/** What has a value: the types S, TS and TS[] of the documentation. */
export type Valued = Scalar | OneSeries | SeriesArray;

/** A part of an expression, checked and ready to run. */
export type Term =
  Valued | { readonly kind: 'word'; readonly word: string } | { readonly kind: 'text'; readonly text: string };

/** What surrounds an expression. */
export interface Scope {
  readonly metricIds: readonly string[];
  readonly termOf: (id: string) => Valued | undefined;
}

export const scalar = (windowed: boolean, of: Scalar['of']): Scalar => ({ kind: 'scalar', windowed, of });

export const series = (windowed: boolean, of: OneSeries['of']): OneSeries => ({
  kind: 'series',
  isMetric: false,
  windowed,
  of,
});

/** From the values of one series to as many others. */
export type Kernel = (values: Float64Array) => Float64Array;

/** As the array's own `map`, which takes longer. */
export const mapped = (values: Float64Array, compute: (value: number, index: number) => number): Float64Array => {
  const results = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) results[index] = compute(values[index] ?? NaN, index);
  return results;
};

/** The same done to a series or to each of an array; undefined for anything else. */
export const each = (term: Term | undefined, isWindowed: boolean, kernelOf: (run: Run) => Kernel): Term | undefined => {
  if (term?.kind === 'series') {
    return series(term.windowed || isWindowed, (run) => kernelOf(run)(term.of(run)));
  }
  if (term?.kind !== 'array') return undefined;
  const of = (run: Run): readonly Float64Array[] => {
    const kernel = kernelOf(run);
    return term.of(run).map((values) => kernel(values));
  };
  return { kind: 'array', atMost: term.atMost, windowed: term.windowed || isWindowed, of };
};
