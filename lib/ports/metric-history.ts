import type { Metric } from '../core/alarm/definition.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { Series } from '../core/series/series.ts';
import { UnreadError, type WhyUnread } from './unread.ts';

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

interface Failure extends ErrorOptions {
  readonly why: WhyUnread;
  readonly metrics?: readonly Metric[] | undefined;
}

export class MetricHistoryError extends UnreadError {
  override readonly name = 'MetricHistoryError';
  /** Those that it is about, as they were asked for: others may be read without them. None: about all. */
  readonly metrics: readonly Metric[];

  constructor(message: string, { metrics = [], ...failure }: Failure) {
    super(message, failure);
    this.metrics = metrics;
  }
}
