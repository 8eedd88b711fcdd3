import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { openSeriesFile, type SeriesFile } from '../../../lib/adapters/recording/series-file.ts';
import type { Metric, MetricAlarm } from '../../../lib/core/alarm/definition.ts';
import type { Series, SeriesLookup } from '../../../lib/core/series/series.ts';
import { instantOf, MINUTE, parseInstant } from '../../../lib/core/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-series-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** A file with that text or, given anything else, its JSON. */
export const fileOf = (content: unknown): string => {
  const path = join(folder, `${String((files += 1))}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

/** Open until the test has ended. */
export const opened = async (content: unknown): Promise<SeriesFile> => {
  const file = await openSeriesFile(fileOf(content));
  onTestFinished(() => file.close());
  return file;
};

/** Why a file is not opened, without its folder. */
export const refusal = async (path: string): Promise<string> => {
  try {
    await (await openSeriesFile(path)).close();
    return 'it was opened';
  } catch (error) {
    return error instanceof Error && error.name === 'RecordingError'
      ? error.message.replaceAll(folder, '')
      : String(error);
  }
};

export const refusalOf = (content: unknown): Promise<string> => refusal(fileOf(content));

export const start = Date.parse(parseInstant('2023-08-05T14:00:00Z') ?? '');

export const at = (minute: number): string => instantOf(start + minute * MINUTE).replace('.000Z', 'Z');

/** Values by minute; what is missing is left out. */
export const shown = (all: readonly Series[]): unknown[] =>
  all.map(({ startMs, periodMs, values }) => [(startMs - start) / MINUTE, periodMs / 1_000, ...values]);

export const memory: Metric = {
  namespace: 'AWS/ECS',
  metricName: 'MemoryUtilization',
  dimensions: { ClusterName: 'prod', ServiceName: 'web' },
  stat: 'Average',
  periodSeconds: 60,
};

export const alarmOn = (metric: Metric, name = `${metric.metricName} high`): MetricAlarm => ({
  name,
  signal: { kind: 'metric', metric },
  limit: { comparison: 'GreaterThanThreshold', threshold: 80 },
  datapointsToAlarm: 1,
  evaluationPeriods: 1,
  treatMissingData: 'missing',
});

/** What an alarm is given of its metrics, or why nothing. */
export const boundTo = (file: SeriesFile, alarm: MetricAlarm, among?: readonly MetricAlarm[]): unknown => {
  const bound = file.bind(alarm, among);
  if ('unsupported' in bound) return bound.unsupported;
  const lookup: SeriesLookup = bound;
  const metrics =
    alarm.signal.kind === 'metric'
      ? [alarm.signal.metric]
      : alarm.signal.queries.flatMap((query) => ('metric' in query ? [query.metric] : []));
  return metrics.map((metric) => shown(lookup(metric)));
};
