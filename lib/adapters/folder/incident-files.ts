import { isCurrent } from '../../core/incident/current-head.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { IncidentRecords } from '../../ports/incident-records.ts';
import type { Append } from '../../ports/incident-store.ts';
import type { JournalFile } from './append-file.ts';
import type { FolderIndex } from './folder-index.ts';
import { type FilePointer, INDEX_KEYS, indexedIncidentIn, isPointedAt } from './index-records.ts';
import type { Journal } from './journal.ts';

/** So many files of incidents are kept folded; a storm asks for the same incidents again and again. */
const FILES_KEPT = 2_000;

interface Folded {
  readonly records: IncidentRecords;
  readonly files: number;
}

const NOBODY = new IncidentRecords();

/** Whole incidents, folded from the files that the index names. */
export class IncidentFiles {
  private readonly journal: Journal;
  private readonly index: FolderIndex;
  private readonly kept = new Map<string, Folded>();

  constructor(journal: Journal, index: FolderIndex) {
    this.journal = journal;
    this.index = index;
  }

  /** @throws FolderError a file of it is missing or damaged. */
  of(incidentId: string): IncidentRecords {
    const files = this.filesOf(incidentId);
    if (files.length === 0) return NOBODY;
    const { records, files: known } = this.kept.get(incidentId) ?? { records: new IncidentRecords(), files: 0 };
    // A file that cannot be read leaves it half folded.
    this.kept.delete(incidentId);
    for (const file of files.slice(known)) records.write(this.incidentIn(file));
    this.keep(incidentId, { records, files: files.length });
    return records;
  }

  /** Its last file holds it, unless an earlier version wrote that. */
  head(incidentId: string): Incident | undefined {
    const files = this.filesOf(incidentId);
    const last = files.at(-1);
    if (last === undefined || this.kept.get(incidentId)?.files === files.length)
      return this.of(incidentId).head(incidentId);
    const head = this.incidentIn(last).incident?.head;
    return head !== undefined && isCurrent(head) ? head : this.of(incidentId).head(incidentId);
  }

  /** The head after a file that the index does not know yet. */
  headAfter({ append: { incident } }: JournalFile): Incident | undefined {
    if (incident === undefined || isCurrent(incident.head)) return incident?.head;
    const { incidentId } = incident.head;
    const records = new IncidentRecords();
    for (const file of this.filesOf(incidentId)) records.write(this.incidentIn(file));
    records.write({ incident, register: [], dedups: [] });
    return records.head(incidentId);
  }

  forget(): void {
    this.kept.clear();
  }

  private filesOf(incidentId: string): readonly FilePointer[] {
    return indexedIncidentIn(this.index.get(INDEX_KEYS.incident(incidentId)))?.[3] ?? [];
  }

  private incidentIn(file: FilePointer): Append {
    const { incident } = this.journal.read(file[0], (sum) => isPointedAt(sum, file));
    return { ...(incident !== undefined && { incident }), register: [], dedups: [] };
  }

  private keep(incidentId: string, folded: Folded): void {
    this.kept.set(incidentId, folded);
    let files = 0;
    for (const one of this.kept.values()) files += one.files;
    for (const [oldest, one] of this.kept) {
      if (files <= FILES_KEPT || oldest === incidentId) return;
      this.kept.delete(oldest);
      files -= one.files;
    }
  }
}
