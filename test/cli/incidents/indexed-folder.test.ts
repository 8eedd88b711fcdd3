import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import { appendTo, minute, note, opening } from '../../support/incident-story.ts';
import { type Ran, run, temporaryFolder } from '../running.ts';

const local = join(await temporaryFolder(), '.tocsin');
const incidents = (...args: readonly string[]): Promise<Ran> => run(['incidents', ...args, `--local=${local}`]);

const [DAMAGED, WHOLE] = ['01H72Y3QK00000000000000001', '01H72Y3QK00000000000000002'];
const THIRD = join(local, 'journal', '000000000003.json');

beforeAll(async () => {
  const store = await openFolder(local, { create: true });
  for (const id of [DAMAGED, WHOLE]) await store.append(appendTo(undefined, [opening(id, { at: minute(0) })]));
  for (let count = 0; count < 80; count += 1) {
    const id = count % 2 === 0 ? DAMAGED : WHOLE;
    await store.append(appendTo(await store.head(id), [note(`note ${String(count)}`)]));
  }
});

describe('a folder that has grown enough to have an index', () => {
  it('has one, and lists and shows by it', async () => {
    expect((await readdir(join(local, 'index'))).length).toBeGreaterThan(0);
    const { out } = await incidents('list');
    expect(out).toContain(WHOLE);
    expect(out).toContain('2 incidents');
    expect(JSON.parse((await incidents('list', '--json', '--limit', '1')).out)).toMatchObject({
      incidents: [{ incidentId: WHOLE }],
    });
    expect((await incidents('show', WHOLE)).out).toContain('note 79');
    expect((await incidents('show', '01H72Y')).err).toContain('means 2 incidents');
    expect((await incidents('verify')).code).toBe(0);
  });

  it('blocks no other incident by a damaged one; verify names the file', async () => {
    const text = await readFile(THIRD, 'utf8');
    await writeFile(THIRD, text.replace('note 0', 'note 8'));
    expect((await incidents('list')).code).toBe(0);
    expect((await incidents('verify', WHOLE)).code).toBe(0);
    expect((await incidents('note', WHOLE, 'on we go', '--by', 'alice')).code).toBe(0);
    const one = await incidents('verify', DAMAGED);
    expect(one.code).not.toBe(0);
    expect(one.err).toContain('000000000003.json: is damaged');
    const all = await incidents('verify');
    expect(all.code).not.toBe(0);
    expect(all.err).toContain('000000000003.json: is damaged');
    await writeFile(THIRD, text);
    expect((await incidents('verify')).code).toBe(0);
  });
});
