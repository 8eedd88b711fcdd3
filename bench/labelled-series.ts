import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE } from '../lib/core/time.ts';

/** A series on a grid, and the stretches of time that people labelled as anomalies. */
export interface LabelledSeries {
  readonly name: string;
  readonly startMs: number;
  readonly periodMs: number;
  /** NaN where there is none. */
  readonly values: Float64Array;
  readonly windows: readonly { readonly fromMs: number; readonly toMs: number }[];
}

type Labels = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** `2014-04-10 07:15:00.000000`, taken as UTC. */
const epochOf = (text: string): number => {
  const epochMs = Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
  if (Number.isNaN(epochMs)) throw new Error(`expected a time such as 2014-04-10 07:15:00, got ${text}`);
  return epochMs;
};

/** The rows of a file as they are, which the benchmark's own scoring counts by. */
export interface LabelledRows {
  readonly name: string;
  /** Of each row; not always ascending: clocks are set back. */
  readonly times: readonly number[];
  readonly values: Float64Array;
  /** The usual distance between rows, in whole minutes. */
  readonly periodMs: number;
  /** First and last row of each stretch that people labelled. */
  readonly windows: readonly { readonly from: number; readonly to: number }[];
}

/** The usual distance between points, in whole minutes. */
const periodOf = (times: readonly number[]): number => {
  const distances = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  const usual = distances.filter((distance) => distance > 0).sort((one, other) => one - other);
  return Math.max(MINUTE, Math.round((usual[usual.length >> 1] ?? MINUTE) / MINUTE) * MINUTE);
};

const rowAt = ({ times, name }: Pick<LabelledRows, 'times' | 'name'>, label: string): number => {
  const row = times.indexOf(epochOf(label));
  if (row === -1) throw new Error(`no row of ${name} is of ${label}, which a window begins or ends with`);
  return row;
};

/**
 * Files of the Numenta Anomaly Benchmark: `windows.json` (its labels/combined_windows.json) and the files it names, CSV of
 * timestamp and value. In order of their names.
 * @throws {Error} A file cannot be read, or a window's end is no row.
 */
export const labelledRows = (folder: string): readonly LabelledRows[] => {
  const labels = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Labels;
  return Object.entries(labels)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, windows]) => {
      const lines = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/).slice(1);
      const cells = lines.map((line) => line.split(','));
      const times = cells.map(([at = '']) => epochOf(at));
      return {
        name,
        times,
        values: Float64Array.from(cells, ([, value = '']) => Number(value)),
        periodMs: periodOf(times),
        windows: windows.map(([from, to]) => ({ from: rowAt({ times, name }, from), to: rowAt({ times, name }, to) })),
      };
    });
};

/** A row a period, the last one of each. */
const onGrid = ({ name, times, values: rows, periodMs, windows }: LabelledRows): LabelledSeries => {
  const startMs = Math.floor(Math.min(...times) / periodMs) * periodMs;
  const values = new Float64Array(Math.floor((Math.max(...times) - startMs) / periodMs) + 1).fill(Number.NaN);
  for (const [row, at] of times.entries()) values[Math.floor((at - startMs) / periodMs)] = rows[row] ?? Number.NaN;
  const spans = windows.map(({ from, to }) => ({ fromMs: times[from] ?? 0, toMs: times[to] ?? 0 }));
  return { name, startMs, periodMs, values, windows: spans };
};

/** The same files on a grid. */
export const labelledSeries = (folder: string): readonly LabelledSeries[] => labelledRows(folder).map(onGrid);
