import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import type { Configuration } from '../../lib/core/configuration.ts';
import { addStack } from '../../lib/stacks/app.ts';
import { CONTEXT, example } from '../stacks/synthesized.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'tocsin-diff-'));
afterAll(() => rm(folder, { recursive: true }));

/** A folder of what cdk would deploy, without the code of the functions. */
const assembly = (configuration: Configuration, name: string): string => {
  const context = { ...CONTEXT, 'aws:cdk:enable-path-metadata': true };
  const app = new App({ context, outdir: join(folder, name) });
  addStack(app, configuration);
  return app.synth().directory;
};

/** What `cdk diff` says to whoever would deploy the one over the other. */
const diff = (deployed: Configuration, next: Configuration): string[] => {
  const over = ['--app', assembly(next, 'next'), '--template', join(assembly(deployed, 'old'), 'Tocsin.template.json')];
  // Without credentials, and without a way to any: nothing is asked of AWS.
  const env = { PATH: process.env['PATH'], HOME: folder, CI: '1', AWS_EC2_METADATA_DISABLED: 'true' };
  const args = ['--no-install', 'cdk', 'diff', '--no-color', ...over];
  const { stdout, stderr } = spawnSync('npx', args, { cwd: ROOT, env, encoding: 'utf8' });
  return (stdout + stderr).split('\n');
};

const without = (name: string, { responders, ...rest }: Configuration): Configuration => ({
  ...rest,
  responders: Object.fromEntries(Object.entries(responders).filter(([id]) => id !== name)),
});

describe('npx cdk diff, when a responder is taken out of tocsin.yaml', () => {
  it('B5 says before the deploy whose topic goes, with its subscriptions, and that no other does', () => {
    const gone = diff(example(), without('bob', example())).filter((line) => /^\[-\] AWS::SNS::Topic /u.test(line));
    expect(gone).toEqual(['[-] AWS::SNS::Topic Topics/responder-bob Topicsresponderbob08ABCF77 destroy']);
  });
});
