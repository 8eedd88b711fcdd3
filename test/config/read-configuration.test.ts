import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatProblems } from '../../lib/config/yaml/problem.ts';
import { MINIMAL_FILE } from '../../lib/config/schema/minimal-file.ts';
import { loadConfiguration } from '../../lib/config/read-configuration.ts';

let folder = '';
const messageOf = async (path: string): Promise<string> => {
  const result = await loadConfiguration(path);
  return result.outcome === 'problems' ? formatProblems(result.problems) : 'loaded';
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a configuration file', () => {
  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  it('is read, with or without a byte order mark', async () => {
    expect(await messageOf(await written('plain.yaml', MINIMAL_FILE))).toBe('loaded');
    expect(await messageOf(await written('bom.yaml', `\uFEFF${MINIMAL_FILE}`))).toBe('loaded');
  });

  it('that is not there says what to do, whatever the command calls its file', async () => {
    const path = join(folder, 'absent.yaml');
    expect(await messageOf(path)).toBe(
      `${path}: there is no such file: name one that there is, or let npx tocsin init write one`,
    );
  });

  it('that is a directory says to name the file in it', async () => {
    expect(await messageOf(`${folder}/`)).toBe(
      `${folder}/: is a directory: name the file in it, such as ${folder}/tocsin.yaml`,
    );
  });

  it('that is not UTF-8 says how to save it', async () => {
    const path = await written('latin1.yaml', Uint8Array.of(0x61, 0x3a, 0x20, 0xe9, 0x0a));
    expect(await messageOf(path)).toBe(`${path}: not UTF-8 text: save it as UTF-8`);
  });

  it('that is huge is not read', async () => {
    const path = await written('huge.yaml', '');
    await truncate(path, 3 * 1024 ** 3);
    expect(await messageOf(path)).toBe(`${path}: larger than 1 MiB: a configuration is a few pages of text`);
  });

  it('that is no file at all is not waited for', async () => {
    expect(await messageOf('/dev/zero')).toBe('/dev/zero: is no regular file: name a tocsin.yaml');
  });

  it('with a mistake is told by the path it was read from', async () => {
    const path = await written('wrong.yaml', `${MINIMAL_FILE}repeat: 2\n`);
    expect(await messageOf(path)).toContain(`${path}:7:1 repeat: unknown key "repeat"`);
  });
});
