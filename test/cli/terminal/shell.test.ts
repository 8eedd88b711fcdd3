import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { processShell, type Shell } from '../../../lib/cli/terminal/shell.ts';

const BIN = fileURLToPath(new URL('../../../bin/tocsin.mjs', import.meta.url));

/** What these streams were. */
const before = [process.stdout, process.stderr].map(({ isTTY, columns }) => ({ isTTY, columns }));

/** The shell of a process on a terminal of so many columns. */
const shellOf = (columns: number): Shell => {
  Object.assign(process.stdout, { isTTY: true, columns });
  Object.assign(process.stderr, { isTTY: true, columns });
  return processShell();
};

afterEach(() => {
  Object.assign(process.stdout, before[0]);
  Object.assign(process.stderr, before[1]);
  vi.restoreAllMocks();
});

describe('the shell of a process', () => {
  it.each([
    [20, 40],
    [40, 40],
    [72, 72],
    [200, 120],
  ])('on a terminal of %i columns is %i wide', (columns, width) => {
    expect(shellOf(columns).width).toBe(width);
  });

  it('keeps a status within one line, which it can take away again', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    shellOf(40).status?.('reading metrics '.repeat(5));
    expect(write).toHaveBeenCalledWith(`\r\u001b[K${'reading metrics '.repeat(5).slice(0, 39)}`);
  });

  it('counts the columns of a status, not its characters', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    shellOf(40).status?.(`asking ${'決済'.repeat(20)}`);
    expect(write).toHaveBeenCalledWith(`\r\u001b[Kasking ${'決済'.repeat(8)}`);
  });

  it.runIf(existsSync('/dev/full'))('says without a stack trace that its output cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [BIN, '--help'], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    expect([status, stderr.toString()]).toEqual([
      1,
      expect.stringMatching(/^the output could not be written: ENOSPC.*\n$/u),
    ]);
  });
});
