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

/** Irregular series get the usual distance between their points, in whole minutes; the last point of a period counts. */
const onGrid = (rows: readonly (readonly [number, number])[]): Omit<LabelledSeries, 'name' | 'windows'> => {
  const times = rows.map(([at]) => at);
  const distances = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  const usual = distances.filter((distance) => distance > 0).sort((one, other) => one - other);
  const periodMs = Math.max(MINUTE, Math.round((usual[usual.length >> 1] ?? MINUTE) / MINUTE) * MINUTE);
  const startMs = Math.floor(Math.min(...times) / periodMs) * periodMs;
  const values = new Float64Array(Math.floor((Math.max(...times) - startMs) / periodMs) + 1).fill(Number.NaN);
  for (const [at, value] of rows) values[Math.floor((at - startMs) / periodMs)] = value;
  return { startMs, periodMs, values };
};

/**
 * Series of the Numenta Anomaly Benchmark: `windows.json` (its labels/combined_windows.json) and the files it names, CSV of
 * timestamp and value. In order of their names.
 */
export const labelledSeries = (folder: string): readonly LabelledSeries[] => {
  const labels = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Labels;
  return Object.entries(labels)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, windows]) => {
      const lines = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/).slice(1);
      const rows = lines.map((line) => {
        const [at = '', value = ''] = line.split(',');
        return [epochOf(at), Number(value)] as const;
      });
      const spans = windows.map(([from, to]) => ({ fromMs: epochOf(from), toMs: epochOf(to) }));
      return { name, ...onGrid(rows), windows: spans };
    });
};
