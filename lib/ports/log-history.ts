import type { Span } from '../core/series/period-grid.ts';
import type { WhyNoLogs } from '../core/logs/why-no-logs.ts';
import type { Instant } from '../core/time.ts';

export interface LogsAsked {
  readonly logGroup: string;
  readonly stretch: Span;
  /** What it may take; what is read by then is given. */
  readonly withinMs: number;
  readonly mostBytes: number;
}

export interface ReadLogs {
  /** Newest first: at most `MOST_MESSAGES`, each at most as long as `READ_OF_MESSAGE`. */
  readonly messages: readonly { readonly at: Instant; readonly text: string }[];
  /** How many there are of the stretch, as far as it was looked at. */
  readonly matched: number;
  /** What it cost. */
  readonly scannedBytes: number;
  /** It was stopped before all of the stretch was looked at: it took as long, or scanned as much, as it may. */
  readonly stopped?: 'time' | 'bytes' | undefined;
}

/** What a service logs: asked seldom, for each question costs by what is scanned. */
export interface LogHistory {
  /** @throws LogHistoryError */
  read(asked: LogsAsked): Promise<ReadLogs>;
}

/** Nothing could be read. What was scanned by then, or may be where nobody can look, is to be paid all the same. */
export class LogHistoryError extends Error {
  override readonly name = 'LogHistoryError';
  readonly why: WhyNoLogs;
  readonly scannedBytes: number;

  constructor(
    message: string,
    { why, scannedBytes = 0, ...options }: { why: WhyNoLogs; scannedBytes?: number } & ErrorOptions,
  ) {
    super(message, options);
    this.why = why;
    this.scannedBytes = scannedBytes;
  }
}
