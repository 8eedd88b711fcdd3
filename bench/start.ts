import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import { table, whole } from './table.ts';

export type Starts = readonly Measured[];

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const RECORDING = 'examples/incidents/2023-08-05-memory-leak/recording.json';
const UNCACHED = { NODE_DISABLE_COMPILE_CACHE: '1' };

const elapsed = (words: readonly string[], environment: Readonly<Record<string, string>>): number => {
  const [program = '', ...args] = words;
  const env = { ...process.env, ...environment };
  const start = performance.now();
  const { status, error, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', env });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${String(status)}: ${stderr}`);
  return performance.now() - start;
};

const contestant = (line: string, environment = {}, suffix = ''): Contestant => {
  const words = line.split(' ');
  if (words[0] === 'node') words[0] = process.execPath;
  return { name: line + suffix, round: () => Promise.resolve(elapsed(words, environment)) };
};

/** What a command costs before it does anything, beside what Node costs alone, and npx. */
export const starts = async (): Promise<Starts> => {
  tell('start');
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-start-'));
  const list = `incidents list --local=${folder}`;
  await contestant(`node bin/tocsin.mjs replay ${RECORDING} --config examples/tocsin.yaml --local=${folder}`).round();
  const contestants = [
    contestant('node -e 0'),
    contestant('node bin/tocsin.mjs --help', UNCACHED, ', nothing compiled'),
    contestant('node bin/tocsin.mjs --help'),
    contestant(`node bin/tocsin.mjs ${list}`),
    contestant('npx --no-install node -e 0'),
    contestant('npx --no-install tocsin --help'),
    contestant(`npx --no-install tocsin ${list}`),
  ].map(({ name, round }) => ({ name: name.replace(`=${folder}`, '').replace(' --no-install', ''), round }));
  try {
    return await interleaved(contestants, { warmUp: 1, counted: 15 });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const medianFrom = (measured: Starts, name: string): number =>
  measured.find((one) => one.name === name)?.median ?? Number.NaN;

/** Of its own: beyond what started it, Node or npx with Node. */
export const startsText = (measured: Starts): string => {
  const [node, npx] = [medianFrom(measured, 'node -e 0'), medianFrom(measured, 'npx node -e 0')];
  return table(
    ['start', 'median ms', 'least ms', 'to node -e 0', 'of its own ms'],
    measured.map(({ name, rounds, median }) => [
      name,
      whole(median),
      whole(Math.min(...rounds)),
      `${(median / node).toFixed(1)}x`,
      whole(median - (name.startsWith('npx') ? npx : node)),
    ]),
  );
};
