import type { Metric } from '../alarm/definition.ts';

/** Values of a metric, one a period from `startMs` on (epoch milliseconds); NaN where there is none. */
export interface Series {
  readonly startMs: number;
  readonly periodMs: number;
  readonly values: Float64Array;
}

/** Every series held of a metric and statistic, one for each period length; the metric's own period plays no part. */
export type SeriesLookup = (metric: Metric) => readonly Series[];

/** Why something could not be evaluated, for the person who asked. */
export interface Unsupported {
  readonly unsupported: string;
  /** Nothing at all is held of what was looked for; absent: something is, or that is in doubt. */
  readonly isAbsent?: true;
}
