import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf, MINUTE } from '../lib/core/time.ts';
import { tell } from './measure.ts';
import { randomFrom } from './random.ts';
import { table, whole } from './table.ts';

const SIZES = [50, 100, 200] as const;
const MINUTES = 30 * 1_440;
const START_MS = Date.UTC(2023, 6, 1);
const CLI = new URL('../bin/tocsin.mjs', import.meta.url).pathname;

const nameOf = (index: number): string => `service-${String(index)}`;

const alarmOn = (index: number): object => ({
  AlarmName: `${nameOf(index)}-memory`,
  Namespace: 'AWS/ECS',
  MetricName: 'MemoryUtilization',
  Dimensions: [{ Name: 'ServiceName', Value: nameOf(index) }],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 5,
  DatapointsToAlarm: 3,
  Threshold: 90,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
});

const TIMESTAMPS = Array.from({ length: MINUTES }, (_, minute) => instantOf(START_MS + minute * MINUTE));

/** Quiet days with one bad hour in each. */
const seriesOf = (index: number): object => {
  const random = randomFrom(index);
  return {
    namespace: 'AWS/ECS',
    metricName: 'MemoryUtilization',
    dimensions: { ServiceName: nameOf(index) },
    stat: 'Average',
    periodSeconds: 60,
    timestamps: TIMESTAMPS,
    values: TIMESTAMPS.map((_, minute) => (minute % 1_440 < 60 ? 92 : 50) + Math.round(1_000 * random()) / 1_000),
  };
};

const writeRecording = async (path: string, count: number): Promise<number> => {
  const file = createWriteStream(path);
  file.write('{"schema":"recording/1","service":"web","series":[');
  for (let index = 0; index < count; index += 1) {
    if (!file.write(`${index === 0 ? '' : ','}${JSON.stringify(seriesOf(index))}`)) await once(file, 'drain');
  }
  file.end(']}');
  await once(file, 'finish');
  return file.bytesWritten;
};

/** The most memory a process ever held, in MB; Linux only, elsewhere undefined. */
const peakOf = (pid: number): number | undefined => {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
};

interface Ran {
  readonly ms: number;
  readonly peakMb: number | undefined;
  readonly changes: number;
}

const run = async (folder: string): Promise<Ran> => {
  const start = performance.now();
  const files = ['--alarms', join(folder, 'alarms.json'), '--metrics', join(folder, 'recording.json')];
  const child = spawn(process.execPath, [CLI, 'backtest', ...files, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peakMb: number | undefined;
  const watch = setInterval(() => (peakMb = peakOf(child.pid ?? 0) ?? peakMb), 50);
  const ended = once(child, 'close');
  const text = (await child.stdout.setEncoding('utf8').toArray()).join('');
  await ended;
  clearInterval(watch);
  const output = JSON.parse(text) as { readonly alarms: readonly { readonly transitions: readonly unknown[] }[] };
  const changes = output.alarms.reduce((sum, { transitions }) => sum + transitions.length, 0);
  return { ms: performance.now() - start, peakMb, changes };
};

export type Backtests = readonly (Ran & { readonly alarms: number; readonly bytes: number })[];

/** The whole command, from its start to its JSON, on a month by the minute of so many alarms with a metric each. */
export const backtests = async (): Promise<Backtests> => {
  tell('backtest');
  const results: (Ran & { alarms: number; bytes: number })[] = [];
  for (const alarms of SIZES) {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-backtest-'));
    try {
      const bytes = await writeRecording(join(folder, 'recording.json'), alarms);
      const MetricAlarms = Array.from({ length: alarms }, (_, index) => alarmOn(index));
      await writeFile(join(folder, 'alarms.json'), JSON.stringify({ MetricAlarms }));
      const ran = await run(folder);
      tell(`${String(alarms)} alarms: ${ran.ms.toFixed(0)} ms`);
      results.push({ alarms, bytes, ...ran });
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  return results;
};

export const backtestsText = (measured: Backtests): string =>
  table(
    ['tocsin backtest, a month by the minute', 'points', 'file MB', 'changes', 'seconds', 'peak MB'],
    measured.map(({ alarms, bytes, ms, peakMb, changes }) => [
      `${String(alarms)} alarms`,
      whole(alarms * MINUTES),
      whole(bytes / 1e6),
      whole(changes),
      (ms / 1_000).toFixed(1),
      peakMb === undefined ? '?' : whole(peakMb),
    ]),
  );
