import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import cdk from '../cdk.json' with { type: 'json' };
import { load, machine } from './machine.ts';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import { table, whole } from './table.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = { warmUp: 1, counted: 7 };
const CONFIG = 'examples/tocsin.yaml';

/** An app with one stack and nothing in it, imported from where Tocsin's is. */
const EMPTY_APP = `
import { App, Stack } from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('aws-cdk-lib')).href)};
const app = new App();
new Stack(app, 'Empty');
app.synth();
`;

/** The app alone, told by the environment what the CDK command would tell it. */
const synth = (script: readonly string[], output: string): number => {
  const context = JSON.stringify({ ...cdk.context, config: CONFIG });
  const env = { PATH: process.env['PATH'] ?? '', CDK_CONTEXT_JSON: context, CDK_OUTDIR: output };
  const start = performance.now();
  const { status, error, stderr } = spawnSync(process.execPath, script, { cwd: ROOT, encoding: 'utf8', env });
  const took = performance.now() - start;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${script.join(' ')} ended with ${String(status)}: ${stderr}`);
  if (!readdirSync(output).some((name) => name.endsWith('.template.json')))
    throw new Error(`node ${script.join(' ')} wrote no template`);
  return took;
};

/** Each round into a folder of its own: nothing that an earlier one bundled is found again. */
const app = (folder: string, name: string, script: readonly string[]): Contestant => ({
  name,
  round: () => {
    const output = mkdtempSync(join(folder, 'out-'));
    return Promise.resolve(synth(script, output));
  },
});

const textOf = (measured: readonly Measured[]): string => {
  const floor = measured[0]?.median ?? Number.NaN;
  return table(
    [`synth, medians of ${String(ROUNDS.counted)}`, 'median ms', 'least ms', 'most ms', 'to empty'],
    measured.map(({ name, rounds, median }) => [
      name,
      whole(median),
      whole(Math.min(...rounds)),
      whole(Math.max(...rounds)),
      `${(median / floor).toFixed(1)}x`,
    ]),
  );
};

const { cpu, cores, memoryGiB, node, platform } = machine();
const before = load();
const folder = mkdtempSync(join(tmpdir(), 'tocsin-synth-'));
try {
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, EMPTY_APP);
  tell('synth');
  const contestants = [
    app(folder, 'an empty app', [empty]),
    app(folder, `bin/app.ts of ${CONFIG}`, ['--import', './bin/compile-cache.mjs', 'bin/app.ts']),
  ];
  const text = textOf(await interleaved(contestants, ROUNDS));
  console.log(`${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${platform}, Node ${node}
load average before ${before}, after ${load()}

${text}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
