import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const APP = fileURLToPath(new URL('../../bin/app.ts', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'tocsin-synth-'));
afterAll(() => rm(folder, { recursive: true }));

/** The app as `cdk synth -c config=…` runs it. */
const synth = (config: string): { readonly code: number | null; readonly out: string; readonly err: string } => {
  const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ config }) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [APP], { cwd: folder, env, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

describe('the app that cdk runs', () => {
  it('shows where the syntax of its file is wrong, and nothing of it but text', async () => {
    await writeFile(join(folder, 'wrong.yaml'), 'environment: prod\nservices: \u001b[2J { web: @\u009b31m\u202e }\n');
    expect(synth('wrong.yaml')).toEqual({
      code: 1,
      out: '',
      err: [
        'wrong.yaml:2:11: a second colon in one value: put the value in quotes, or what follows on a line of its own',
        '    services:  [2J { web: @ 31m  }',
        '              ^',
        '',
      ].join('\n'),
    });
  });

  it('lets no key of its file colour or reverse what it says', async () => {
    await writeFile(join(folder, 'hostile.yaml'), '"\\u009b31m\\u202ekey": 1\n');
    const { code, err } = synth('hostile.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/^hostile\.yaml:1:1 .*key.*unknown key/m);
    expect(err.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('says how to name a file where there is none', () => {
    const { code, err } = synth('absent.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/^absent\.yaml: there is no such file: .*\nWith cdk the file is named by -c config=FILE/);
  });
});
