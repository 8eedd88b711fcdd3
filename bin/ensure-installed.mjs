// Runs before `npm run demo` and `npm test` on any Node >= 20: installs what package-lock.json names, once.
import { execSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const installed = 'node_modules/.package-lock.json';
const isCurrent = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;

if (!isCurrent) {
  console.error('Installing the packages of package-lock.json (once, about half a minute) …');
  try {
    execSync('npm ci --no-audit --no-fund --loglevel=error', { stdio: ['ignore', 2, 2] });
  } catch {
    console.error('The installation failed: see the lines above. Tocsin needs Node >= 20, npm and the npm registry.');
    process.exit(1);
  }
}
