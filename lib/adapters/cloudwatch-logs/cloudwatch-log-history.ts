import type { CloudWatchLogsClient, GetQueryResultsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { WhyNoLogs } from '../../core/logs/why-no-logs.ts';
import type { Pause } from '../../ports/clock.ts';
import { type LogHistory, LogHistoryError, type LogsAsked, type ReadLogs } from '../../ports/log-history.ts';
import { logsIn, resultsOf, startQuery, stopQuery } from './log-query.ts';

interface Host {
  readonly client: () => Promise<CloudWatchLogsClient>;
  readonly pause: Pause;
  /** Told of a query that could not be stopped: it goes on until it has scanned its stretch. */
  readonly report?: ((trouble: string, error: unknown) => void) | undefined;
}

/** Between two looks: 10 of them a second are what an account may, together. */
const FIRST_LOOK_MS = 300;
const LONGEST_PAUSE_MS = 1_500;

/** Of a start that is refused as one too many: nothing runs by then. */
const START_TRIES = 4;

/** By the error's name without `Exception`. */
const KNOWN: readonly (readonly [name: RegExp, why: WhyNoLogs])[] = [
  [/^(AccessDenied|UnrecognizedClient|ExpiredToken|InvalidSignature|OptInRequired)/u, 'denied'],
  [/^(LimitExceeded|Throttl|TooManyRequests|RequestLimitExceeded)/u, 'throttled'],
  [/^(MalformedQuery|InvalidParameter|Validation)/u, 'malformed'],
  [/^ResourceNotFound/u, 'gone'],
  [/^(AbortError|TimeoutError)/u, 'late'],
];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

const whyOf = (error: unknown): WhyNoLogs => KNOWN.find(([name]) => name.test(nameOf(error)))?.[1] ?? 'unanswered';

/** What may be otherwise a second later. */
const MAY_PASS: ReadonlySet<WhyNoLogs> = new Set(['throttled', 'unanswered']);

/** A query whose start was not answered may run all the same, where nobody can look at it or stop it. */
const MAY_RUN: ReadonlySet<WhyNoLogs> = new Set(['late', 'unanswered']);

/** How a query ended that gave nothing. */
const ENDED: Readonly<Partial<Record<string, WhyNoLogs>>> = {
  Failed: 'failed',
  Cancelled: 'cancelled',
  Timeout: 'late',
};

/** One query, from its start to its end: however that comes about, it is not left running. */
class Query {
  private readonly host: Host;
  private readonly asked: LogsAsked;
  private readonly deadline: AbortSignal;
  private last: GetQueryResultsCommandOutput | undefined;
  private hasEnded = false;

  constructor(host: Host, asked: LogsAsked) {
    this.host = host;
    this.asked = asked;
    this.deadline = AbortSignal.timeout(asked.withinMs);
  }

  async run(): Promise<ReadLogs> {
    const client = await this.host.client();
    const queryId = await this.start(client);
    try {
      return await this.follow(client, queryId);
    } finally {
      if (!this.hasEnded) await this.stop(client, queryId);
    }
  }

  private async start(client: CloudWatchLogsClient): Promise<string> {
    let queryId: string | undefined;
    try {
      queryId = await this.tryToStart(client);
    } catch (error) {
      throw this.notStarted(whyOf(error), error);
    }
    if (queryId === undefined) throw this.notStarted('unanswered');
    return queryId;
  }

  private async tryToStart(client: CloudWatchLogsClient): Promise<string | undefined> {
    const { logGroup, stretch } = this.asked;
    for (let tried = 1; ; tried += 1) {
      try {
        return await startQuery(client, { logGroup, stretch, abortSignal: this.deadline });
      } catch (error) {
        if (whyOf(error) !== 'throttled' || tried === START_TRIES) throw error;
        await this.host.pause(tried * FIRST_LOOK_MS);
      }
    }
  }

  private notStarted(why: WhyNoLogs, cause?: unknown): LogHistoryError {
    return this.failure(why, cause, MAY_RUN.has(why) ? this.asked.mostBytes : 0);
  }

  private async follow(client: CloudWatchLogsClient, queryId: string): Promise<ReadLogs> {
    for (let wait = FIRST_LOOK_MS; !this.deadline.aborted; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      await this.host.pause(wait);
      const found = await this.look(client, queryId);
      if (found !== undefined) return found;
    }
    return this.partly('time');
  }

  /** Undefined: it is not over. */
  private async look(client: CloudWatchLogsClient, queryId: string): Promise<ReadLogs | undefined> {
    try {
      this.last = await resultsOf(client, queryId, this.deadline);
    } catch (error) {
      this.passOver(error);
      return undefined;
    }
    return this.foundIn(this.last);
  }

  /** What may be otherwise at the next look, or has to do with the end of the time. */
  private passOver(error: unknown): void {
    const why = whyOf(error);
    if (!this.deadline.aborted && !MAY_PASS.has(why)) throw this.failure(why === 'gone' ? 'failed' : why, error);
  }

  private foundIn(results: GetQueryResultsCommandOutput): ReadLogs | undefined {
    const { status = '' } = results;
    const why = ENDED[status];
    this.hasEnded = status === 'Complete' || why !== undefined;
    if (why !== undefined) throw this.failure(why);
    const read = logsIn(results);
    if (status === 'Complete') return read;
    return read.scannedBytes > this.asked.mostBytes ? this.partly('bytes') : undefined;
  }

  private partly(stopped: 'time' | 'bytes'): ReadLogs {
    const read = this.last && logsIn(this.last);
    if (read === undefined || read.messages.length === 0) throw this.failure('late');
    return { ...read, stopped };
  }

  private scanned(): number {
    return this.last === undefined ? 0 : logsIn(this.last).scannedBytes;
  }

  private async stop(client: CloudWatchLogsClient, queryId: string): Promise<void> {
    try {
      await stopQuery(client, queryId).catch(() => stopQuery(client, queryId));
    } catch (error) {
      this.host.report?.('a query of logs could not be stopped', error);
    }
  }

  private failure(why: WhyNoLogs, cause?: unknown, scannedBytes = this.scanned()): LogHistoryError {
    const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : why;
    return new LogHistoryError(`${this.asked.logGroup}: ${said}`, { why, scannedBytes, cause });
  }
}

/** What CloudWatch Logs holds, by queries of Logs Insights. */
export const cloudWatchLogHistory = (host: Host): LogHistory => ({ read: (asked) => new Query(host, asked).run() });
