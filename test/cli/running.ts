import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { plainInk, type Shell } from '../../lib/cli/terminal/shell.ts';

const folders: string[] = [];

/** A folder of its own, removed after the tests of the file. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
  folders.push(folder);
  return folder;
};

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

export const writeJson = async (folder: string, name: string, value: unknown): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
};

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Around extends Partial<Shell> {
  readonly now?: () => string;
}

/** One command line in this process: no colours, 80 columns, UTC, an hour after the recordings begin. */
export const run = async (args: readonly string[], around: Around = {}): Promise<Ran> => {
  const out: string[] = [];
  const err: string[] = [];
  const shell: Shell = {
    width: 80,
    ink: plainInk,
    out: (lines) => out.push(lines),
    err: (lines) => err.push(lines),
    env: {},
    now: () => '2023-08-05T15:00:00.000Z',
    pause: () => Promise.resolve(),
    timeZone: 'UTC',
    ...around,
  };
  const code = await main(args, shell);
  return { code, out: out.join('\n'), err: err.join('\n') };
};
