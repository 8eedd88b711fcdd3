import type { Configuration } from '../core/configuration.ts';
import { LOGS } from '../core/context.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { ContextFact } from '../core/incident/commands.ts';
import { type LogsRead, logPatternsIn, type ReadStretch } from '../core/logs/log-patterns.ts';
import { readOf, stretchesOf } from '../core/logs/stretches.ts';
import { noLogsInWords, type WhyNoLogs } from '../core/logs/why-no-logs.ts';
import { workloadLogGroup } from '../core/service/log-group.ts';
import type { Instant } from '../core/time.ts';
import { LogHistoryError } from '../ports/log-history.ts';
import type { LogReading } from './pipeline.ts';

/** One look, by two queries at once. */
const READ_WITHIN_MS = 10_000;
/** Of what may be scanned a day, one look takes at most: an incident, which is looked at twice, a fifth. */
const LOOKS_A_DAY = 10;
const QUERIES = 2;

export interface LogsHost extends LogReading {
  readonly configuration: Configuration;
  /** Told of what failed: a line for a log. */
  readonly report?: ((trouble: string, error: unknown) => void) | undefined;
}

/** A service whose logs are wanted, and since when something is wrong. */
export interface LogsWanted {
  readonly service: string;
  readonly began: Instant;
  readonly now: Instant;
}

interface Look {
  readonly logGroup: string;
  readonly mostBytes: number;
}

type Held =
  | { readonly stretch: ReadStretch; readonly lacks: readonly string[]; readonly scannedBytes: number }
  | { readonly why: WhyNoLogs; readonly scannedBytes: number };

const unavailable = (reason: string): ContextFact => ({ outcome: 'unavailable', source: LOGS, reason });

const gigabytes = (bytes: number): string => `${String(Math.round(bytes / 1e8) / 10)} GB`;

const readOne = async (
  host: LogsHost,
  { logGroup, mostBytes }: Look,
  [name, stretch]: [string, Span],
): Promise<Held> => {
  try {
    const read = await host.history.read({ logGroup, stretch, withinMs: READ_WITHIN_MS, mostBytes });
    return { ...readOf(name, stretch, read), scannedBytes: read.scannedBytes };
  } catch (error) {
    host.report?.('logs could not be read', error);
    const { why, scannedBytes } =
      error instanceof LogHistoryError ? error : ({ why: 'unanswered', scannedBytes: 0 } as const);
    return { why, scannedBytes };
  }
};

/** The window is what it is about; without the quiet time before nobody can say what is new, which is said. */
const factOf = (window: Held, quiet: Held, logGroup: string): ContextFact => {
  if ('why' in window) return unavailable(noLogsInWords(window.why, logGroup));
  const read: LogsRead =
    'why' in quiet
      ? {
          window: window.stretch,
          quiet: undefined,
          lacks: [...window.lacks, `the time before: ${noLogsInWords(quiet.why, logGroup)}`],
        }
      : { window: window.stretch, quiet: quiet.stretch, lacks: [...window.lacks, ...quiet.lacks] };
  return { outcome: 'recorded', source: LOGS, context: logPatternsIn(read) };
};

const lookAt = async (
  host: LogsHost,
  { began, now }: LogsWanted,
  look: Look,
): Promise<readonly [ContextFact, number]> => {
  const { window, quiet } = stretchesOf(began, now);
  const [since, before] = await Promise.all([
    readOne(host, look, ['since', window]),
    readOne(host, look, ['the time before', quiet]),
  ]);
  return [factOf(since, before, look.logGroup), since.scannedBytes + before.scannedBytes];
};

/** What cannot be given back is spent: that is no reason to know less. */
const settle = async (
  { allowance, report }: LogsHost,
  now: Instant,
  bytes: { readonly taken: number; readonly scanned: number },
): Promise<void> => {
  try {
    await allowance.settle(now, bytes);
  } catch (error) {
    report?.('what was not scanned of logs could not be given back', error);
  }
};

/** What the logs of a service say, or why nobody knows; undefined: they are not to be looked at. Never rejects for the logs' sake. */
export const readServiceLogs = async (host: LogsHost, wanted: LogsWanted): Promise<ContextFact | undefined> => {
  const { configuration, allowance } = host;
  const { logs, services } = configuration;
  if (logs === false) return undefined;
  const workload = Object.hasOwn(services, wanted.service) ? services[wanted.service]?.workload : undefined;
  const logGroup = workload && workloadLogGroup(workload);
  if (logGroup === undefined) return unavailable(`tocsin.yaml names no log group of ${wanted.service}`);
  const most = logs.scanPerDayBytes;
  const taken = await allowance.take(wanted.now, { wanted: most / LOOKS_A_DAY, most });
  if (taken === 0) return unavailable(`the ${gigabytes(most)} of logs that may be scanned a day are used up`);
  const [fact, scanned] = await lookAt(host, wanted, { logGroup, mostBytes: taken / QUERIES });
  await settle(host, wanted.now, { taken, scanned });
  return fact;
};
