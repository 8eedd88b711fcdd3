import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import type { Metafile } from 'esbuild';
import type { Configuration } from '../core/configuration.ts';

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
  readonly javascript: ReadonlyMap<string, Uint8Array>;
  /** What is in them, and how many bytes of each file. */
  readonly metafile: Metafile;
}

const ROOT = join(import.meta.dirname, '../..');
const OUT = join(ROOT, 'bundles');

/**
 * The code of every function, the same bytes for the same input, with the configuration inside.
 *
 * One esbuild for all, called as a library: `NodejsFunction` starts one process a function and hands it the
 * configuration as one argument of a command line, which Linux ends at 128 KiB (about 100 services).
 */
export const bundleFunctions = (configuration: Configuration): FunctionBundles => {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(PIPELINE_FUNCTIONS.map((name) => [name, join('lambdas', name, 'handler.ts')])),
    outdir: OUT,
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
    define: { TOCSIN_CONFIGURATION: JSON.stringify(configuration) },
    legalComments: 'none',
    logLevel: 'error',
  });
  return { metafile, javascript: new Map(outputFiles.map(({ path, contents }) => [path, contents])) };
};

const made = new WeakMap<Configuration, FunctionBundles>();

const bundlesOf = (configuration: Configuration): FunctionBundles => {
  const known = made.get(configuration) ?? bundleFunctions(configuration);
  made.set(configuration, known);
  return known;
};

const write = (name: FunctionName, configuration: Configuration, outputDirectory: string): void => {
  const javascript = bundlesOf(configuration).javascript.get(join(OUT, `${name}.js`));
  if (javascript === undefined) throw new Error(`esbuild made no bundle of lambdas/${name}/handler.ts`);
  writeFileSync(join(outputDirectory, 'index.js'), javascript);
};

/** A function's code as an asset; made only when the stack is synthesized with its assets. */
export const functionCode = (name: FunctionName, configuration: Configuration): Code =>
  Code.fromAsset(join(ROOT, 'lambdas', name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: the bundle is always made here.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (outputDirectory) => {
          write(name, configuration, outputDirectory);
          return true;
        },
      },
    },
  });
