import fc from 'fast-check';
import { mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendFile } from '../../../lib/adapters/folder/append-file.ts';
import { FolderError } from '../../../lib/adapters/folder/folder-error.ts';
import type { FolderIncidents } from '../../../lib/adapters/folder/folder-incidents.ts';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import type { Append } from '../../../lib/ports/incident-store.ts';
import { appendTo, note, opening } from '../../support/incident-story.ts';

const incidentId = '01H72Y3QK0ZZZZZZZZZZZZZZZZ';

let base = '';
let path = '';

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tocsin-damaged-'));
  path = join(base, '.tocsin');
});

afterEach(async () => {
  await rm(base, { recursive: true });
});

const fileOf = (number: number): string => join(path, 'journal', `${String(number).padStart(12, '0')}.json`);

const opened = (create = false): Promise<FolderIncidents> => openFolder(path, { create });

/** An incident of four appends: opened, then notes one to three. */
const filled = async (): Promise<FolderIncidents> => {
  const store = await opened(true);
  await store.append(appendTo(undefined, [opening(incidentId)]));
  for (const text of ['one', 'two', 'three']) await store.append(appendTo(await store.head(incidentId), [note(text)]));
  return store;
};

const versionIn = async (store: FolderIncidents): Promise<number | undefined> =>
  (await store.head(incidentId))?.version;

const problemOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof FolderError) return error.message.replaceAll(base, '');
    throw error;
  }
  return 'none';
};

describe('a folder that is opened again', () => {
  it('holds what was acknowledged', async () => {
    const store = await filled();
    const again = await opened();
    expect(await again.head(incidentId)).toEqual(await store.head(incidentId));
    expect(await again.timeline(incidentId)).toEqual(await store.timeline(incidentId));
  });

  it('shows what another writer appended since', async () => {
    const store = await filled();
    const other = await opened();
    await other.append(appendTo(await other.head(incidentId), [note('four')]));
    expect(await versionIn(store)).toBe(5);
  });
});

describe('a last append that is torn', () => {
  /** What is appended last, small enough to be torn at every byte. */
  const last: Append = { register: [], dedups: [{ key: 'torn' }] };

  const isThere = async (store: FolderIncidents, key: string): Promise<boolean> => (await store.seen([key])).has(key);

  it('is absent at every byte, with all that was acknowledged before; the next append is made and stays', async () => {
    const whole = await filled();
    await whole.append(last);
    const text = await readFile(fileOf(5));
    for (let bytes = 0; bytes < text.length; bytes += 1) {
      await truncate(fileOf(5), bytes);
      const reader = await opened();
      expect(await versionIn(reader)).toBe(4);
      expect(await isThere(reader, 'torn')).toBe(false);
      await (await opened()).append({ register: [], dedups: [{ key: 'next' }] });
      for (const one of [reader, await opened()]) {
        expect(await versionIn(one)).toBe(4);
        expect([await isThere(one, 'torn'), await isThere(one, 'next')]).toEqual([false, true]);
      }
      await rm(fileOf(6));
      await writeFile(fileOf(5), text);
    }
  });

  it('is absent wherever the append of an incident is torn or overwritten', { timeout: 30_000 }, async () => {
    const store = await filled();
    const four = appendTo(await store.head(incidentId), [note('four 🔥\u2028')]);
    await store.append(four);
    const text = await readFile(fileOf(5));
    const cut = fc.nat({ max: text.length - 1 });
    const torn = fc.oneof(
      cut.map((bytes) => text.subarray(0, bytes)),
      fc.tuple(cut, cut).map(([from, to]) => Buffer.from(text).fill(0, Math.min(from, to), Math.max(from, to) + 1)),
    );
    await fc.assert(
      fc.asyncProperty(torn, async (bytes) => {
        await writeFile(fileOf(5), bytes);
        const writer = await opened();
        expect(await versionIn(writer)).toBe(4);
        await writer.append(four);
        expect(await (await opened()).timeline(incidentId)).toHaveLength(5);
        await rm(fileOf(6));
      }),
      { numRuns: 60 },
    );
  });

  it('is passed over as well when several are', async () => {
    await filled();
    await writeFile(fileOf(5), '{"prev":"');
    await writeFile(fileOf(6), '');
    const store = await opened();
    await store.append(appendTo(await store.head(incidentId), [note('four')]));
    expect(await versionIn(await opened())).toBe(5);
  });
});

describe('a journal that is damaged before its end', () => {
  it.each([
    ['a changed byte', (text: string) => text.replace('two', 'tvo')],
    ['half of it', (text: string) => text.slice(0, 100)],
    ['nothing', () => ''],
  ])('is refused by its file when that holds %s', async (_what, change) => {
    await filled();
    await writeFile(fileOf(3), change(await readFile(fileOf(3), 'utf8')));
    expect(await problemOf(opened)).toBe(
      '/.tocsin/journal/000000000003.json: is damaged: restore it from a backup; to go on without it, move it and every file after it out of the folder (nothing was changed)',
    );
  });

  it('is refused when a file between is missing', async () => {
    await filled();
    await rm(fileOf(2));
    expect(await problemOf(opened)).toContain('/journal/000000000002.json: is missing, while later ones are there');
  });

  it('is refused when files changed places', async () => {
    await filled();
    await rename(fileOf(3), join(base, 'aside'));
    await rename(fileOf(2), fileOf(3));
    await rename(join(base, 'aside'), fileOf(2));
    expect(await problemOf(opened)).toContain('/journal/000000000002.json: does not follow the file before it');
  });

  it('is refused when a forged file does not go on from what stands', async () => {
    await opened(true);
    const jump = appendTo(undefined, [opening(incidentId), note('one')]);
    const later = { ...jump, incident: { ...jump.incident, head: { ...jump.incident.head, version: 9 } } };
    await writeFile(fileOf(1), appendFile(later, '').text);
    expect(await problemOf(opened)).toContain(
      `000000000001.json: does not fit what stands before it (it is not the next of incident ${incidentId})`,
    );
    await writeFile(fileOf(1), appendFile({ hello: 'world' } as unknown as Append, '').text);
    expect(await problemOf(opened)).toContain(
      '000000000001.json: does not fit what stands before it (it is no append)',
    );
  });

  it('is refused by a store that is open already, at every call, and left as it is', async () => {
    const store = await filled();
    const other = await opened();
    await other.append(appendTo(await other.head(incidentId), [note('four')]));
    await other.append(appendTo(await other.head(incidentId), [note('five')]));
    const damaged = (await readFile(fileOf(5), 'utf8')).replace('four', 'f0ur');
    await writeFile(fileOf(5), damaged);
    const append = (): Promise<void> => store.append({ register: [], dedups: [] });
    for (const call of [() => store.head(incidentId), append, () => store.due('9', 1), append]) {
      expect(await problemOf(call)).toContain('000000000005.json: is damaged');
    }
    expect(await readFile(fileOf(5), 'utf8')).toBe(damaged);
  });

  it('is refused when a folder stands where a file belongs', async () => {
    await filled();
    await mkdir(fileOf(5));
    expect(await problemOf(opened)).toBe(
      '/.tocsin/journal/000000000005.json: is a folder where a file belongs: move it away',
    );
  });
});

describe('a path that is no folder of incidents', () => {
  it('is told when there is none and none may be made', async () => {
    expect(await problemOf(opened)).toBe(
      '/.tocsin: there is no such folder: fill it with npx tocsin replay <recording> --local, or name the folder that you mean',
    );
    await mkdir(path);
    expect(await problemOf(opened)).toContain('/.tocsin: is empty: fill it');
  });

  it('is made where it may be, with the folders above it', async () => {
    path = join(base, 'a', 'b');
    await opened(true);
    expect(await readFile(join(path, 'tocsin.json'), 'utf8')).toBe('{"tocsin":"folder/1"}\n');
    expect(await versionIn(await opened())).toBeUndefined();
  });

  it('is made when an earlier making was cut short', async () => {
    await mkdir(join(path, 'journal'), { recursive: true });
    await writeFile(join(path, 'journal', 'pending-1'), '{"toc');
    await opened(true);
    await opened();
  });

  it('is refused when it is a file', async () => {
    await writeFile(path, '');
    expect(await problemOf(() => opened(true))).toBe('/.tocsin: is a file: name a folder');
    path = join(path, 'below');
    expect(await problemOf(() => opened(true))).toContain('/.tocsin/below: part of this path is a file: name a folder');
  });

  it('is refused when it holds something else, and left as it is', async () => {
    await mkdir(path);
    await writeFile(join(path, 'letters.txt'), 'dear');
    for (const create of [true, false]) {
      expect(await problemOf(() => opened(create))).toBe(
        '/.tocsin: holds letters.txt and no tocsin.json: this is not a folder of Tocsin, name another',
      );
    }
  });

  it('is refused when a newer Tocsin wrote it, or nobody knows who', async () => {
    await filled();
    const header = join(path, 'tocsin.json');
    await writeFile(header, '{"tocsin":"folder/2"}\n');
    expect(await problemOf(opened)).toBe(
      '/.tocsin/tocsin.json: is of format 2, this Tocsin reads format 1: update Tocsin',
    );
    await writeFile(header, '{"name":"x"}');
    expect(await problemOf(opened)).toContain('/.tocsin/tocsin.json: does not say {"tocsin":"folder/1"}');
    await rm(header);
    expect(await problemOf(() => opened(true))).toContain('/.tocsin/tocsin.json: is missing while there is a journal');
  });

  it('is told when it vanishes while it is open', async () => {
    const store = await filled();
    await rm(path, { recursive: true });
    expect(await problemOf(() => store.append({ register: [], dedups: [{ key: 'lost' }] }))).toContain(
      'is not there (any more)',
    );
  });
});
