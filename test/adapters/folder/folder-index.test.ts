import fc from 'fast-check';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendFile } from '../../../lib/adapters/folder/append-file.ts';
import { FolderError } from '../../../lib/adapters/folder/folder-error.ts';
import type { FolderIncidents } from '../../../lib/adapters/folder/folder-incidents.ts';
import { openFolder } from '../../../lib/adapters/folder/open-folder.ts';
import { InMemoryIncidents } from '../../../lib/adapters/memory/in-memory-incidents.ts';
import type { Append } from '../../../lib/ports/incident-store.ts';
import type { Incidents } from '../../support/incident-store-contract.ts';
import { appendTo, fact, firing, minute, note, opening } from '../../support/incident-story.ts';

const indexing = { least: 4, most: 6 };

let base = '';
let path = '';

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tocsin-index-'));
  path = join(base, '.tocsin');
});

afterEach(async () => {
  await rm(base, { recursive: true });
});

const idOf = (index: number): string => `01H72Y3QK${String(index).padStart(17, '0')}`;
const fileOf = (number: number): string => join(path, 'journal', `${String(number).padStart(12, '0')}.json`);
const opened = (create = false): Promise<FolderIncidents> => openFolder(path, { create, indexing });
const tables = async (): Promise<string[]> => (await readdir(join(path, 'index'))).toSorted();
const tablePaths = async (): Promise<string[]> => (await tables()).map((name) => join(path, 'index', name));

/** What happens to an incident next: opened, resolved, reopened … by its version. */
const nextOf = async (store: Incidents, index: number): Promise<Append> => {
  const id = idOf(index);
  const head = await store.head(id);
  const version = head?.version ?? 0;
  const at = minute(index + version * 7);
  const dedups = [{ key: `dedup ${String(index)} ${String(version)}`, incidentId: id }];
  if (head === undefined) {
    const kind = index % 4 === 3 ? 'drill' : 'real';
    return appendTo(undefined, [opening(id, { at, kind, service: `service ${String(index % 2)}` })], { dedups });
  }
  const group = { group: head.group, incidentId: id, status: 'open', version } as const;
  if (version % 3 === 2) {
    const event = fact(at, { type: 'IncidentResolved', by: 'alice', stillFiring: 0, counts: firing(0, 1) });
    return appendTo(head, [event], { dedups, group });
  }
  return appendTo(head, [note(`note ${String(version)}`, at)], { dedups, group });
};

/** Everything that a store says of so many incidents. */
const everything = async (store: Incidents, count: number): Promise<unknown> => {
  const ids = Array.from({ length: count }, (_, index) => idOf(index));
  const keys = ids.flatMap((_, index) => [0, 1, 2, 3].map((version) => `dedup ${String(index)} ${String(version)}`));
  return {
    heads: await Promise.all(ids.map((id) => store.head(id))),
    timelines: await Promise.all(ids.map((id) => store.timeline(id))),
    list: await Array.fromAsync(store.list({})),
    some: await Array.fromAsync(store.list({ since: minute(2), until: minute(6), service: 'service 1' })),
    spanning: await Promise.all([3, 15, 40].map((at) => Array.fromAsync(store.spanning(minute(at))))),
    due: (await store.due(minute(10_000), 5)).toSorted(),
    seen: await store.seen(keys),
    groups: await store.groups(ids.map((id) => `group of ${id}`)),
  };
};

/** The same appends to a folder and to memory. */
const grown = async (steps: readonly number[]): Promise<InMemoryIncidents> => {
  const memory = new InMemoryIncidents();
  const folder = await opened(true);
  for (const index of steps) {
    const append = await nextOf(memory, index);
    await memory.append(append);
    await folder.append(append);
  }
  return memory;
};

const INCIDENTS = 7;
const STEPS = Array.from({ length: 60 }, (_, step) => (step * step + step) % INCIDENTS);
const step = fc.nat({ max: INCIDENTS - 1 });

const problemOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof FolderError) return error.message.replaceAll(base, '');
    throw error;
  }
  return 'none';
};

const flipped = (bytes: Buffer, place: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[place] = (copy[place] ?? 0) ^ 0x11;
  return copy;
};

describe('a folder with an index', () => {
  it('says what the appends say, whatever process reads and how far the index is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const memory = await grown(steps);
        expect(await everything(await opened(), INCIDENTS)).toEqual(await everything(memory, INCIDENTS));
        await rm(path, { recursive: true });
      }),
      { numRuns: 25 },
    );
  });

  it('reads the files of the journal that the index does not tell of, and of an incident those that are its own', async () => {
    await grown(STEPS);
    // Of the last incident; damage elsewhere is nothing to it.
    const store = await opened();
    const id = idOf(STEPS.at(-1) ?? 0);
    const timeline = await store.timeline(id);
    const others = STEPS.flatMap((index, place) => (idOf(index) === id || place > 50 ? [] : [place + 1]));
    for (const number of others) await writeFile(fileOf(number), 'damaged');
    expect(await (await opened()).timeline(id)).toEqual(timeline);
    expect(await Array.fromAsync((await opened()).list({}))).not.toEqual([]);
  });

  it('keeps few tables, which follow each other', async () => {
    await grown(STEPS);
    const ranges = (await tables()).map((name) => name.replace('.table', '').split('-').map(Number));
    expect(ranges.length).toBeLessThan(6);
    let end = 0;
    for (const [after, to] of ranges) {
      expect(after).toBe(end);
      end = to ?? NaN;
    }
    expect(end).toBeGreaterThan(60 - indexing.most);
  });

  it('is read whole where that is asked for, and its index made one', async () => {
    const memory = await grown(STEPS);
    const store = await openFolder(path, { create: false, isReadWhole: true, indexing });
    expect(await everything(store, INCIDENTS)).toEqual(await everything(memory, INCIDENTS));
    expect(await tables()).toEqual(['000000000000-000000000060.table']);
  });
});

describe('an index that is not as it was written', () => {
  it(
    'is made anew, wherever it is cut, overwritten or gone, and whoever is reading it',
    { timeout: 60_000 },
    async () => {
      const memory = await grown(STEPS);
      const wanted = await everything(memory, INCIDENTS);
      const kept = join(base, 'kept');
      await cp(join(path, 'index'), kept, { recursive: true });
      const reader = await opened();
      const harm = fc.record({
        table: fc.nat(),
        at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        how: fc.constantFrom('cut', 'flip', 'zeros', 'gone'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(harm, { minLength: 1, maxLength: 3 }), async (harms) => {
          await rm(join(path, 'index'), { recursive: true, force: true });
          await cp(kept, join(path, 'index'), { recursive: true });
          for (const { table, at, how } of harms) {
            const paths = await tablePaths();
            const harmed = paths[table % paths.length];
            if (harmed === undefined) continue;
            const bytes = await readFile(harmed);
            const place = Math.floor(bytes.length * at);
            if (bytes.length === 0) continue;
            if (how === 'cut') await truncate(harmed, place);
            else if (how === 'gone') await rm(harmed);
            else
              await writeFile(
                harmed,
                how === 'zeros' ? bytes.fill(0, place, Math.min(place + 64, bytes.length)) : flipped(bytes, place),
              );
          }
          for (const store of [reader, await opened()]) expect(await everything(store, INCIDENTS)).toEqual(wanted);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('is right with any of the tables that were ever there, as processes leave them that die', async () => {
    const memory = new InMemoryIncidents();
    const kept = join(base, 'kept');
    for (const index of STEPS) {
      const append = await nextOf(memory, index);
      await memory.append(append);
      await (await opened(true)).append(append);
      await cp(join(path, 'index'), kept, { recursive: true }).catch(() => undefined);
    }
    const wanted = await everything(memory, INCIDENTS);
    const all = await readdir(kept);
    expect(all.length).toBeGreaterThan(10);
    await fc.assert(
      fc.asyncProperty(fc.subarray(all), async (left) => {
        await rm(join(path, 'index'), { recursive: true, force: true });
        for (const name of left) await cp(join(kept, name), join(path, 'index', name));
        await writeFile(join(path, 'index', 'pending-1'), 'half a ta').catch(() => undefined);
        expect(await everything(await opened(), INCIDENTS)).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it('is no part of what is true: without it everything is as it was', async () => {
    const memory = await grown(STEPS);
    await rm(join(path, 'index'), { recursive: true });
    expect(await everything(await opened(), INCIDENTS)).toEqual(await everything(memory, INCIDENTS));
    expect(await tables()).toEqual(['000000000000-000000000060.table']);
  });

  it('is left out where it cannot be written', async () => {
    await opened(true);
    await writeFile(join(path, 'index'), 'a file where the folder belongs');
    const memory = await grown(STEPS);
    expect(await everything(await opened(), INCIDENTS)).toEqual(await everything(memory, INCIDENTS));
    expect(await readFile(join(path, 'index'), 'utf8')).toBe('a file where the folder belongs');
  });
});

describe('an index of another journal', () => {
  it('is noticed when the journal was restored from an older copy, and went on differently', async () => {
    await grown(STEPS.slice(0, 30));
    await cp(join(path, 'journal'), join(base, 'copy'), { recursive: true });
    const first = await opened();
    for (let count = 0; count < 20; count += 1) await first.append(await nextOf(first, 1));
    await rm(join(path, 'journal'), { recursive: true });
    await cp(join(base, 'copy'), join(path, 'journal'), { recursive: true });

    const memory = new InMemoryIncidents();
    for (const index of STEPS.slice(0, 30)) await memory.append(await nextOf(memory, index));
    expect(await everything(await opened(), INCIDENTS)).toEqual(await everything(memory, INCIDENTS));
    for (let count = 0; count < 20; count += 1) {
      const append = await nextOf(memory, 2);
      await memory.append(append);
      await (await opened()).append(append);
    }
    expect(await everything(await opened(), INCIDENTS)).toEqual(await everything(memory, INCIDENTS));
  });

  it('is noticed when it was copied from another folder', async () => {
    await grown(STEPS);
    await cp(join(path, 'index'), join(base, 'index'), { recursive: true });
    await rm(path, { recursive: true });
    const memory = await grown(STEPS.toReversed());
    await rm(join(path, 'index'), { recursive: true });
    await cp(join(base, 'index'), join(path, 'index'), { recursive: true });
    expect(await everything(await opened(), INCIDENTS)).toEqual(await everything(memory, INCIDENTS));
  });
});

describe('a journal that is damaged where the index tells of it', () => {
  const filled = async (): Promise<string> => {
    await grown(STEPS);
    return idOf(STEPS[2] ?? 0);
  };

  it.each([
    [
      'altered',
      async () => writeFile(fileOf(3), (await readFile(fileOf(3), 'utf8')).replace('at', 'ta')),
      'is damaged',
    ],
    ['gone', () => rm(fileOf(3)), 'is missing'],
    ['another whole file', () => cp(fileOf(5), fileOf(3)), 'it was replaced'],
    [
      'rewritten with a sum of its own',
      async () => {
        const { prev, append } = JSON.parse(await readFile(fileOf(3), 'utf8')) as { prev: string; append: Append };
        await writeFile(fileOf(3), appendFile({ ...append, dedups: [] }, prev).text);
      },
      'it was replaced',
    ],
  ])('is found by whoever reads the file: %s', async (_what, damage, problem) => {
    const id = await filled();
    await damage();
    const store = await opened();
    expect(await problemOf(() => store.timeline(id))).toContain(`/journal/000000000003.json: is`);
    expect(await problemOf(() => store.timeline(id))).toContain(problem);
    expect(await problemOf(() => store.head(idOf(STEPS[59] ?? 0)))).toBe('none');
  });

  it('is found by reading it whole', async () => {
    await filled();
    await rm(fileOf(3));
    const whole = (): Promise<unknown> => openFolder(path, { create: false, isReadWhole: true, indexing });
    expect(await problemOf(whole)).toContain('/journal/000000000003.json: is missing, while later ones are there');
    await cp(fileOf(5), fileOf(3));
    expect(await problemOf(whole)).toContain('does not follow the file before it');
  });

  it('is found at once where a file is missing at its end', async () => {
    await filled();
    await rm(fileOf(59));
    expect(await problemOf(opened)).toContain('/journal/000000000059.json: is missing, while later ones are there');
  });

  it('is found when a forged file went into the index without being asked for', async () => {
    await filled();
    const [newest = ''] = (await readdir(join(path, 'journal'))).toSorted().slice(-1);
    const { sum } = JSON.parse(await readFile(join(path, 'journal', newest), 'utf8')) as { sum: string };
    const forged = appendTo(undefined, [opening(idOf(0)), note('one')]);
    const head = { ...forged.incident.head, version: 90 };
    const file = appendFile({ ...forged, incident: { ...forged.incident, head } }, sum);
    await writeFile(fileOf(61), file.text);
    expect(await problemOf(async () => (await opened()).head(idOf(0)))).toContain(
      `000000000061.json: does not fit what stands before it (it is not the next of incident ${idOf(0)})`,
    );
    expect(await problemOf(() => openFolder(path, { create: false, isReadWhole: true, indexing }))).toContain(
      '000000000061.json: does not fit what stands before it',
    );
  });
});
