import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PENDING } from './files.ts';
import { type Coverage, type Footer, footerText, recordLine, type KeyStretch } from './index-table.ts';
import type { IndexRecord } from './sorted-records.ts';

const BLOCK_LENGTH = 16_384;

const writeWhole = (file: number, text: string, offset: number): KeyStretch => {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  return [offset, bytes.length, crc32(bytes)];
};

/** Blocks of whole lines from there on, one in memory. Returns the first key of each, with where it lies. */
const writeBlocks = (file: number, records: Iterable<IndexRecord>, from: number): readonly IndexRecord[] => {
  const written: IndexRecord[] = [];
  let [text, first, offset] = ['', '', from];
  const end = (): void => {
    if (text === '') return;
    const stretch = writeWhole(file, text, offset);
    written.push([first, JSON.stringify(stretch)]);
    offset += stretch[1];
    text = '';
  };
  for (const record of records) {
    if (text === '') [first] = record;
    text += recordLine(record);
    if (text.length >= BLOCK_LENGTH) end();
  }
  end();
  return written;
};

const stretchOf = ([, value]: IndexRecord): KeyStretch => JSON.parse(value) as KeyStretch;

/** Of no records. */
const NOTHING: IndexRecord = ['', JSON.stringify([0, 0, 0] satisfies KeyStretch)];

/** Blocks, then blocks that lead to them, until one leads to all. */
const writeTree = (file: number, records: Iterable<IndexRecord>): Pick<Footer, 'root' | 'levels'> => {
  let blocks = writeBlocks(file, records, 0);
  let levels = 0;
  for (; blocks.length > 1; levels += 1) {
    const [offset, length] = stretchOf(blocks.at(-1) ?? NOTHING);
    blocks = writeBlocks(file, blocks, offset + length);
  }
  return { root: stretchOf(blocks[0] ?? NOTHING), levels };
};

/**
 * Writes sorted records as a table that appears whole under its name. It is not synced: after a power failure it is
 * noticed as torn, and made anew.
 */
export const writeIndexTable = (
  path: string,
  records: Iterable<IndexRecord>,
  { form, ...coverage }: Coverage & { readonly form: string },
): void => {
  mkdirSync(dirname(path), { recursive: true });
  const pending = join(dirname(path), PENDING + randomUUID());
  const file = openSync(pending, 'wx');
  let isOpen = true;
  try {
    const tree = writeTree(file, records);
    writeWhole(file, footerText({ form, ...coverage, ...tree }), tree.root[0] + tree.root[1]);
    closeSync(file);
    isOpen = false;
    renameSync(pending, path);
  } finally {
    if (isOpen) closeSync(file);
    rmSync(pending, { force: true });
  }
};
