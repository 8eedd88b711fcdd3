import { createHash } from 'node:crypto';
import type { Append } from '../../ports/incident-store.ts';

/** One append as a file: a line of JSON whose last field is the SHA-256 of everything before it. */
export interface AppendFile {
  readonly text: string;
  /** Sum of the file that this one follows; empty for the first. */
  readonly prev: string;
  readonly sum: string;
  readonly append: Append;
}

/** A whole file of the journal, by its sum; number 0 without a sum is before the first. */
export interface JournalPosition {
  readonly number: number;
  readonly sum: string;
}

/** As it was read. */
export interface JournalFile extends JournalPosition {
  readonly append: Append;
}

const WHOLE = /^(.*),"sum":"([0-9a-f]{64})"\}\n$/s;

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export const appendFile = (append: Append, prev: string): AppendFile => {
  const content = JSON.stringify({ prev, append }).slice(0, -1);
  const sum = sumOf(content);
  return { text: `${content},"sum":"${sum}"}\n`, prev, sum, append };
};

/** Undefined for a file that is torn or damaged. */
export const readAppendFile = (text: string): AppendFile | undefined => {
  const [, content, sum] = WHOLE.exec(text) ?? [];
  if (content === undefined || sum === undefined || sumOf(content) !== sum) return undefined;
  try {
    const { prev, append } = JSON.parse(text) as Pick<AppendFile, 'prev' | 'append'>;
    return { text, prev, sum, append };
  } catch {
    return undefined;
  }
};
