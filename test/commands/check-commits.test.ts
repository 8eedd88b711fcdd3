import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../bin/check-commits.ts', import.meta.url));
const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...REST } = process.env;
const ENV = {
  ...REST,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...{ GIT_AUTHOR_NAME: 'Alice', GIT_AUTHOR_EMAIL: 'alice@example.com' },
  ...{ GIT_COMMITTER_NAME: 'Alice', GIT_COMMITTER_EMAIL: 'alice@example.com' },
};

let outside: string;
let repository: string;

const git = (...args: string[]): string => execFileSync('git', args, { cwd: repository, env: ENV, encoding: 'utf8' });

const commit = (subject: string): string => git('commit', '--quiet', '--allow-empty', '-m', subject);

const addTheCheck = (): void => {
  git('add', '.');
  commit('commits: check the subjects');
};

const check = (
  folder = repository,
  env: NodeJS.ProcessEnv = ENV,
): { code: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'check-commits.ts')], {
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
};

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tocsin-'));
  repository = join(outside, 'repository');
  await mkdir(join(repository, 'bin'), { recursive: true });
  await copyFile(SCRIPT, join(repository, 'bin', 'check-commits.ts'));
  git('init', '--quiet', '--initial-branch=main');
  commit('Whatever people wrote before');
});

afterEach(() => rm(outside, { recursive: true }));

describe('the check of commit subjects', () => {
  it('has nothing to say before it is committed itself', () => {
    const { code, out } = check();
    expect(code).toBe(0);
    expect(out).toContain('is in no commit yet');
  });

  it('leaves alone what was committed before it', () => {
    addTheCheck();
    commit('pages: say who is woken next');
    const { code, out } = check();
    expect(code).toBe(0);
    expect(out).toMatch(/after \w+: 1, all/);
  });

  it.each([
    'pages: say who is woken next',
    'cli, config: give each verb a room of its own',
    'test-support: process embedded feeds',
    `docs: ${'a'.repeat(66)}`,
    `docs: ${'é'.repeat(66)}`,
    'Revert "pages: say who is woken next"',
  ])('takes %s', (subject) => {
    addTheCheck();
    commit(subject);
    expect(check()).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    ['say who is woken next', 'it does not begin with an area'],
    ['Pages: say who is woken next', 'it does not begin with an area'],
    ['two words: say who is woken next', 'it does not begin with an area'],
    ['cli,config: give each verb a room', 'it does not begin with an area'],
    ['pages:say who is woken next', 'it does not begin with an area'],
    ['fixup! pages: say who is woken next', 'it does not begin with an area'],
    ['pages: added a line', '"add" is the imperative, "added" is not'],
    ['pages: Adds a line', '"add" is the imperative, "Adds" is not'],
    ['pages: adding a line', '"add" is the imperative, "adding" is not'],
    ['pages: fixes a line', '"fix" is the imperative, "fixes" is not'],
    ['pages: removing a line', '"remove" is the imperative, "removing" is not'],
    ['pages: dropped a line', '"drop" is the imperative, "dropped" is not'],
    ['pages: applies a line', '"apply" is the imperative, "applies" is not'],
    ['pages: made a line', '"make" is the imperative, "made" is not'],
    [`docs: ${'a'.repeat(67)}`, 'it has 73 characters, 72 are the most'],
  ])('refuses %s', (subject, fault) => {
    addTheCheck();
    commit(subject);
    const { code, err } = check();
    expect(code).toBe(1);
    expect(err).toContain(`${subject}\n  ${fault}`);
  });

  it('finds a wrong subject behind right ones', () => {
    addTheCheck();
    commit('whatever');
    commit('pages: say who is woken next');
    expect(check().code).toBe(1);
  });

  it('skips merges, and branches that began before it', () => {
    git('checkout', '--quiet', '-b', 'older');
    commit('A subject of long ago');
    git('checkout', '--quiet', 'main');
    addTheCheck();
    git('merge', '--quiet', '--no-ff', '-m', 'Merge branch older', 'older');
    const { code, out } = check();
    expect(code).toBe(0);
    expect(out).toMatch(/after \w+: 0, all/);
  });

  it('says of a shallow clone that it is one, and checks what is there', () => {
    addTheCheck();
    commit('pages: say who is woken next');
    commit('Whatever');
    const shallow = join(outside, 'shallow');
    git('clone', '--quiet', '--depth=2', `file://${repository}`, shallow);
    const { code, out, err } = check(shallow);
    expect(out).toContain('A shallow clone');
    expect(code).toBe(1);
    expect(err).toContain('Whatever');
  });

  it('says that there is no repository, and goes on', async () => {
    await rm(join(repository, '.git'), { recursive: true });
    expect(check()).toMatchObject({ code: 0, err: '', out: 'No commits are checked: this is no git repository.\n' });
  });

  it('fails when git cannot tell: what is not checked is not right', () => {
    addTheCheck();
    const { code, err } = check(repository, { ...ENV, PATH: '' });
    expect(code).toBe(2);
    expect(err).toContain('git says');
  });
});
