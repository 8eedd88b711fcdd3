import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anomalyBand, BAND_BASIS } from '../lib/core/cloudwatch/evaluation/anomaly-band.ts';
import { DAY, HOUR, instantOf, MINUTE } from '../lib/core/time.ts';
import { type LabelledSeries, labelledSeries } from './labelled-series.ts';
import { load, machine } from './machine.ts';
import { table } from './table.ts';
import { type Band, bandOver, last, meanAndDeviation, medianAndDistance, sameTimeOfDay } from './trailing-bands.ts';

const STANDARD_DEVIATIONS = 3;
const ALARM = { of: 5, outside: 3 };

const BANDS: readonly (readonly [name: string, band: Band])[] = [
  ['mean and deviation of 6 h', bandOver(last(6 * HOUR), meanAndDeviation)],
  ['mean and deviation of 24 h', bandOver(last(DAY), meanAndDeviation)],
  ['median and distance of 24 h', bandOver(last(DAY), medianAndDistance)],
  ['mean and deviation of this time of day, 14 d', bandOver(sameTimeOfDay, meanAndDeviation)],
  ['median and distance of this time of day, 14 d', bandOver(sameTimeOfDay, medianAndDistance)],
  ['Tocsin', anomalyBand],
];

type Grid = Pick<LabelledSeries, 'startMs' | 'periodMs' | 'values'>;

/** An alarm is on while 3 of the last 5 values are outside; missing ones are passed over. */
const alarmsOf = ({ startMs, periodMs, values }: Grid, band: Band): { startsMs: number[]; onMs: number[] } => {
  const grid = { startOf: (index: number): number => startMs + index * periodMs, periodMs };
  const { lower, upper } = band(values, grid, STANDARD_DEVIATIONS);
  const startsMs: number[] = [];
  const onMs: number[] = [];
  const recent: boolean[] = [];
  let wasOn = false;
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    recent.push(value > (upper[index] ?? Infinity) || value < (lower[index] ?? -Infinity));
    if (recent.length > ALARM.of) recent.shift();
    const isOn = recent.filter(Boolean).length >= ALARM.outside;
    if (isOn) onMs.push(grid.startOf(index));
    if (isOn && !wasOn) startsMs.push(grid.startOf(index));
    wasOn = isOn;
  }
  return { startsMs, onMs };
};

interface Score {
  readonly windows: number;
  readonly recalled: number;
  /** Recalled on average by as many alarms at random times of the same file. */
  readonly byChance: number;
  readonly falseAlarms: number;
  readonly weeks: number;
  readonly falselyOnMs: number;
}

const scoreOf = (series: LabelledSeries, band: Band): Score => {
  const { startsMs, onMs } = alarmsOf(series, band);
  const spanMs = series.values.length * series.periodMs;
  const isLabelled = (at: number): boolean => series.windows.some(({ fromMs, toMs }) => at >= fromMs && at <= toMs);
  const missedByChance = series.windows.map(({ fromMs, toMs }) => (1 - (toMs - fromMs) / spanMs) ** startsMs.length);
  return {
    windows: series.windows.length,
    recalled: series.windows.filter(({ fromMs, toMs }) => startsMs.some((at) => at >= fromMs && at <= toMs)).length,
    byChance: missedByChance.reduce((sum, missed) => sum + 1 - missed, 0),
    falseAlarms: startsMs.filter((at) => !isLabelled(at)).length,
    weeks: spanMs / (7 * DAY),
    falselyOnMs: onMs.filter((at) => !isLabelled(at)).length * series.periodMs,
  };
};

const rowOf = (all: readonly LabelledSeries[], band: Band): string[] => {
  const scores = all.map((series) => scoreOf(series, band));
  const sum = (key: keyof Score): number => scores.reduce((total, score) => total + score[key], 0);
  return [
    `${String(sum('recalled'))}/${String(sum('windows'))}`,
    sum('byChance').toFixed(0),
    (sum('falseAlarms') / sum('weeks')).toFixed(2),
    `${((100 * sum('falselyOnMs')) / (sum('weeks') * 7 * DAY)).toFixed(1)} %`,
  ];
};

const RECORDING = 'examples/incidents/2023-08-05-memory-leak/recording.json';

interface Recorded {
  readonly series: readonly { readonly metricName: string; readonly timestamps: string[]; readonly values: number[] }[];
}

const sayRecording = (): void => {
  const { series } = JSON.parse(readFileSync(join(import.meta.dirname, '..', RECORDING), 'utf8')) as Recorded;
  const requests = series.find(({ metricName }) => metricName === 'RequestCount');
  if (requests === undefined) throw new Error(`${RECORDING} holds no RequestCount`);
  const grid = {
    startMs: Date.parse(requests.timestamps[0] ?? ''),
    periodMs: MINUTE,
    values: Float64Array.from(requests.values),
  };
  const { startsMs, onMs } = alarmsOf(grid, anomalyBand);
  const minute = (at: number): string => instantOf(at).slice(11, 16);
  process.stdout.write(`\n${RECORDING}, RequestCount (surge from 13:27 to 14:16): alarms with the period of `);
  process.stdout.write(`${startsMs.map(minute).join(', ')}, on for ${String(onMs.length)} min\n`);
};

const sayPace = (): void => {
  const values = Float64Array.from({ length: 43_200 }, (_, minute) => 500 + (minute % 1440) + ((minute * 7919) % 97));
  const rounds = Array.from({ length: 21 }, () => {
    const start = performance.now();
    anomalyBand(values, { startOf: (index) => index * MINUTE, periodMs: MINUTE }, STANDARD_DEVIATIONS);
    return performance.now() - start;
  });
  const median = rounds.sort((one, other) => one - other)[10] ?? Number.NaN;
  process.stdout.write(`\nA month by the minute (43,200 points): ${median.toFixed(0)} ms, median of 21\n`);
};

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write(
    'Name the folder of the data: node bench/anomaly-band.ts <folder>; docs/anomaly-band.md says which.\n',
  );
  process.exitCode = 2;
} else {
  const { cpu, cores, node } = machine();
  const all = labelledSeries(folder);
  const tuned = all.filter((_, index) => index % 2 === 0);
  const heldOut = all.filter((_, index) => index % 2 === 1);
  const headings = ['recalled', 'by chance', 'false/week', 'falsely on'];
  process.stdout.write(`${cpu}, ${String(cores)} cores, Node ${node}, load average ${load()}\n`);
  process.stdout.write(`"Tocsin": ${BAND_BASIS}. ${String(STANDARD_DEVIATIONS)} standard deviations, 3 of 5 points.\n`);
  process.stdout.write(
    `Tuned on ${String(tuned.length)} files (left), not on the other ${String(heldOut.length)} (right)\n\n`,
  );
  const rows = BANDS.map(([name, band]) => [name, ...rowOf(tuned, band), ...rowOf(heldOut, band)]);
  process.stdout.write(`${table(['band', ...headings, ...headings], rows)}\n`);
  sayRecording();
  sayPace();
}
