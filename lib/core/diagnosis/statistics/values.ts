/** One a step; NaN where there is none. */
export type Values = Float64Array;

/** NaN beyond its ends, and of no series. */
export const valueAt = (values: Values | undefined, step: number): number => values?.[step] ?? NaN;

/** Those that are known. */
export const knownOf = (values: Values): Values => values.filter((value) => !Number.isNaN(value));

export const sumOf = (values: Values): number =>
  values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
