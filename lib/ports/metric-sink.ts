import type { Metric } from '../core/alarm/definition.ts';
import type { Instant } from '../core/time.ts';

/** One value of a metric, of its instant whenever it is put. */
export interface MetricValue {
  readonly metric: Metric;
  readonly at: Instant;
  readonly value: number;
}

/** Where values are put that alarms watch. */
export interface MetricSink {
  /** Rejects where not all were put; the same again does no harm where an alarm looks at the least or the most of a period. */
  put(values: readonly MetricValue[]): Promise<void>;
}
