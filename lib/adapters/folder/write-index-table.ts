import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PENDING } from './files.ts';
import { type Coverage, type Directory, footerText, recordLine, type Stretch } from './index-table.ts';
import type { IndexRecord } from './sorted-records.ts';

const BLOCK_LENGTH = 16_384;

interface Written {
  readonly directory: Directory;
  /** Bytes. */
  readonly length: number;
}

const writeWhole = (file: number, text: string, offset: number): Stretch => {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  return [offset, bytes.length, crc32(bytes)];
};

/** Blocks of whole lines; what is on its way is one block. */
const writeBlocks = (file: number, records: Iterable<IndexRecord>): Written => {
  const directory: (readonly [key: string, ...stretch: Stretch])[] = [];
  let [text, first, length] = ['', '', 0];
  const end = (): void => {
    if (text === '') return;
    const stretch = writeWhole(file, text, length);
    directory.push([first, ...stretch]);
    length += stretch[1];
    text = '';
  };
  for (const record of records) {
    if (text === '') [first] = record;
    text += recordLine(record);
    if (text.length >= BLOCK_LENGTH) end();
  }
  end();
  return { directory, length };
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
    const { directory, length } = writeBlocks(file, records);
    const stretch = writeWhole(file, `${JSON.stringify(directory)}\n`, length);
    writeWhole(file, footerText({ form, ...coverage, directory: stretch }), length + stretch[1]);
    closeSync(file);
    isOpen = false;
    renameSync(pending, path);
  } finally {
    if (isOpen) closeSync(file);
    rmSync(pending, { force: true });
  }
};
