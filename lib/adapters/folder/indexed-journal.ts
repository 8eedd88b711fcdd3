import type { Append } from '../../ports/incident-store.ts';
import type { JournalFile, JournalPosition } from './append-file.ts';
import { FolderError } from './folder-error.ts';
import type { FolderIndex } from './folder-index.ts';
import { IncidentFiles } from './incident-files.ts';
import { indexRecordsOf, MisfitError } from './index-records.ts';
import { TornIndexError } from './index-table.ts';
import type { Journal } from './journal.ts';
import { KnownByIndex } from './known-by-index.ts';

/** How many files of the journal are read before they are written to the index. */
export interface Indexing {
  /** Fewer are read again by the next process, faster than they are written. */
  readonly least: number;
  /** As many as may be in memory. */
  readonly most: number;
}

export const INDEXING: Indexing = { least: 64, most: 8_192 };

/** The index may be torn, or be replaced by another process while it is read; then the journal alone answers. */
const LOADS = 3;

/** What a question to the folder may look at; it holds until the next one. */
export interface JournalView {
  readonly known: KnownByIndex;
  readonly incidents: IncidentFiles;
  readonly unreadable: readonly string[];
  /** False when another process was first: ask again, and decide again. */
  readonly publish: (append: Append) => boolean;
}

/** The journal and its index, which follows it. */
export class IndexedJournal {
  private readonly journal: Journal;
  private readonly index: FolderIndex;
  private readonly indexing: Indexing;
  private readonly known: KnownByIndex;
  private readonly incidents: IncidentFiles;
  /** Files that were read and are in no table. */
  private unkept = 0;

  constructor(journal: Journal, index: FolderIndex, indexing: Indexing) {
    this.journal = journal;
    this.index = index;
    this.indexing = indexing;
    this.known = new KnownByIndex(index);
    this.incidents = new IncidentFiles(journal, index);
  }

  /** Takes the index that is there. Returns whether there is one. */
  load(): boolean {
    this.index.load();
    this.resume();
    return this.index.covered.number > 0;
  }

  /** Reads the whole journal, which finds all damage, and makes the index anew as one table. */
  async indexAnew(): Promise<void> {
    this.index.forget();
    this.resume();
    await this.ask(() => {
      if (this.index.covered.number > 0) this.keep(this.journal.position, true);
    });
  }

  /** A promise of work that is done at once, on what stands now, so that each call is atomic within the process. */
  ask<T>(work: (asked: JournalView) => T): Promise<T> {
    return new Promise((resolve) => {
      resolve(this.answered(work));
    });
  }

  private answered<T>(work: (asked: JournalView) => T): T {
    for (let loads = 0; ; loads += 1) {
      try {
        this.catchUp();
        return work(this.asked());
      } catch (error) {
        if (error instanceof MisfitError) throw this.journal.misfit(error.file, error.message, error);
        if (!(error instanceof TornIndexError)) throw error;
        this.loadAgain(error, loads);
      }
    }
  }

  private loadAgain(torn: TornIndexError, loads: number): void {
    this.index.remove(torn);
    if (loads < LOADS) {
      this.load();
      return;
    }
    this.index.forget();
    this.index.writeNothing();
    this.resume();
  }

  private asked(): JournalView {
    const { known, incidents, journal } = this;
    return { known, incidents, unreadable: journal.unreadable, publish: (append) => journal.publish(append) };
  }

  private resume(): void {
    this.journal.resume(this.index.covered);
    this.incidents.forget();
    this.unkept = 0;
  }

  private catchUp(): void {
    for (const file of this.journal.unread()) {
      this.add(file);
      if (this.unkept >= this.indexing.most) this.keep(file);
    }
    if (this.unkept >= this.indexing.least) this.keep(this.journal.position);
  }

  private keep({ number, sum }: JournalPosition, isToBeOne = false): void {
    const part = Math.floor(this.index.covered.number / this.indexing.most);
    this.index.keep({ number, sum }, isToBeOne);
    this.unkept = 0;
    // To look at every name takes as long as thousands of appends, and is done as rarely.
    if (Math.floor(this.index.covered.number / this.indexing.most) > part) this.journal.survey(Date.now());
  }

  private add(file: JournalFile): void {
    try {
      this.index.add(indexRecordsOf(file, this.incidents.headAfter(file)));
    } catch (error) {
      if (error instanceof FolderError || error instanceof MisfitError || error instanceof TornIndexError) throw error;
      throw this.journal.misfit(file.number, 'it is no append', error);
    }
    this.unkept += 1;
  }
}
