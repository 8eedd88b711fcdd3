import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const RECORDING = fileOf('examples/incidents/2023-08-05-memory-leak/recording.json');
const CONFIG = fileOf('examples/incidents/2023-08-05-memory-leak/tocsin.yaml');

const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Options of node itself. */
  readonly node?: readonly string[];
  /** Reads no more than the first bytes of stdout. */
  readonly readsOnce?: boolean;
}

const tocsin = (args: readonly string[], started: Started = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const { env = {}, cwd = folder, node = [], readsOnce = false } = started;
    const child = spawn(process.execPath, [...node, fileOf('bin/tocsin.mjs'), ...args], {
      cwd,
      env: { ...process.env, ...env },
    });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (text: Buffer) => {
      out.push(text.toString());
      if (readsOnce) child.stdout.destroy();
    });
    child.stderr.on('data', (text: Buffer) => err.push(text.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, out: out.join(''), err: err.join('') });
    });
  });

/** A command line, and the modules that it loaded. */
const traced = async (args: readonly string[]): Promise<{ readonly out: string; readonly loaded: string }> => {
  const trace =
    "import{registerHooks as r}from'node:module';r({load(u,c,n){process.stderr.write(u+'\\n');return n(u,c)}})";
  const { code, out, err } = await tocsin(args, {
    node: ['--import', `data:text/javascript,${encodeURIComponent(trace)}`],
  });
  expect(code).toBe(0);
  return { out, loaded: err };
};

describe('the tocsin command', () => {
  it('replays a recording into .tocsin, and shows what it left there', async () => {
    const replayed = await tocsin(['replay', RECORDING, '--config', CONFIG, '--local']);
    expect(replayed).toMatchObject({
      code: 0,
      err: '1 incident saved in .tocsin: npx tocsin incidents list --local\n',
    });
    expect(replayed.out).toContain('paged Alice Ferreira: level 1 of 3');
    const listed = await tocsin(['incidents', 'list', '--local'], { env: { TZ: 'America/New_York' } });
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toMatch(/01H730TBN0 +2023-08-05 10:15 +web +resolved +5 min +1 h 30 min/);
  });

  it('prints no colours into a pipe', async () => {
    const { out } = await tocsin(['replay', RECORDING, '--config', CONFIG]);
    expect(out).not.toContain('\u001b');
  });

  it('ends quietly when its reader leaves', async () => {
    const args = ['replay', RECORDING, '--config', CONFIG, '--json'];
    expect(await tocsin(args, { readsOnce: true })).toMatchObject({ code: 0, err: '' });
  });

  it('says its version and its help without loading what commands need', async () => {
    const { out, loaded } = await traced(['--help']);
    expect(out).toContain('replay [options] <recording>');
    expect(loaded).toContain('lib/cli/main.ts');
    expect(loaded).not.toMatch(
      /\/(zod|yaml|temporal-polyfill|@noble|string-width|wrap-ansi)\/|lib\/(core|config|simulator|pipeline|adapters)\//,
    );
    expect((await tocsin(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('lists the incidents of a folder without loading what reads a configuration, asks AWS or serves a screen', async () => {
    await tocsin(['replay', RECORDING, '--config', CONFIG, '--local']);
    const { out, loaded } = await traced(['incidents', 'list', '--local']);
    expect(out).toContain('01H730TBN0');
    expect(loaded).toContain('lib/cli/incidents/list.ts');
    expect(loaded).not.toMatch(
      /\/(zod|yaml|hono|@aws-sdk|@smithy)\/|lib\/(config|simulator|screens|stacks)\/|lib\/adapters\/(cloudwatch|dynamodb|sns)/,
    );
  });

  it('says which Node it needs to one that runs no TypeScript', async () => {
    const { code, out, err } = await tocsin(['--version'], { node: ['--no-experimental-strip-types'] });
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `This is Node ${process.versions.node}, which runs no TypeScript: tocsin needs 22.18 or later, or 24.\n` +
        "The project's own Node 24 runs it as `npx tocsin` in its folder; docs/troubleshooting.md says more.\n",
    );
  });

  it('takes the tocsin.yaml of the folder it runs in for the names of people', async () => {
    const cwd = await mkdtemp(join(folder, 'with-config-'));
    await copyFile(CONFIG, join(cwd, 'tocsin.yaml'));
    await tocsin(['replay', RECORDING, '--local'], { cwd });
    const { out } = await tocsin(['incidents', 'show', '01H730TBN0', '--local'], { cwd });
    expect(out).toContain('resolved by Development team lead');
    const stranger = await tocsin(['incidents', 'note', '01H730TBN0', 'hello', '--by', 'zoe', '--local'], { cwd });
    expect(stranger).toMatchObject({ code: 2, out: '' });
    expect(stranger.err).toContain('there is no responder "zoe"');
  });

  it('ends with 2 and advice when it is used wrongly, without a stack trace', async () => {
    const unknown = await tocsin(['replai']);
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain('Did you mean replay?');
    const missing = await tocsin(['replay', 'nope.json', '--config', CONFIG]);
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err).toMatch(/^nope\.json: there is no such file: .+\n$/);
  });

  it('ends with 1 when what was asked for rightly cannot be done', async () => {
    await tocsin(['replay', RECORDING, '--config', CONFIG, '--local']);
    const late = await tocsin(['incidents', 'ack', '01H730TBN0', '--by', 'alice', '--local']);
    expect(late).toMatchObject({ code: 1, out: '' });
    expect(late.err).toContain('is resolved by dev-lead');
  });
});
