import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../.ci/release-notes', import.meta.url));

const CHANGELOG = `# Changelog

## [Unreleased]

- [FEATURE] not yet

## [1.2.3] - 2026-12-01

- [CHANGE] what breaks
- [BUGFIX] what is mended

## [1.2.30] - 2026-11-01

## [1.2.2] - 2026-10-01

- [FEATURE] old
`;

const folder = mkdtempSync(join(tmpdir(), 'tocsin-release-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
mkdirSync(join(folder, '.ci'));
cpSync(SCRIPT, join(folder, '.ci/release-notes'));
chmodSync(join(folder, '.ci/release-notes'), 0o755);
writeFileSync(join(folder, 'CHANGELOG.md'), CHANGELOG);

const notes = (version: string, ...args: string[]): { code: number | null; out: string; err: string } => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
  const { status, stdout, stderr } = spawnSync(join(folder, '.ci/release-notes'), args, { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

describe('the notes of a release', () => {
  it('are what CHANGELOG.md says of its version, and of no other', () => {
    const { code, out } = notes('1.2.3', 'v1.2.3');
    expect(code).toBe(0);
    expect(out.trim()).toBe('- [CHANGE] what breaks\n- [BUGFIX] what is mended');
  });

  it.each([
    ['1.2.3', ['v1.2.2'], 'the tag is v1.2.2 and package.json says 1.2.3'],
    ['1.2.30', ['v1.2.30'], "CHANGELOG.md has nothing under '## [1.2.30]'"],
    ['9.9.9', ['v9.9.9'], "CHANGELOG.md has nothing under '## [9.9.9]'"],
    ['1.2.3', ['1.2.3'], "expected a tag such as v1.2.3, got '1.2.3'"],
    ['1.2.3', [], "expected a tag such as v1.2.3, got ''"],
  ])('are refused to version %s with %j', (version, args, why) => {
    const { code, out, err } = notes(version, ...args);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(why);
  });
});
