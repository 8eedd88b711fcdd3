// Runs before `npm run demo`, `npm test` and `npm run test:e2e` on any Node >= 20: installs what is missing, once.
import { execSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const run = (command, advice) => {
  try {
    execSync(command, { stdio: ['ignore', 2, 2] });
  } catch {
    console.error(`\`${command}\` failed: see the lines above. ${advice}`);
    process.exit(1);
  }
};

const installed = 'node_modules/.package-lock.json';
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
  console.error('Installing the packages of package-lock.json (once, about half a minute) …');
  run('npm ci --no-audit --no-fund --loglevel=error', 'Tocsin needs Node >= 20, npm and the npm registry.');
}

if (process.argv.includes('--emulator') && !process.env.MINISTACK && !existsSync('.venv/bin/ministack')) {
  console.error('Installing MiniStack, the AWS emulator, into .venv (once) …');
  const advice = 'The end-to-end tests need Python >= 3.10 with venv, and PyPI.';
  run('python3 -m venv .venv && .venv/bin/pip install --quiet ministack==1.5.33', advice);
}
