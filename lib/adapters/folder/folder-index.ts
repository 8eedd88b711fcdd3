import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalPosition } from './append-file.ts';
import { PENDING, removeIfLeft } from './files.ts';
import { codeOf } from './folder-error.ts';
import { checkRooted, combinedRecord, GONE, INDEX_FORM } from './index-records.ts';
import type { TornIndexError } from './index-table.ts';
import { IndexTable } from './index-table.ts';
import { countBelow, type IndexRecord, type KeyRange, mergedRecords } from './sorted-records.ts';
import { writeIndexTable } from './write-index-table.ts';

const NAME = /^(\d{12})-(\d{12})\.table$/u;
const EVERYTHING: KeyRange = { from: '', to: '\uffff' };

/** Tables are made one while the newer are more than a quarter of the older: a record is written again few times. */
const MUCH_LARGER = 4;

/**
 * What the journal's files say, by key: sorted tables, each of some files that follow each other, and what was read
 * since. All of it can be made again from the journal. Processes write what they read under names that say of which
 * files it is, whole, and none waits for another: a table is right or it is not taken.
 */
export class FolderIndex {
  private readonly folder: string;
  private tables: IndexTable[] = [];
  private readonly recent = new Map<string, string>();
  /** Keys of what was read since; undefined: to be sorted. */
  private sorted: readonly string[] | undefined;
  private mayWrite = true;
  private readonly isInJournal: (position: JournalPosition) => boolean;

  /** @param isInJournal whether that file is there, and so all that it follows */
  constructor(folder: string, isInJournal: (position: JournalPosition) => boolean) {
    this.folder = folder;
    this.isInJournal = isInJournal;
  }

  /** Where the tables end; the journal is read from there. */
  get covered(): JournalPosition {
    const last = this.tables.at(-1)?.footer;
    return last === undefined ? { number: 0, sum: '' } : { number: last.to, sum: last.toSum };
  }

  /** Takes the tables that are there and belong to the journal. */
  load(): void {
    this.forget();
    const names = this.names();
    for (let table = this.next(names); table !== undefined; table = this.next(names)) this.tables.push(table);
  }

  /** Leaves the tables be, and what was read: as if there were none. */
  forget(): void {
    this.tables = [];
    this.clearRecent();
  }

  /** From now on what is read stays in memory. */
  writeNothing(): void {
    this.mayWrite = false;
  }

  /** All of one file, or nothing. @throws MisfitError */
  add(records: readonly IndexRecord[]): void {
    const combined = records.map(([key, value]): IndexRecord => {
      const older = this.recent.get(key);
      if (older !== undefined) return [key, combinedRecord(key, older, value)];
      if (this.tables.length === 0) checkRooted([key, value]);
      return [key, value];
    });
    for (const [key, value] of combined) this.recent.set(key, value);
    this.sorted = undefined;
  }

  /** @throws MisfitError | TornIndexError */
  get(key: string): string | undefined {
    let found = this.recent.get(key);
    for (const table of this.tables.toReversed()) {
      // Only an incident is the sum of its parts.
      if (found !== undefined && !key.startsWith('I')) break;
      const older = table.get(key);
      if (older !== undefined) found = found === undefined ? older : combinedRecord(key, older, found);
    }
    return found === GONE ? undefined : found;
  }

  /** @throws MisfitError | TornIndexError */
  *scan(range: KeyRange): Generator<IndexRecord> {
    const sources = [...this.tables.map((table) => table.scan(range)), this.recentIn(range)];
    const { isGreatestFirst } = range;
    for (const record of mergedRecords(sources, { combine: combinedRecord, isGreatestFirst }))
      if (record[1] !== GONE) yield record;
  }

  /**
   * Writes what was read up to this file as a table. A folder that cannot be written to does without.
   *
   * @throws MisfitError | TornIndexError
   */
  keep(position: JournalPosition, isToBeOne = false): void {
    if (!this.mayWrite) return;
    try {
      if (this.recent.size > 0) {
        this.write(this.tables.length, this.recentIn(EVERYTHING), position);
        this.clearRecent();
      }
      this.merge(isToBeOne ? 0 : this.firstToMerge());
      this.sweep();
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      this.writeNothing();
    }
  }

  /** Removes a table that is not as it was written; one that cannot be opened may be so for a while only. */
  remove({ path, cause }: TornIndexError): void {
    if (codeOf(cause) !== undefined) return;
    try {
      rmSync(path, { force: true });
    } catch {
      // Whoever may not write here reads the journal.
    }
  }

  private clearRecent(): void {
    this.recent.clear();
    this.sorted = undefined;
  }

  private names(): readonly string[] {
    try {
      return readdirSync(this.folder).filter((name) => NAME.test(name));
    } catch {
      return [];
    }
  }

  /** The table that goes on where the others end; of several the one that covers most. */
  private next(names: readonly string[]): IndexTable | undefined {
    const { number, sum } = this.covered;
    const following = names.filter((name) => Number(name.slice(0, 12)) === number).toSorted();
    for (const name of following.toReversed()) {
      const table = this.opened(name);
      if (table?.footer.after === number && table.footer.afterSum === sum) return table;
    }
    return undefined;
  }

  /** Undefined: it is torn, of another form, or of another journal. */
  private opened(name: string): IndexTable | undefined {
    try {
      const table = new IndexTable(join(this.folder, name));
      const { form, after, to, toSum } = table.footer;
      const isUsable = form === INDEX_FORM && to > after && this.isInJournal({ number: to, sum: toSum });
      return isUsable ? table : undefined;
    } catch {
      return undefined;
    }
  }

  private *recentIn({ from, to, isGreatestFirst = false }: KeyRange): Generator<IndexRecord> {
    this.sorted ??= [...this.recent.keys()].sort();
    const keys = this.sorted.slice(countBelow(this.sorted, from), countBelow(this.sorted, to));
    for (const key of isGreatestFirst ? keys.reverse() : keys) yield [key, this.recent.get(key) ?? GONE];
  }

  /** Puts a table in place of those from this one on: of the same files it is always the same. */
  private write(first: number, records: Iterable<IndexRecord>, { number: to, sum: toSum }: JournalPosition): void {
    const before = this.tables[first - 1]?.footer;
    const { to: after, toSum: afterSum } = before ?? { to: 0, toSum: '' };
    const name = [after, to].map((number) => String(number).padStart(12, '0')).join('-');
    const path = join(this.folder, `${name}.table`);
    writeIndexTable(path, first === 0 ? this.rooted(records) : records, {
      form: INDEX_FORM,
      after,
      afterSum,
      to,
      toSum,
    });
    this.tables.splice(first, Infinity, new IndexTable(path));
  }

  private firstToMerge(): number {
    let first = this.tables.length - 1;
    let bytes = this.tables[first]?.bytes ?? 0;
    for (let older = this.tables[first - 1]; older !== undefined; older = this.tables[first - 1]) {
      if (older.bytes > bytes * MUCH_LARGER) break;
      bytes += older.bytes;
      first -= 1;
    }
    return first;
  }

  private merge(first: number): void {
    if (first >= this.tables.length - 1) return;
    const sources = this.tables.slice(first).map((table) => table.scan(EVERYTHING));
    this.write(first, mergedRecords(sources, { combine: combinedRecord }), this.covered);
  }

  /** With nothing before them, what is gone need not be told. */
  private *rooted(records: Iterable<IndexRecord>): Generator<IndexRecord> {
    for (const record of records) {
      checkRooted(record);
      if (record[1] !== GONE) yield record;
    }
  }

  /**
   * Removes what these tables cover, what no process can use, and what a dead one left. A table of another process that
   * is further stays; who reads one that is removed looks again.
   */
  private sweep(): void {
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (name.startsWith(PENDING)) removeIfLeft(path, Date.now());
      else if (NAME.test(name) && this.isLeft(path, this.opened(name))) rmSync(path, { force: true });
    }
  }

  private isLeft(path: string, table: IndexTable | undefined): boolean {
    if (table === undefined) return true;
    const { after, to } = table.footer;
    return this.tables.some(({ path: taken, footer }) => taken !== path && footer.after <= after && to <= footer.to);
  }
}
