/**
 * Runs every kind of trouble for real, several times with drawn parameters, and writes the recordings:
 *   node examples/web-server/corpus/record-corpus.ts [--out <folder>] [--kinds a,b] [--runs <n>] [--at-once <n>]
 *                                                    [--seconds-per-minute <n>] [--period-seconds <n>] [--seed <n>]
 * What is there is kept. Each run is a process of its own: `--run <kind>-<n>` records just that one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createStore } from '../store.ts';
import { KINDS } from './kinds.ts';
import { labelledRecordingOf } from './labelled-recording.ts';
import { recordScenario } from './record-scenario.ts';
import type { Random } from './scenario.ts';

const PRODUCTS = 5_000;
const MINUTE_MS = 60_000;
const FIRST_DAY = Date.parse('2026-03-02T09:00:00Z');
const DAY_MS = 86_400_000;
const LATEST_MINUTE = 600;

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: fileURLToPath(new URL('recordings', import.meta.url)) },
    kinds: { type: 'string', default: Object.keys(KINDS).join(',') },
    runs: { type: 'string', default: '4' },
    run: { type: 'string' },
    'at-once': { type: 'string', default: '4' },
    'seconds-per-minute': { type: 'string', default: '1' },
    'period-seconds': { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

/** The same numbers in every run (mulberry32). */
const randomFrom = (seed: number): Random => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const seedOf = (name: string): number =>
  Array.from(name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, Number(options.seed));

const fileOf = (name: string): string => join(options.out, `${name}.json.gz`);

const recordOne = async (name: string): Promise<void> => {
  const [, kind = '', run = ''] = /^(.+)-(\d+)$/u.exec(name) ?? [];
  const make = KINDS[kind];
  if (make === undefined) throw new Error(`expected a kind of ${Object.keys(KINDS).join(', ')}, got ${name}`);
  const random = randomFrom(seedOf(name));
  const scenario = make(random);
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const store = join(folder, 'store.db');
  createStore(store, PRODUCTS, scenario.related);
  const secondsPerMinute = Number(options['seconds-per-minute']);
  const recorded = await recordScenario({ scenario, store, secondsPerMinute });
  const periodSeconds = Number(options['period-seconds']);
  const start = FIRST_DAY + Number(run) * DAY_MS + Math.floor(random() * LATEST_MINUTE) * MINUTE_MS;
  const labelled = labelledRecordingOf({ kind, scenario, recorded, secondsPerMinute, periodSeconds, start, random });
  writeFileSync(`${fileOf(name)}.part`, gzipSync(JSON.stringify(labelled), { level: 9 }));
  renameSync(`${fileOf(name)}.part`, fileOf(name));
};

const argumentsFor = (name: string): string[] => [
  fileURLToPath(import.meta.url),
  ...['--run', name, '--out', options.out, '--seed', options.seed],
  ...['--seconds-per-minute', options['seconds-per-minute'], '--period-seconds', options['period-seconds']],
];

const recordAll = async (): Promise<void> => {
  const names = Array.from({ length: Number(options.runs) }, (_, run) =>
    options.kinds.split(',').map((kind) => `${kind}-${String(run + 1)}`),
  ).flat();
  // In no order of kinds, so that what asks much of the machine does not meet.
  const left = names.filter((name) => !existsSync(fileOf(name))).sort((one, other) => seedOf(one) - seedOf(other));
  const recordNext = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const child = spawn(process.execPath, argumentsFor(name), { stdio: ['ignore', 'ignore', 'inherit'] });
      await once(child, 'exit');
      console.error(`${name}: ${child.exitCode === 0 ? 'recorded' : 'failed'}, ${String(left.length)} left`);
    }
  };
  await Promise.all(Array.from({ length: Number(options['at-once']) }, recordNext));
};

mkdirSync(options.out, { recursive: true });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await (options.run === undefined ? recordAll() : recordOne(options.run));
process.exit();
