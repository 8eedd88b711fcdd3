import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaPathFrom } from '../../../lib/cli/init/schema-path.ts';
import { run, temporaryFolder } from '../running.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SCHEMA = 'schema/tocsin.schema.json';

const project = await temporaryFolder();
await mkdir(join(project, 'node_modules/tocsin/schema'), { recursive: true });
await cp(join(ROOT, SCHEMA), join(project, 'node_modules/tocsin', SCHEMA));
await mkdir(join(project, 'ops'));
await mkdir(join(project, 'on call'));

describe('the schema that a tocsin.yaml names', () => {
  it.each([
    ['in a clone', ROOT, `./${SCHEMA}`],
    ['in a folder of a clone', join(ROOT, 'examples'), `../${SCHEMA}`],
    ['in a project that has installed Tocsin', project, `./node_modules/tocsin/${SCHEMA}`],
    ['in a folder of such a project', join(project, 'ops'), `../node_modules/tocsin/${SCHEMA}`],
  ])('is there, from the folder of the file: %s', (_, folder, path) => {
    expect(schemaPathFrom(folder)).toBe(path);
    expect(existsSync(resolve(folder, path))).toBe(true);
  });

  it('has no space in its path, at which editors take it to end, whatever its folders are called', async () => {
    expect(schemaPathFrom(join(project, 'on call'))).toBe(`../node_modules/tocsin/${SCHEMA}`);
    const spaced = join(project, 'a b', 'node_modules', 'tocsin');
    await cp(join(project, 'node_modules/tocsin'), spaced, { recursive: true });
    expect(schemaPathFrom(join(project, 'a b'))).toBe(`./node_modules/tocsin/${SCHEMA}`);
  });

  it('is none where editors would find none', async () => {
    expect(schemaPathFrom(await temporaryFolder())).toBeUndefined();
  });

  it('stands in the first line, where every version of the language server looks; where there is none, it is said', async () => {
    const { out } = await run(['init', '--yes', '--out', '-']);
    expect(out.split('\n')[0]).toBe(`# yaml-language-server: $schema=./${SCHEMA}`);
    const bare = await run(['init', '--yes', '--out', join(await temporaryFolder(), 'tocsin.yaml')]);
    expect(bare.out).toContain('It names no schema');
  });
});
