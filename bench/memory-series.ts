import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface MemorySeries {
  readonly name: string;
  /** Percent in use, a value every five minutes; NaN where there is none. */
  readonly values: Float64Array;
}

/** Of an empty text it is NaN, and of anything that is no percentage an error. */
const percentOf = (text: string): number => {
  if (text === '') return Number.NaN;
  const value = Number(text);
  if (!(value >= 0 && value <= 100)) throw new Error(`expected a percentage, got ${text}`);
  return value;
};

const seriesIn = (file: string): readonly MemorySeries[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const [name = '', ...values] = line.split(',');
      return { name, values: Float64Array.from(values, percentOf) };
    });

/**
 * Of a CSV, or of each in a folder: after a heading, a line a series with its name and its values. Throws when there is
 * none to read.
 */
export const memorySeries = (path: string): readonly MemorySeries[] => {
  const names = statSync(path).isDirectory() ? readdirSync(path).filter((name) => name.endsWith('.csv')) : undefined;
  const files = names?.sort().map((name) => join(path, name)) ?? [path];
  const all = files.flatMap(seriesIn).filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  if (all.length === 0) throw new Error(`no series in ${path}`);
  return all;
};
