// `npm run package`: stages dist/package, which `npm pack` and `npm publish` take as it is.
import { join } from 'node:path';
import { stagePackage } from '../lib/packaging/stage-package.ts';

const ROOT = join(import.meta.dirname, '..');

await stagePackage(ROOT, process.argv[2] ?? join(ROOT, 'dist/package'));
