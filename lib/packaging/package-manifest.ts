import packageJson from '../../package.json' with { type: 'json' };
import { OLDEST_NODE } from './package-javascript.ts';

const { name, version, description, license, devDependencies } = packageJson;

/** The package.json that npm publishes; that of the repository is private, and its command TypeScript. */
export const packageManifest = (): object => ({
  name,
  version,
  description,
  keywords: ['aws', 'cdk', 'cloudwatch', 'incident', 'on-call', 'pager'],
  license,
  type: 'module',
  // `types` and `main` are for a TypeScript that resolves as Node 10 did and reads no `exports`.
  main: 'dist/index.js',
  types: 'types/lib/index.d.ts',
  exports: {
    '.': { types: './types/lib/index.d.ts', default: './dist/index.js' },
    './schema/*': './schema/*',
    './package.json': './package.json',
  },
  bin: { tocsin: 'dist/tocsin.js', 'tocsin-app': 'dist/tocsin-app.js' },
  engines: { node: `>=${OLDEST_NODE}` },
  // From what the tests run with on.
  peerDependencies: {
    'aws-cdk-lib': `^${devDependencies['aws-cdk-lib']}`,
    constructs: `^${devDependencies.constructs}`,
  },
});
