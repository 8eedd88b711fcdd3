import type { Metric } from '../core/alarm/definition.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { Series } from '../core/series/series.ts';

/** What was asked for of one metric. */
export interface HeldSeries {
  /** As it was asked for. */
  readonly metric: Metric;
  /** Of longer periods than asked where shorter ones are held no more; undefined: not one value is held. */
  readonly series: Series | undefined;
  /** How this differs from what was asked, the same words for the same reason. */
  readonly remarks: readonly string[];
}

interface DescribedAlarms {
  readonly MetricAlarms: readonly object[];
  readonly CompositeAlarms: readonly object[];
  readonly LogAlarms: readonly object[];
}

/** What the account's monitoring holds: alarms, how they changed, and values. Every method throws MetricHistoryError. */
export interface MetricHistory {
  /** Every alarm, in the form of `aws cloudwatch describe-alarms`. */
  alarms(): Promise<DescribedAlarms>;
  /** Every state change within the span, newest first, in the form of `aws cloudwatch describe-alarm-history`. */
  changes(span: Span): Promise<{ readonly AlarmHistoryItems: readonly object[] }>;
  /** Each of the metrics once, in any order, as soon as it is read: periods that have ended by the span's end and by now. */
  series(metrics: readonly Metric[], span: Span): AsyncIterable<HeldSeries>;
}

/** Not allowed; too much was asked; what was asked for cannot be; or anything else that kept an answer away. */
export type WhyUnread = 'denied' | 'throttled' | 'malformed' | 'unanswered';

interface Failure extends ErrorOptions {
  readonly why: WhyUnread;
  readonly metric?: Metric | undefined;
}

/** It could not be read; the message says what was tried and what to do. */
export class MetricHistoryError extends Error {
  override readonly name = 'MetricHistoryError';
  readonly why: WhyUnread;
  /** The one that it is about, as it was asked for: others may be read without it. Undefined: about all. */
  readonly metric: Metric | undefined;

  constructor(message: string, { why, metric, ...options }: Failure) {
    super(message, options);
    this.why = why;
    this.metric = metric;
  }
}
