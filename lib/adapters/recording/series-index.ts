import type { Metric, MetricAlarm } from '../../core/alarm/definition.ts';
import type { SeriesLookup, Unsupported } from '../../core/series/series.ts';
import type { Reach } from './points.ts';
import type { Issue } from './recording-error.ts';
import type { ElementSpan } from './held-parts.ts';

/** What a file says of series, without their points. */
export interface SeriesIndex {
  /** Takes one element of the file's list in; what is wrong with it, `path` from the element on. */
  add(element: unknown, span: ElementSpan & { readonly index: number }): readonly Issue[];
  /** From the start of the first period to the end of the last, in epoch milliseconds. */
  extent(): Reach;
  /** Of a metric in periods no longer than its own, in epoch milliseconds; Infinity: there is none, or that is not told apart. */
  beginOf(metric: Metric): number;
  remarks(): readonly string[];
  readonly lookup: SeriesLookup;
  /** The series of one of the alarms; `among` are all that are evaluated on this file. */
  bind(alarm: MetricAlarm, among: readonly MetricAlarm[]): SeriesLookup | Unsupported;
}

/** The JSON of one element, read from the file again. */
export type ElementReader = (span: ElementSpan) => unknown;
