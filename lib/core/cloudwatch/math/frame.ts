/** What metrics reported in consecutive periods. */
export interface Frame {
  readonly count: number;
  readonly periodSeconds: number;
  /** Milliseconds since the epoch at which a period starts; 0 is the oldest. */
  readonly startOf: (index: number) => number;
  /** By the id of the query: `count` values, NaN where the metric has none. */
  readonly columns: ReadonlyMap<string, Float64Array>;
}
