import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { countBelow, type IndexRecord, type KeyRange } from './sorted-records.ts';

/** The part of the index cannot be read, or is not as it was written: it is made anew. */
export class TornIndexError extends Error {
  override readonly name = 'TornIndexError';
  readonly path: string;

  constructor(path: string, cause?: unknown) {
    super(`${path}: is no whole part of an index`, { cause });
    this.path = path;
  }
}

/** Where bytes lie in a table, and their CRC-32. */
export type Stretch = readonly [offset: number, length: number, crc: number];

/** Which files of the journal a table tells of, with the sums of the file before the first and of the last. */
export interface Coverage {
  readonly after: number;
  readonly afterSum: string;
  readonly to: number;
  readonly toSum: string;
}

/** The last line of a table, padded to a fixed length. */
export interface Footer extends Coverage {
  readonly form: string;
  readonly directory: Stretch;
}

/** The first key of each block, and where it lies. */
export type Directory = readonly (readonly [key: string, ...stretch: Stretch])[];

const FOOTER_BYTES = 512;
const CRC_DIGITS = 8;

const crcOf = (bytes: Uint8Array | string): string => crc32(bytes).toString(16).padStart(CRC_DIGITS, '0');

export const footerText = (footer: Footer): string => {
  const text = JSON.stringify(footer).padEnd(FOOTER_BYTES - CRC_DIGITS - 1);
  return `${text}${crcOf(text)}\n`;
};

export const recordLine = ([key, value]: IndexRecord): string => `${JSON.stringify(key)}\t${value}\n`;

const recordsIn = (text: string): readonly IndexRecord[] =>
  text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const tab = line.indexOf('\t');
      return [JSON.parse(line.slice(0, tab)) as string, line.slice(tab + 1)];
    });

/** @throws TornIndexError */
const withFile = <T>(path: string, work: (file: number) => T): T => {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return work(file);
  } catch (error) {
    throw new TornIndexError(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

const bytesIn = (file: number, [offset, length, crc]: Stretch): Buffer => {
  const bytes = Buffer.alloc(length);
  if (readSync(file, bytes, 0, length, offset) !== length) throw new Error('it is cut off');
  if (crc32(bytes) !== crc) throw new Error('it was altered');
  return bytes;
};

const footerIn = (file: number): Footer => {
  const bytes = Buffer.alloc(FOOTER_BYTES);
  readSync(file, bytes, 0, FOOTER_BYTES, Math.max(0, fstatSync(file).size - FOOTER_BYTES));
  const text = bytes.toString('latin1', 0, FOOTER_BYTES - CRC_DIGITS - 1);
  if (`${crcOf(text)}\n` !== bytes.toString('latin1', FOOTER_BYTES - CRC_DIGITS - 1)) throw new Error('it has no end');
  return JSON.parse(text) as Footer;
};

/** Blocks that are kept, so that neighbours cost one reading. */
const BLOCKS_KEPT = 16;

/**
 * A part of the index: sorted records in blocks, the directory of the blocks, a footer. It never changes. Each block is
 * checked when it is read, so that what it does not hold is not there.
 */
export class IndexTable {
  readonly path: string;
  readonly footer: Footer;
  private readonly directory: Directory;
  private readonly firstKeys: readonly string[];
  private readonly kept = new Map<number, readonly IndexRecord[]>();

  /** @throws TornIndexError */
  constructor(path: string) {
    this.path = path;
    [this.footer, this.directory] = withFile(path, (file) => {
      const footer = footerIn(file);
      return [footer, JSON.parse(bytesIn(file, footer.directory).toString()) as Directory];
    });
    this.firstKeys = this.directory.map(([key]) => key);
  }

  get bytes(): number {
    return this.footer.directory[0];
  }

  /** @throws TornIndexError */
  get(key: string): string | undefined {
    const records = this.block(countBelow(this.firstKeys, `${key}\0`) - 1);
    return records.find(([one]) => one === key)?.[1];
  }

  /** @throws TornIndexError */
  *scan({ from, to, isGreatestFirst = false }: KeyRange): Generator<IndexRecord> {
    const first = Math.max(0, countBelow(this.firstKeys, `${from}\0`) - 1);
    const end = countBelow(this.firstKeys, to);
    for (let done = 0; done < end - first; done += 1) {
      const records = this.block(isGreatestFirst ? end - 1 - done : first + done);
      const wanted = records.filter(([key]) => key >= from && key < to);
      yield* isGreatestFirst ? wanted.toReversed() : wanted;
    }
  }

  private block(number: number): readonly IndexRecord[] {
    const [, ...stretch] = this.directory[number] ?? [''];
    const [offset, length, crc] = stretch;
    if (offset === undefined || length === undefined || crc === undefined) return [];
    const records =
      this.kept.get(number) ??
      recordsIn(withFile(this.path, (file) => bytesIn(file, [offset, length, crc]).toString()));
    this.kept.delete(number);
    this.kept.set(number, records);
    const [oldest = number] = this.kept.keys();
    if (this.kept.size > BLOCKS_KEPT) this.kept.delete(oldest);
    return records;
  }
}
