import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readExported } from '../../../lib/core/incident/exported-incident.ts';
import { latency, slowFromTen, teamYaml } from '../../simulator/replaying.ts';
import { type Ran, run, temporaryFolder, writeJson } from '../running.ts';

const folder = await temporaryFolder();
const config = await writeJson(folder, 'team.yaml', teamYaml());
const slow = await writeJson(folder, 'slow.json', latency(slowFromTen));
const source = join(folder, 'source');
await run(['replay', slow, '--config', config, '--local', source]);

const on = (local: string, ...args: readonly string[]): Promise<Ran> => run(['incidents', ...args, '--local', local]);

const exported = join(folder, 'exported.ndjson');
await writeFile(exported, `${(await on(source, 'export')).out}\n`);
const [line = ''] = (await readFile(exported, 'utf8')).split('\n');

let copies = 0;
const newFolder = (): string => {
  copies += 1;
  return join(folder, `copy-${String(copies)}`);
};

describe('tocsin incidents export', () => {
  it('prints a line of JSON for each incident: head, events and diagnoses as they are stored', () => {
    const incident = readExported(line);
    expect(incident?.events.length).toBe(incident?.head.version);
    expect(incident?.diagnoses.length).toBeGreaterThan(0);
  });

  it('prints those that are named, or those that are asked for', async () => {
    const id = readExported(line)?.head.incidentId ?? '';
    expect((await on(source, 'export', id.slice(0, 10))).out).toBe(line);
    expect((await on(source, 'export', '--service', 'shop')).out).toBe('');
    expect(await on(source, 'export', id, '--service', 'shop')).toMatchObject({ code: 2 });
    expect(await on(source, 'export', '0'.repeat(26))).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing is stored of it') as string,
    });
  });
});

describe('tocsin incidents import', () => {
  it('makes a folder that verifies, and takes nothing in twice', async () => {
    const local = newFolder();
    expect((await on(local, 'import', exported)).out).toBe(`1 incident imported into ${local}.`);
    expect((await on(local, 'verify', '--all')).code).toBe(0);
    expect((await on(local, 'export')).out.length).toBe(line.length);
    expect((await on(local, 'import', exported)).out).toContain('0 incidents imported');
    expect(JSON.parse((await on(local, 'import', exported, '--json')).out)).toMatchObject({ alreadyThere: 1 });
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['an altered event', (text) => text.replace('Threshold', 'Treshold'), /event \d+ is altered/u],
    ['an altered head', (text) => text.replace('"service":"web"', '"service":"shop"'), /service of the head/u],
    ['half a line', (text) => text.slice(0, text.length / 2), /this is no incident/u],
    ['another document', () => '{"incidents":[]}', /this is no incident/u],
  ])('refuses %s by its line, and takes in the others', async (_, alter, message) => {
    const local = newFolder();
    const file = await writeJson(folder, 'altered.ndjson', `${alter(line)}\n\n${line}\n`);
    const { code, out, err } = await on(local, 'import', file);
    expect(code).toBe(1);
    expect(out).toContain('1 incident imported');
    expect(err).toContain(`${file}:1: `);
    expect(err).toMatch(message);
  });

  it('without a file or a folder is wrong use', async () => {
    expect(await on(newFolder(), 'import', 'nowhere.ndjson')).toMatchObject({ code: 2 });
    expect(await run(['incidents', 'import', exported])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--local') as string,
    });
  });
});
