import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type * as Esbuild from 'esbuild';
import type { Configuration } from '../core/configuration.ts';
import { CONFIGURATION } from '../runtime/contract.ts';

export const PIPELINE_FUNCTIONS = [
  'alarm-intake',
  'page-sender',
  'escalation-clock',
  'responses',
  'reconciler',
  'enrichment',
  'memory-forecast',
  'deploy-recorder',
  'release-verdict',
] as const;

export type FunctionName = (typeof PIPELINE_FUNCTIONS)[number];

export interface FunctionBundles {
  readonly javascript: ReadonlyMap<FunctionName, string>;
  /** What is in them, and how many bytes of each file. */
  readonly metafile: Esbuild.Metafile;
}

const ROOT = join(import.meta.dirname, '../..');

/** The code of every function, made once for all in the package that npm installs, which has no esbuild. */
const PACKED = join(import.meta.dirname, 'functions');

/** Loaded only where functions are bundled. */
const esbuild = (): typeof Esbuild => createRequire(import.meta.url)('esbuild') as typeof Esbuild;

/**
 * The code of every function, the same bytes for the same sources, without a configuration.
 *
 * One esbuild for all, called as a library: `NodejsFunction` starts one process a function.
 */
export const bundleFunctions = (): FunctionBundles => {
  const { outputFiles, metafile } = esbuild().buildSync({
    absWorkingDir: ROOT,
    entryPoints: PIPELINE_FUNCTIONS.map((name) => ({ out: name, in: join('lambdas', name, 'handler.ts') })),
    outdir: 'bundles',
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    platform: 'node',
    target: 'node24',
    // Imported in 69 ms of processor time where an ES module takes 82 (medians of 12, alarm-intake, Node 24.21).
    format: 'cjs',
    // The ES modules of the SDK and of Powertools shake; what `main` names does not: bundles would double.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'lib/runtime/lambda-credentials.ts') },
    // Smithy imports `node:http` only when first used, and an `import()` inside CommonJS loads undici: `npm run bench:cold`.
    supported: { 'dynamic-import': false },
    legalComments: 'none',
    logLevel: 'error',
  });
  const textOf = (name: FunctionName): string => {
    const file = outputFiles.find(({ path }) => path.endsWith(`${sep}${name}.js`));
    if (file === undefined) throw new Error(`esbuild made no bundle of lambdas/${name}/handler.ts`);
    return file.text;
  };
  return { metafile, javascript: new Map(PIPELINE_FUNCTIONS.map((name) => [name, textOf(name)])) };
};

/** A function's code with the configuration in front of it, if it asks for one. */
export const withConfiguration = (javascript: string, configuration: Configuration): string => {
  if (!javascript.includes(CONFIGURATION)) return javascript;
  // As a string, which nothing in it can end, and whose `__proto__` is a key like another.
  const literal = JSON.stringify(JSON.stringify(configuration));
  return `"use strict";const ${CONFIGURATION}=JSON.parse(${literal});${javascript}`;
};

let bundled: FunctionBundles | undefined;

const javascriptOf = (name: FunctionName): string => {
  if (existsSync(PACKED)) return readFileSync(join(PACKED, name, 'index.js'), 'utf8');
  bundled ??= bundleFunctions();
  return bundled.javascript.get(name) ?? '';
};

/** A function's code as an asset; made only when the stack is synthesized with its assets. */
export const functionCode = (name: FunctionName, configuration: Configuration): Code =>
  Code.fromAsset(existsSync(PACKED) ? join(PACKED, name) : join(ROOT, 'lambdas', name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: the bundle is always made here.
      image: DockerImage.fromRegistry('none'),
      // Never run: two stacks of one app, each with its configuration, are told apart by it.
      command: [configuration.hash],
      local: {
        tryBundle: (outputDirectory) => {
          writeFileSync(join(outputDirectory, 'index.js'), withConfiguration(javascriptOf(name), configuration));
          return true;
        },
      },
    },
  });
