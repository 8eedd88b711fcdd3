import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { IndexRecord, KeyRange } from './sorted-records.ts';

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
export type KeyStretch = readonly [offset: number, length: number, crc: number];

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
  /** The block that leads to all others, and over how many levels; 0: it is the only one. */
  readonly root: KeyStretch;
  readonly levels: number;
}

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
    .split('\n')
    .slice(0, -1)
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

const bytesIn = (file: number, [offset, length, crc]: KeyStretch): Buffer => {
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
 * A part of the index: sorted records in blocks, above them blocks of their first keys and where they lie, a footer. It
 * never changes. Each block is checked when it is read, so that what it does not hold is not there.
 */
export class IndexTable {
  readonly path: string;
  readonly footer: Footer;
  /** By where they begin. */
  private readonly kept = new Map<number, readonly IndexRecord[]>();

  /** @throws TornIndexError */
  constructor(path: string) {
    this.path = path;
    this.footer = withFile(path, footerIn);
  }

  get bytes(): number {
    return this.footer.root[0];
  }

  /** @throws TornIndexError */
  get(key: string): string | undefined {
    for (const [, value] of this.scan({ from: key, to: `${key}\0` })) return value;
    return undefined;
  }

  /** @throws TornIndexError */
  scan(range: KeyRange): Generator<IndexRecord> {
    return this.below(this.footer.root, this.footer.levels, range);
  }

  private *below(stretch: KeyStretch, levels: number, range: KeyRange): Generator<IndexRecord> {
    const { from, to, isGreatestFirst = false } = range;
    const records = this.block(stretch);
    // What begins before the range may reach into it, if the next does not begin there as well.
    const wanted = records.filter(([key], place) => {
      const next = levels === 0 ? key : records[place + 1]?.[0];
      return key < to && (next === undefined || next > from || key >= from);
    });
    for (const record of isGreatestFirst ? wanted.reverse() : wanted) {
      if (levels === 0) yield record;
      else yield* this.below(JSON.parse(record[1]) as KeyStretch, levels - 1, range);
    }
  }

  private block(stretch: KeyStretch): readonly IndexRecord[] {
    const [offset] = stretch;
    const records =
      this.kept.get(offset) ?? recordsIn(withFile(this.path, (file) => bytesIn(file, stretch).toString()));
    this.kept.delete(offset);
    this.kept.set(offset, records);
    const [oldest = offset] = this.kept.keys();
    if (this.kept.size > BLOCKS_KEPT) this.kept.delete(oldest);
    return records;
  }
}
