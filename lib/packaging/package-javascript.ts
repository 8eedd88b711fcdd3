import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { build, type Metafile, type Plugin } from 'esbuild';
import packageJson from '../../package.json' with { type: 'json' };

/** By where it lies in the package, below `dist`. */
export const PACKAGE_ENTRIES = {
  index: 'lib/index.ts',
  tocsin: 'bin/tocsin.ts',
  'tocsin-app': 'bin/tocsin-app.ts',
} as const;

/** The oldest Node that the package runs on: from this one on, a CDK app in CommonJS may `require` an ES module. */
export const OLDEST_NODE = '22.12.0';

/** What a module requires when it first needs it is a call that esbuild knows only by the name `require`. */
const REQUIRED_LATER = /createRequire\(import\.meta\.url\)\((?='\.)/g;

const bundlesWhatIsRequiredLater: Plugin = {
  name: 'required-later',
  setup: (building) => {
    building.onLoad({ filter: /[\\/]lib[\\/]cli[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(REQUIRED_LATER, 'require('),
      loader: 'ts',
    }));
  },
};

/**
 * The command, the app and the constructs with all that they import but the CDK, which has to be the one of whoever uses
 * them: nothing else is installed with the package. Not minified: people read what runs with their credentials.
 */
export const bundlePackage = async (root: string, outdir: string): Promise<Metafile> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(PACKAGE_ENTRIES).map(([out, file]) => ({ out, in: file })),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: `node${OLDEST_NODE}`,
    mainFields: ['module', 'main'],
    external: Object.keys(packageJson.devDependencies).flatMap((name) => [name, `${name}/*`]),
    // No module that is also a program is the one that was started.
    define: { 'import.meta.main': 'false' },
    // CommonJS within the bundle asks for what Node itself has.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
    },
    plugins: [bundlesWhatIsRequiredLater],
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  refuseUnpacked(metafile);
  return metafile;
};

const PEERS = /^(?:aws-cdk-lib|constructs)(?:\/|$)/;

/** @throws Error where the package would import what npm does not install with it */
const refuseUnpacked = ({ outputs }: Metafile): void => {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports);
  const unpacked = imported.filter(
    ({ path, external }) => external === true && !path.startsWith('node:') && !PEERS.test(path),
  );
  const names = [...new Set(unpacked.map(({ path }) => path))].filter((name) => !isBuiltin(name));
  if (names.length === 0) return;
  throw new Error(`the package imports ${names.join(', ')}, which is not in it: make it a dependency, or bundle it`);
};
