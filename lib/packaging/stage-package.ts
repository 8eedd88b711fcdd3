import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleFunctions } from '../constructs/function-bundles.ts';
import { noticesOf } from './notices.ts';
import { bundlePackage, PACKAGE_ENTRIES } from './package-javascript.ts';
import { packageManifest } from './package-manifest.ts';
import { declarePackage } from './package-types.ts';

/** What people read, as it lies in the repository. */
const COPIED = [
  'CHANGELOG.md',
  'LICENSE',
  'SECURITY.md',
  'docs/**/*.md',
  'examples/tocsin.yaml',
  'examples/tocsin.full.yaml',
  'examples/incidents/*/{README.md,recording.json,responses.json,tocsin.yaml}',
  'schema/*.json',
];

const README = 'docs/as-a-package.md';

/** The links of a document in `docs`, as they are from the folder above it. */
const fromAbove = (document: string): string =>
  document.replaceAll(/\]\((\.\.\/)?(?![a-z]+:|#)/g, (_, above?: string) => (above === undefined ? '](docs/' : ']('));

const put = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

/** Makes the folder that npm packs anew, from the sources in `root`. */
export const stagePackage = async (root: string, folder: string): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  const { javascript, metafile: ofFunctions } = bundleFunctions();
  for (const [name, code] of javascript) put(join(folder, 'dist/functions', name, 'index.js'), code);
  // Whatever lies in `dist` is an ES module, but for what Lambda gets.
  put(join(folder, 'dist/functions/package.json'), '{ "type": "commonjs" }\n');
  const ofPackage = await bundlePackage(root, join(folder, 'dist'));
  declarePackage(root, PACKAGE_ENTRIES.index, join(folder, 'types'));
  for (const file of globSync(COPIED, { cwd: root })) cpSync(join(root, file), join(folder, file));
  put(join(folder, 'README.md'), fromAbove(readFileSync(join(root, README), 'utf8')));
  put(join(folder, 'NOTICE'), noticesOf(root, [ofFunctions, ofPackage]));
  put(join(folder, 'package.json'), `${JSON.stringify(packageManifest(), undefined, 2)}\n`);
};
