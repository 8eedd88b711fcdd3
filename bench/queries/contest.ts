import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tell } from '../measure.ts';
import { percentile } from '../percentile.ts';
import { randomFrom } from '../random.ts';
import { table, whole } from '../table.ts';
import { filesOf, madeId } from './made-incidents.ts';
import type { WAYS } from './ways.ts';

const CHILD = fileURLToPath(new URL('asked.ts', import.meta.url));
const execute = promisify(execFile);
const ROUNDS = 2;

/** A way that is asked, each time by a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly way: keyof typeof WAYS;
  readonly path: string;
  /** That there are. */
  readonly events: number;
  /** Incidents that are asked for. */
  readonly numbers: readonly number[];
}

/** Milliseconds of each question, and the most that the process held. */
interface Times {
  readonly list: readonly number[];
  readonly show: readonly number[];
  readonly memoryMB: number;
}

const NONE: Times = { list: [], show: [], memoryMB: NaN };

/** So many of the first incidents by chance, always the same. */
export const chosen = (count: number, incidents: number): readonly number[] => {
  const random = randomFrom(15);
  return Array.from({ length: count }, () => Math.floor(random() * incidents));
};

export interface Asking {
  /** Of all that there are in the largest. */
  readonly incidents: number;
  /** Beside its own environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const ask = async (
  { way, path, numbers }: Pick<Contestant, 'way' | 'path' | 'numbers'>,
  { incidents, environment }: Asking,
): Promise<Times> => {
  const files = numbers.map((number) => [madeId(number), filesOf(number, incidents)]);
  const env = { ...process.env, ...environment };
  try {
    const { stdout } = await execute(process.execPath, [CHILD, way, path, JSON.stringify(files)], { env });
    return JSON.parse(stdout) as Times;
  } catch (error) {
    // The message names the whole command, with every file.
    throw new Error(`whoever asks the way "${way}" failed:\n${(error as { stderr?: string }).stderr ?? String(error)}`);
  }
};

/** All in turn, then all again; of each the times of both rounds. */
const inTurn = async (contestants: readonly Contestant[], asking: Asking): Promise<ReadonlyMap<string, Times>> => {
  const all = new Map<string, Times>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, numbers, ...contestant } of contestants) {
      const share = numbers.slice((round * numbers.length) / ROUNDS, ((round + 1) * numbers.length) / ROUNDS);
      if (share.length === 0) continue;
      const { list, show, memoryMB } = await ask({ ...contestant, numbers: share }, asking);
      const before = all.get(name) ?? { ...NONE, memoryMB: 0 };
      all.set(name, {
        list: [...before.list, ...list],
        show: [...before.show, ...show],
        memoryMB: Math.max(before.memoryMB, memoryMB),
      });
      tell(`round ${String(round + 1)}  ${name}`);
    }
  }
  return all;
};

const ms = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(value < 100 ? 2 : 0));

const ratio = (value: number, to: number): string => (to > 0 ? `${(value / to).toFixed(1)}x` : '');

const timesOf = (times: readonly number[], to: readonly number[]): readonly string[] => [
  ms(percentile(times, 50)),
  ms(percentile(times, 99)),
  ratio(percentile(times, 50), percentile(to, 50)),
];

/** A table of all, each beside one of them. */
export const contest = async (
  contestants: readonly Contestant[],
  beside: { readonly name: string; readonly words: string },
  asking: Asking,
): Promise<string> => {
  const asked = await inTurn(contestants, asking);
  const to = asked.get(beside.name) ?? NONE;
  const rows = contestants.map(({ name, events }) => {
    const { list, show, memoryMB } = asked.get(name) ?? NONE;
    const count = [name, whole(events), String(list.length)];
    return [...count, ...timesOf(list, to.list), ...timesOf(show, to.show), whole(memoryMB)];
  });
  const headings = ['', 'events', 'asked', 'list p50', 'p99', beside.words, 'show p50', 'p99', beside.words, 'MB'];
  return table(headings, rows);
};
