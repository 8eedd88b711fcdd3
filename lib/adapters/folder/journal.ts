import { existsSync, opendirSync } from 'node:fs';
import { join } from 'node:path';
import type { Append } from '../../ports/incident-store.ts';
import { appendFile, type AppendFile, type JournalFile, type JournalPosition, readAppendFile } from './append-file.ts';
import { PENDING, publishFile, readIfThere, removeIfLeft } from './files.ts';
import { explained, FolderError } from './folder-error.ts';

const NAME = /^(\d{12})\.json$/;

/** How far a hole at the end is looked across. */
const LOOKED_AHEAD = 9;

const NAMES_AT_ONCE = 1_024;

const nameOf = (number: number): string => `${String(number).padStart(12, '0')}.json`;

const RESTORE =
  'restore it from a backup; to go on without it, move it and every file after it out of the folder (nothing was changed)';

/**
 * Appends in one order that all processes agree on, one file each, numbered from 1 and never changed.
 *
 * There is no lock to be left behind. A file is written and synced under a name of its own, then linked to the next
 * number: the link happens whole or not at all, and for one process only; whoever comes second reads and decides again.
 * Each file names the sum of the one it follows. So a last file that is torn all the same (a copy broken off, a power
 * failure on a disk that lies) is passed over by readers and followed by nobody, while one that is damaged later is
 * still followed, and found.
 */
export class Journal {
  private readonly folder: string;
  /** Number of the newest file that was read. */
  private last = 0;
  /** The newest whole file. */
  private whole: JournalPosition = { number: 0, sum: '' };
  /** Unreadable files since the newest whole one. */
  private torn: readonly string[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Goes on behind a whole file, or from the beginning, as if nothing else had been read. */
  resume(position: JournalPosition): void {
    this.last = position.number;
    this.whole = position;
    this.torn = [];
  }

  /** The newest whole file that was read. */
  get position(): JournalPosition {
    return this.whole;
  }

  /** What was appended since the last call, by whomever. An append that its reader throws at comes again. */
  *unread(): Generator<JournalFile> {
    for (;;) {
      const path = this.nextPath;
      const text = readIfThere(path);
      if (text === undefined) return;
      const file = readAppendFile(text);
      if (file === undefined) this.torn = [...this.torn, path];
      else {
        this.checkOrder(file, path);
        const position = { number: this.last + 1, sum: file.sum };
        yield { ...position, append: file.append };
        this.whole = position;
        this.torn = [];
      }
      this.last += 1;
    }
  }

  /** False when another process was first: read, and decide again. */
  publish(append: Append): boolean {
    return publishFile(this.nextPath, appendFile(append, this.whole.sum).text, this.folder);
  }

  /** Files after the newest whole one that cannot be read: appends that broke off, or were damaged since. */
  get unreadable(): readonly string[] {
    return this.torn;
  }

  /** Whether a file is there and whole, with this sum, and so everything before it. */
  holds({ number, sum }: JournalPosition): boolean {
    const text = readIfThere(this.pathOf(number));
    return text !== undefined && readAppendFile(text)?.sum === sum;
  }

  /** @throws FolderError a file that was whole is missing, damaged, or another one. */
  read(number: number, isTheOne: (sum: string) => boolean): Append {
    const path = this.pathOf(number);
    const text = readIfThere(path);
    if (text === undefined) throw new FolderError(path, `is missing: ${RESTORE}`);
    const file = readAppendFile(text);
    if (file === undefined) throw new FolderError(path, `is damaged: ${RESTORE}`);
    if (isTheOne(file.sum)) return file.append;
    throw new FolderError(path, `is another file than was indexed: it was replaced; ${RESTORE}`);
  }

  /** @throws FolderError a file between the first and the last is missing. */
  checkWhole(newest: number): void {
    if (this.last < newest) throw new FolderError(this.nextPath, `is missing, while later ones are there: ${RESTORE}`);
  }

  /** The same without a look at every name, for a hole that is not longer than some files. @throws FolderError */
  checkEnd(): void {
    for (let ahead = 2; ahead <= LOOKED_AHEAD; ahead += 1) {
      const isThere = existsSync(this.pathOf(this.last + ahead));
      // Meanwhile another process may have appended both.
      if (isThere && !existsSync(this.nextPath)) this.checkWhole(this.last + ahead);
    }
  }

  /** Removes what dead processes left pending. Returns the number of the newest file, 0 for none. */
  survey(now: number): number {
    return explained(this.folder, () => {
      // Name by name: there may be a million.
      const names = opendirSync(this.folder, { bufferSize: NAMES_AT_ONCE });
      let newest = 0;
      for (let entry = names.readSync(); entry !== null; entry = names.readSync()) {
        if (entry.name.startsWith(PENDING)) removeIfLeft(join(this.folder, entry.name), now);
        newest = Math.max(newest, Number(NAME.exec(entry.name)?.[1] ?? 0));
      }
      names.closeSync();
      return newest;
    });
  }

  /** That file cannot be what it says. */
  misfit(number: number, because: string, cause?: unknown): FolderError {
    const problem = `does not fit what stands before it (${because}): ${RESTORE}`;
    return new FolderError(this.pathOf(number), problem, cause);
  }

  private get nextPath(): string {
    return this.pathOf(this.last + 1);
  }

  private pathOf(number: number): string {
    return join(this.folder, nameOf(number));
  }

  private checkOrder({ prev }: AppendFile, path: string): void {
    if (prev === this.whole.sum) return;
    const [damaged] = this.torn;
    if (damaged !== undefined) throw new FolderError(damaged, `is damaged: ${RESTORE}`);
    throw new FolderError(path, `does not follow the file before it: one of the two was replaced; ${RESTORE}`);
  }
}
