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

  it('asks nobody where stdin or stderr is no terminal', () => {
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'init', '--out', '/nowhere/tocsin.yaml'], {
      input: '',
    });
    expect(status).toBe(2);
    expect(stderr.toString()).toContain('/nowhere is no folder');
    expect(processShell().converse).toBeUndefined();
  });

  it('takes answers in the order of the questions, though they come all at once, and none after the end', () => {
    const terminal = 'data:text/javascript,process.stdin.isTTY=true;process.stderr.isTTY=true';
    const ask = (input: string): { readonly status: number | null; readonly yaml: string } => {
      const { status, stdout } = spawnSync(process.execPath, ['--import', terminal, BIN, 'init', '--out', '-'], {
        input,
      });
      return { status, yaml: stdout.toString() };
    };
    const { status, yaml } = ask('shop\nlambda\nshop-api\nAlice\n\nEurope/Berlin\n\n');
    expect(status).toBe(0);
    expect(yaml).toContain(
      '  shop:\n    escalation: primary\n    workload:\n      kind: lambda\n      functionName: shop-api\n',
    );
    expect(yaml).toContain('alice: { name: Alice, timeZone: Europe/Berlin }');
    expect(ask('shop\nlambda\n')).toEqual({ status: 1, yaml: '' });
  });
});
