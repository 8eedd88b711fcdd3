import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { stagePackage } from '../../lib/packaging/stage-package.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the user runs; another Node than the tests' own is named by its executable. */
const NODE = process.env['PACKAGE_NODE'] ?? process.execPath;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Assembly {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: { readonly AlarmName?: string } }>
  >;
  readonly Outputs?: object;
}

const folder = mkdtempSync(join(tmpdir(), 'tocsin-package-'));
const user = join(folder, 'user');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A shell of somebody who has Node and npm, and nothing of this project. */
const ENV = {
  PATH: [dirname(NODE), dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
  HOME: folder,
  CI: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
};

const run = (command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd: user, env: { ...ENV, ...env }, maxBuffer: 1e8 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });

const read = (path: string): string => readFileSync(path, 'utf8');

const templatesIn = (assembly: string): Record<string, Assembly> =>
  Object.fromEntries(
    globSync('*.template.json', { cwd: assembly }).map((file) => [
      file,
      JSON.parse(read(join(assembly, file))) as Assembly,
    ]),
  );

/** The code of the functions, by the file that is zipped. */
const codeIn = (assembly: string): string[] =>
  globSync('asset.*/index.js', { cwd: assembly })
    .map((file) => read(join(assembly, file)))
    .sort();

/** What this project itself synthesizes of the same file, told what the CDK command tells it. */
const synthesizeHere = (): string => {
  const assembly = join(folder, 'here');
  const told = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
  const context = { ...cdkJson.context, ...told, config: join(user, 'tocsin.yaml') };
  const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: assembly };
  execFileSync(process.execPath, [join(ROOT, 'bin/app.ts')], { cwd: ROOT, env, stdio: 'ignore' });
  return assembly;
};

/** The peers and the tools that npm would bring, as they are installed here: no test asks a registry. */
const linkPeers = (): void => {
  for (const name of ['aws-cdk-lib', 'constructs', 'aws-cdk', 'typescript', '@types/node']) {
    const at = join(user, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), at);
  }
  symlinkSync('../aws-cdk/bin/cdk', join(user, 'node_modules/.bin/cdk'));
  symlinkSync('../typescript/bin/tsc', join(user, 'node_modules/.bin/tsc'));
};

let installed: readonly string[] = [];
let here = '';

beforeAll(async () => {
  const staged = join(folder, 'staged');
  await stagePackage(ROOT, staged);
  mkdirSync(user);
  const { out, err } = await run('npm', ['pack', '--silent', staged, '--pack-destination', folder]);
  expect(out.trim(), err).toBe(`tocsin-${packageJson.version}.tgz`);
  writeFileSync(join(user, 'package.json'), '{ "name": "user", "private": true }\n');
  // Without the peers, which are not in an empty cache.
  const install = await run('npm', ['install', '--legacy-peer-deps', join(folder, out.trim())]);
  expect(install.code, install.err).toBe(0);
  installed = readdirSync(join(user, 'node_modules')).filter((name) => !name.startsWith('.'));
  linkPeers();
  cpSync(join(user, 'node_modules/tocsin/examples/tocsin.yaml'), join(user, 'tocsin.yaml'));
  here = synthesizeHere();
});

describe('the package, installed into an empty folder', () => {
  it('brings no other package, and no esbuild is in reach', () => {
    expect(installed).toEqual(['tocsin']);
    expect(() => createRequire(join(user, 'app.js')).resolve('esbuild')).toThrow('Cannot find module');
  });

  it('holds JavaScript with types, what people read, and neither sources nor tests', () => {
    const files = globSync('**/*.*', { cwd: join(user, 'node_modules/tocsin') });
    expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|^test\/|\.map$/u.test(file))).toEqual([]);
    for (const name of ['README.md', 'CHANGELOG.md', 'docs/runbooks/service-memory.md', 'schema/tocsin.schema.json'])
      expect(files).toContain(name);
    const packed = files.filter((file) => read(join(user, 'node_modules/tocsin', file)).includes(ROOT));
    expect(packed).toEqual([]);
  });

  it('keeps the licence of all that it bundles', () => {
    const notices = read(join(user, 'node_modules/tocsin/NOTICE'));
    for (const name of [
      'zod',
      'yaml',
      'commander',
      'hono',
      '@aws-sdk/client-dynamodb',
      '@aws-lambda-powertools/logger',
    ])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'mu'));
    expect(notices).toContain('Permission is hereby granted, free of charge');
    expect(notices).toContain('Apache License');
  });

  it('links from its README to what it holds', () => {
    const readme = read(join(user, 'node_modules/tocsin/README.md'));
    const links = [...readme.matchAll(/\]\((?![a-z]+:)([^)#]+)/gu)].map(([, to = '']) => to);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((to) => !existsSync(join(user, 'node_modules/tocsin', to)))).toEqual([]);
  });
});

describe('the command of the package', () => {
  it('says its version', async () => {
    expect(await run('npx', ['tocsin', '--version'])).toMatchObject({ code: 0, out: `${packageJson.version}\n` });
  });

  it('checks the tocsin.yaml beside it', async () => {
    expect(await run('npx', ['tocsin', 'check'])).toMatchObject({ code: 0 });
    writeFileSync(join(user, 'wrong.yaml'), 'services: [\n');
    expect(await run('npx', ['tocsin', 'check', 'wrong.yaml'])).toMatchObject({ code: 2, out: '' });
  });

  it('writes a first file, and says how to deploy it from here', async () => {
    const written = await run('npx', ['tocsin', 'init', '--yes', '--service', 'shop', '--out', 'shop.yaml']);
    expect(written).toMatchObject({ code: 0 });
    expect(written.out).toContain(`echo '{ "app": "npx tocsin-app" }' > cdk.json\n`);
    expect(written.out).toContain('npx cdk deploy -c config=shop.yaml\n');
    expect(read(join(user, 'shop.yaml'))).toContain('$schema=./node_modules/tocsin/schema/tocsin.schema.json\n');
  });

  it('replays a recording, and lists what that left', async () => {
    const recording = 'node_modules/tocsin/examples/incidents/2023-08-05-memory-leak/recording.json';
    const replayed = await run('npx', ['tocsin', 'replay', recording, '--local']);
    expect(replayed).toMatchObject({ code: 0 });
    expect(replayed.out).toContain('paged Alice Ferreira: level 1 of 3');
    const listed = await run('npx', ['tocsin', 'incidents', 'list', '--local']);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toContain('web');
  });
});

describe('the app of the package', () => {
  it('synthesizes what this project does, to the last byte of a function', async () => {
    const synth = await run('npx', ['cdk', 'synth', '--quiet', '--app', 'npx tocsin-app', '--output', 'by-app']);
    expect(synth.code, synth.err).toBe(0);
    const made = join(user, 'by-app');
    expect(templatesIn(made)).toEqual(templatesIn(here));
    expect(codeIn(made)).toHaveLength(9);
    expect(codeIn(made)).toEqual(codeIn(here));
  });

  it('says what is wrong with the file', async () => {
    const { code, err } = await run('npx', [
      'cdk',
      'synth',
      '--quiet',
      '--app',
      'npx tocsin-app',
      '-c',
      'config=absent.yaml',
    ]);
    expect(code).toBe(1);
    expect(err).toContain('absent.yaml: there is no such file');
  });
});

describe('the constructs of the package, in a CDK app in TypeScript', () => {
  /** The example of the documentation, in a folder that is CommonJS as `cdk init` makes it. */
  const [, app = ''] = /```ts\n([^]*?)```/u.exec(read(join(ROOT, 'docs/as-a-package.md'))) ?? [];

  const misused = `import { Stack } from 'aws-cdk-lib';
import { Tocsin } from 'tocsin';
// @ts-expect-error there is no such property
new Tocsin(new Stack(), 'Pager', { configuration: 'tocsin.yaml', serviceAlarm: false });
`;

  it('have types that compile, those of the package too, and refuse what is no property', async () => {
    writeFileSync(join(user, 'app.ts'), app);
    writeFileSync(join(user, 'misused.ts'), misused);
    const compilerOptions = {
      target: 'ES2022',
      module: 'NodeNext',
      strict: true,
      skipLibCheck: false,
      types: ['node'],
    };
    writeFileSync(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['app.ts', 'misused.ts'] }));
    expect(await run('npx', ['tsc', '-p', '.'])).toMatchObject({ code: 0, out: '' });
  });

  it('synthesize the same pager, and the alarms in the stack of the service', async () => {
    const ran = await run('node', ['app.js'], { CDK_OUTDIR: 'by-constructs' });
    expect(ran.code, ran.err).toBe(0);
    const made = join(user, 'by-constructs');
    expect(codeIn(made)).toEqual(codeIn(here));
    const typesOf = (template: Assembly | undefined, without: RegExp): string[] =>
      Object.values(template?.Resources ?? {})
        .map(({ Type }) => Type)
        .filter((type) => !without.test(type))
        .sort();
    const templates = templatesIn(made);
    const project = templatesIn(here);
    // Without CDK's recommended flags a policy may be cut otherwise; the nested stack of the alarms is not asked for.
    const other = /::IAM::|::SNS::Subscription|::CloudFormation::Stack/u;
    expect(typesOf(templates['Tocsin.template.json'], other)).toEqual(typesOf(project['Tocsin.template.json'], other));
    const alarmNames = (all: readonly Assembly[]): string[] =>
      all
        .flatMap(({ Resources }) => Object.values(Resources).flatMap(({ Properties }) => Properties?.AlarmName ?? []))
        .sort();
    const nested = Object.entries(project).flatMap(([file, one]) => (file.includes('.nested.') ? [one] : []));
    expect(alarmNames(Object.values(templates).filter((one) => one === templates['Web.template.json']))).toEqual(
      alarmNames(nested),
    );
    expect(alarmNames(nested).length).toBeGreaterThan(5);
  });

  it('are imported by ES modules too', async () => {
    writeFileSync(
      join(user, 'names.mjs'),
      "import * as tocsin from 'tocsin'; console.log(Object.keys(tocsin).join());\n",
    );
    expect(await run('node', ['names.mjs'])).toMatchObject({ code: 0, out: 'ServiceAlarms,Tocsin\n' });
  });
});
