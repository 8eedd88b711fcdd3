import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FailedError, UsageError } from '../terminal/command-error.ts';
import type { Shell } from '../terminal/shell.ts';

/** What `--out` says where nothing is to be written to a file. */
export const STDOUT = '-';

/** Asked before anything is read: nobody waits in vain, and no file with what somebody wrote into it is lost. @throws UsageError */
export const checkOut = (out: string): void => {
  if (out === STDOUT) return;
  if (out === '') throw new UsageError('--out: expected a file, or - for stdout, got ""');
  if (existsSync(out)) throw new UsageError(`--out: ${out} is there already: name another file, or move it away`);
  const folder = dirname(out);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new UsageError(`--out: ${folder} is no folder: make it first, or name a file in one that is there`);
};

/** @throws FailedError */
export const writeOut = async (shell: Shell, out: string, text: string): Promise<void> => {
  if (out === STDOUT) {
    shell.out(text);
    return;
  }
  try {
    await writeFile(out, `${text}\n`, { flag: 'wx' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FailedError(`${out}: cannot be written: ${why}`, { cause: error });
  }
};
