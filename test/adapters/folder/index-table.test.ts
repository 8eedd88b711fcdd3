import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IndexTable, TornIndexError } from '../../../lib/adapters/folder/index-table.ts';
import type { IndexRecord } from '../../../lib/adapters/folder/sorted-records.ts';
import { writeIndexTable } from '../../../lib/adapters/folder/write-index-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-table-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const coverage = { form: '1', after: 0, afterSum: '', to: 9, toSum: 'f'.repeat(64) };
const MANY = 20_000;
const keyOf = (number: number): string => `K#${String(number * 2).padStart(7, '0')} "\t\n\u2028é`;

const records = Array.from({ length: MANY }, (_, number): IndexRecord => [
  keyOf(number),
  JSON.stringify({ number, text: 'x'.repeat(400) }),
]);

const written = (some: readonly IndexRecord[], name = 'some.table'): IndexTable => {
  const path = join(folder, name);
  writeIndexTable(path, some, coverage);
  return new IndexTable(path);
};

describe('a table of the index', () => {
  const large = written(records, 'large.table');

  it('has levels, and says of what it is', () => {
    expect(large.footer).toMatchObject({ ...coverage, levels: 2 });
  });

  it('finds each key, and none between', () => {
    for (let number = 0; number < MANY; number += 97) {
      expect(large.get(keyOf(number))).toBe(records[number]?.[1]);
      expect(large.get(keyOf(number + 0.5))).toBeUndefined();
    }
    expect([large.get(''), large.get('A'), large.get('Z')]).toEqual([undefined, undefined, undefined]);
  });

  it('gives every range in either order', () => {
    const edge = fc.nat({ max: 2 * MANY + 3 }).map((twice) => keyOf(twice / 2 - 1));
    fc.assert(
      fc.property(edge, edge, fc.boolean(), (from, to, isGreatestFirst) => {
        const wanted = records.filter(([key]) => key >= from && key < to);
        expect([...large.scan({ from, to, isGreatestFirst })]).toEqual(isGreatestFirst ? wanted.reverse() : wanted);
      }),
      { numRuns: 25 },
    );
  });

  it.each([0, 1, 2])('may hold %i records', (count) => {
    const table = written(records.slice(0, count));
    expect([...table.scan({ from: '', to: '~' })]).toEqual(records.slice(0, count));
  });

  it('believes no byte that was altered', async () => {
    const some = records.slice(0, 120);
    const { path } = written(some);
    const bytes = await readFile(path);
    const read = (): unknown => {
      try {
        return [...new IndexTable(path).scan({ from: '', to: '~' })];
      } catch (error) {
        if (error instanceof TornIndexError) return 'torn';
        throw error;
      }
    };
    for (let place = 0; place < bytes.length; place += 61) {
      const altered = Buffer.from(bytes);
      altered[place] = (altered[place] ?? 0) ^ 0x11;
      await writeFile(path, altered);
      expect(read()).toBe('torn');
    }
    await writeFile(path, bytes);
    expect(read()).toEqual(some);
  });
});
