import { stat } from 'node:fs/promises';
import { RecordingError } from '../../adapters/recording/recording-error.ts';
import { openSeriesFile, type SeriesFile } from '../../adapters/recording/series-file.ts';
import { type DescribedHistory, describedHistory } from '../../core/cloudwatch/described/described-history.ts';
import { LONGEST_LAG_MS } from '../../core/cloudwatch/evaluation/agreement.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { DAY, epochOf, later, MINUTE, spokenDuration } from '../../core/time.ts';
import type { MetricAlarm } from '../../core/alarm/definition.ts';
import { metricsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import { absentAsMissing } from '../../simulator/backtest/absent-metrics.ts';
import type { SeriesSource } from '../../simulator/backtest/backtest.ts';
import { forecastWatchedBy } from '../../core/service/forecast-metrics.ts';
import { foretelling } from '../../simulator/foretelling.ts';
import { LONGEST_MS } from '../../simulator/evaluate-alarms.ts';
import { UsageError } from '../terminal/command-error.ts';
import { liveHistory, readLive } from '../files/live-history.ts';
import { printable } from '../terminal/printable.ts';
import { waitingFor } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { timeOption } from '../terminal/time-option.ts';
import { jsonFile } from '../files/json-file.ts';
import { liveSeries, metricsFor, readSpan } from './live-series.ts';
import { type BacktestOptions, LIVE } from './options.ts';
import { metricAlarms, type WatchedAlarms } from './watched-alarms.ts';

/** So far back CloudWatch holds one-minute values. */
const USUAL_MS = 15 * DAY;

/** Values to evaluate alarms on, and of when. */
export interface MetricSource {
  readonly series: SeriesSource;
  readonly span: Span;
  /** `recording.json (of web)`. */
  readonly named: string;
  /** For stderr. */
  readonly remarks: readonly string[];
  /** What was not found of those bound so far, for stderr. */
  readonly absent: () => readonly string[];
}

/** A file is read in parts, in any order: a pipe would fail half-way. @throws UsageError */
const checkSeekable = async (file: string): Promise<void> => {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.isFile() || found.isDirectory()) return;
  const what = found.isFIFO() ? 'a pipe' : 'no file';
  throw new UsageError(
    `--metrics: ${file} is ${what}, and values are read from a file only: write them to one (aws cloudwatch get-metric-data … > metrics.json), and name that`,
  );
};

/** @throws UsageError what is wrong with the file, and where. */
export const openMetrics = async (file: string, shell: Shell): Promise<SeriesFile> => {
  await checkSeekable(file);
  const waiting = waitingFor(`reading ${printable(file)}`, shell);
  try {
    return await openSeriesFile(file);
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    waiting.end();
  }
};

/** @throws UsageError */
const spanOf = ({ from, to }: BacktestOptions, usual: Span, { now }: Shell): Span => {
  const at = now();
  const span = {
    from: from === undefined ? usual.from : timeOption('--from', from, at),
    to: to === undefined ? usual.to : timeOption('--to', to, at),
  };
  const ms = epochOf(span.to) - epochOf(span.from);
  const usually = `without --${from === undefined ? 'from' : 'to'} the time is ${usual.from} to ${usual.to}`;
  if (ms <= 0)
    throw new UsageError(
      `--from, --to: expected a beginning before the end, got ${span.from} to ${span.to}${from === undefined || to === undefined ? `; ${usually}` : ''}`,
    );
  if (ms <= LONGEST_MS) return span;
  throw new UsageError(
    `${span.from} to ${span.to} is ${spokenDuration(ms)}: at most ${spokenDuration(LONGEST_MS)} can be backtested; is a timestamp mistyped? --from and --to name a shorter time`,
  );
};

interface Asked {
  readonly options: BacktestOptions;
  readonly shell: Shell;
  readonly watched: WatchedAlarms;
}

/** What the file does not hold is evaluated as missing data: nobody takes that for a quiet time. @throws UsageError */
const outsideOf = (file: string, held: Span, { from, to }: Span): readonly string[] => {
  const holds = `${file} holds values from ${held.from} to ${held.to} only`;
  if (to <= held.from || from >= held.to)
    throw new UsageError(`--from, --to: ${holds}, and none of ${from} to ${to}: name a time within`);
  return from < held.from || to > held.to ? [`${holds}: the rest of ${from} to ${to} counts as missing data`] : [];
};

const noValueIn = (file: string, { from, to }: Span): readonly string[] => [
  `${file}: there is not one value in it: alarms are evaluated on missing data from ${from} to ${to}; --from and --to name another time`,
];

/** From the first value that the alarms can look at to the last there is; without any value the day before now. */
const usualSpan = (file: SeriesFile, alarms: WatchedAlarms['alarms'], { now }: Shell): Span => {
  const { extent } = file;
  if (extent === undefined) return { from: later(now(), -DAY), to: now() };
  const watched = metricAlarms(alarms).flatMap(({ signal }) => metricsOf(signal));
  return { from: file.beginOf(watched) ?? extent.from, to: extent.to };
};

/**
 * Whether an alarm whose metric the file does not hold is evaluated as without a value. A recording rarely holds every
 * metric of its service; elsewhere that is meant by whoever names the time, and is what a heartbeat alarm waits for.
 */
const isWithoutValue = (
  { kind }: SeriesFile,
  { options: { from, to }, watched }: Pick<Asked, 'options' | 'watched'>,
): ((alarm: MetricAlarm) => boolean) => {
  if (watched.areOwn && kind === 'recording') return () => false;
  const isTimed = from !== undefined && to !== undefined;
  return ({ treatMissingData }) => isTimed || treatMissingData === 'breaching';
};

/** @throws UsageError */
export const fileSource = (file: SeriesFile, { options, shell, watched }: Asked): MetricSource => {
  const name = options.metrics ?? '';
  const { alarms, services } = watched;
  // A label is looked for among what the file may hold: forecasts are made.
  const among = metricAlarms(alarms).filter((alarm) => forecastWatchedBy(alarm) === undefined);
  const span = spanOf(options, usualSpan(file, alarms, shell), shell);
  const { memoryLimitPercent = 100 } = file;
  const bind: SeriesSource['bind'] = (alarm) => file.bind(alarm, among);
  const foretold = { bind: foretelling({ bind, services, memoryLimitPercent, span }) };
  const { series, reasons } = absentAsMissing(foretold, isWithoutValue(file, { options, watched }));
  return {
    series,
    span,
    named: file.service === undefined ? name : `${name} (of ${file.service})`,
    remarks: [
      ...file.remarks,
      ...(file.extent === undefined ? noValueIn(name, span) : outsideOf(name, file.extent, span)),
    ],
    absent: file.extent === undefined ? () => [] : reasons,
  };
};

/** What CloudWatch still holds, all of it read at once. @throws UsageError @throws MetricHistoryError */
export const liveSource = async ({ options, shell, watched }: Asked): Promise<MetricSource> => {
  const now = shell.now();
  const span = spanOf(options, { from: later(now, -USUAL_MS), to: now }, shell);
  if (span.from >= now) throw new UsageError(`--from: expected a time before now, got ${span.from}`);
  if (options.from === undefined && options.to === undefined)
    shell.err(
      `The last ${spokenDuration(USUAL_MS)}, of which CloudWatch holds every minute: --from and --to name another time.`,
    );
  const { services } = watched;
  const alarms = metricAlarms(watched.alarms);
  const read = readLive(shell, metricsFor(alarms, services), readSpan(alarms, span, now));
  const { series, remarks } = await liveSeries(read);
  const bind = foretelling({ bind: (alarm) => series.bind(alarm), services, memoryLimitPercent: 100, span });
  // CloudWatch was asked: what it does not hold has no value.
  const { reasons, ...held } = absentAsMissing({ bind }, () => true);
  return { ...held, remarks, span, named: 'what CloudWatch holds', absent: reasons };
};

const WANTED = 'what `aws cloudwatch describe-alarm-history` prints';

/** What CloudWatch did; also a little after the span: it acts on its last period later. @throws UsageError @throws MetricHistoryError */
export const recordedHistory = async (source: string, span: Span, shell: Shell): Promise<DescribedHistory> => {
  const late = { ...span, to: later(span.to, MINUTE + LONGEST_LAG_MS) };
  const read = describedHistory(
    source === LIVE ? await liveHistory(shell).changes(late) : await jsonFile(source, WANTED),
  );
  if ('problem' in read) throw new UsageError(`${source}: ${read.problem}`);
  return read;
};
