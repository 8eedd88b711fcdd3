import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR } from '../../core/time.ts';
import type { Append } from '../../ports/incident-store.ts';
import { appendFile, type AppendFile, readAppendFile } from './append-file.ts';
import { PENDING, publishFile, readIfThere } from './files.ts';
import { explained, FolderError } from './folder-error.ts';

const NAME = /^(\d{12})\.json$/;

/** A pending file so old was left by a process that died: its append was never acknowledged. */
const LEFT_BEHIND_MS = HOUR;

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
  /** Sum of the newest whole file. */
  private sum = '';
  /** Unreadable files since the newest whole one. */
  private torn: readonly string[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What was appended since the last call, by whomever. An append that its reader throws at comes again. */
  *unread(): Generator<Append> {
    for (;;) {
      const path = this.nextPath;
      const text = readIfThere(path);
      if (text === undefined) return;
      const file = readAppendFile(text);
      if (file === undefined) this.torn = [...this.torn, path];
      else {
        this.checkOrder(file, path);
        yield file.append;
        this.sum = file.sum;
        this.torn = [];
      }
      this.last += 1;
    }
  }

  /** False when another process was first: read, and decide again. */
  publish(append: Append): boolean {
    return publishFile(this.nextPath, appendFile(append, this.sum).text, this.folder);
  }

  /** Files after the newest whole one that cannot be read: appends that broke off, or were damaged since. */
  get unreadable(): readonly string[] {
    return this.torn;
  }

  /** @throws FolderError a file between the first and the last is missing. */
  checkWhole(newest: number): void {
    if (this.last < newest) throw new FolderError(this.nextPath, `is missing, while later ones are there: ${RESTORE}`);
  }

  /** Removes what dead processes left pending. Returns the number of the newest file, 0 for none. */
  survey(now: number): number {
    const names = explained(this.folder, () => readdirSync(this.folder));
    for (const name of names) if (name.startsWith(PENDING)) this.removeIfLeft(name, now);
    return names.reduce((newest, name) => Math.max(newest, Number(NAME.exec(name)?.[1] ?? 0)), 0);
  }

  /** The file that `unread` gave last cannot be what it says. */
  misfit(because: string, cause?: unknown): FolderError {
    return new FolderError(this.nextPath, `does not fit what stands before it (${because}): ${RESTORE}`, cause);
  }

  private get nextPath(): string {
    return join(this.folder, nameOf(this.last + 1));
  }

  private checkOrder({ prev }: AppendFile, path: string): void {
    if (prev === this.sum) return;
    const [damaged] = this.torn;
    if (damaged !== undefined) throw new FolderError(damaged, `is damaged: ${RESTORE}`);
    throw new FolderError(path, `does not follow the file before it: one of the two was replaced; ${RESTORE}`);
  }

  private removeIfLeft(name: string, now: number): void {
    const path = join(this.folder, name);
    try {
      if (now - statSync(path).mtimeMs > LEFT_BEHIND_MS) rmSync(path);
    } catch {
      // Another process removed it, or this one may only read: neither needs it gone.
    }
  }
}
