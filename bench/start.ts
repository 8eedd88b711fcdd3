import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import { table, whole } from './table.ts';

export type Starts = readonly Measured[];

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const elapsed = (command: string, args: readonly string[]): number => {
  const start = performance.now();
  const { status, error, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return performance.now() - start;
};

const command = (name: string, program: string, args: readonly string[]): Contestant => ({
  name,
  round: () => Promise.resolve(elapsed(program, args)),
});

const CLI = 'bin/tocsin.ts';

/** What a command costs before it does anything, beside what Node costs alone. */
export const starts = async (): Promise<Starts> => {
  tell('start');
  const node = process.execPath;
  const floor = command('node -e 0', node, ['-e', '0']);
  if (!existsSync(`${ROOT}${CLI}`)) throw new Error(`${CLI} is not there: run the other parts by name`);
  const contestants = [
    floor,
    command(`node ${CLI} --help`, node, [CLI, '--help']),
    command('npx node -e 0', 'npx', ['--no-install', 'node', '-e', '0']),
    command('npx tocsin --help', 'npx', ['--no-install', 'tocsin', '--help']),
  ];
  return interleaved(contestants, { warmUp: 1, counted: 7 });
};

export const startsText = (measured: Starts): string => {
  const floor = measured[0]?.median ?? Number.NaN;
  return table(
    ['start', 'median ms', 'least ms', 'to node -e 0'],
    measured.map(({ name, rounds, median }) => [
      name,
      whole(median),
      whole(Math.min(...rounds)),
      `${(median / floor).toFixed(1)}x`,
    ]),
  );
};
