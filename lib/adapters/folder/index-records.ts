import type { DedupRecord, GroupRecord, RegisterEntry } from '../../core/group/records.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { LISTED_FIELDS, type ListEntry, listEntryFrom, listEntryOf, listKeyOf } from '../../core/report/list-entry.ts';
import type { Instant } from '../../core/time.ts';
import type { Append } from '../../ports/incident-store.ts';
import type { JournalFile } from './append-file.ts';
import type { IndexRecord } from './sorted-records.ts';

/** What tables hold and mean. Write another number when either changes; a field more in lists does it by itself. */
export const INDEX_FORM = `1 ${String(LISTED_FIELDS.length)}`;

/** A file of the journal does not go on from what stands before it. */
export class MisfitError extends Error {
  override readonly name = 'MisfitError';
  readonly file: number;

  constructor(file: number, what: string) {
    super(`it is not the next of ${what}`);
    this.file = file;
  }
}

/** A file of an incident, with the beginning of its sum: another in its place is noticed. */
export type FilePointer = readonly [number: number, sum: string];

/** The versions that some files of an incident go on from and lead to, whether it is real, and those files. */
export type IndexedIncident = readonly [from: number, version: number, isReal: boolean, files: readonly FilePointer[]];

/** The version that some files go on from, the first of them, and what stands after the last. */
type IndexedVersion<T> = readonly [from: number, file: number, record: T];

/** When an open incident is to be looked at next; where it stands in lists, while it is open and real. */
export interface IndexedStanding {
  readonly wakeAt?: Instant | undefined;
  readonly listKey?: string | undefined;
}

/** The first letter of a key says what it is a key of; a prefix ends where the same with `$` begins. */
export const INDEX_KEYS = {
  incident: (incidentId: string) => `I#${incidentId}`,
  entry: (listKey: string) => `L#${listKey}`,
  standing: (incidentId: string) => `O#${incidentId}`,
  resolved: (at: Instant, listKey = '') => `E#${at}#${listKey}`,
  group: (group: string) => `G#${group}`,
  alarm: (alarmKey: string) => `R#${alarmKey}`,
  dedup: (key: string) => `D#${key}`,
} as const;

/** Of what was there and is no more. */
export const GONE = 'null';

const SUM_DIGITS = 12;

export const isPointedAt = (sum: string, [, beginning]: FilePointer): boolean => sum.startsWith(beginning);

const incidentRecords = (
  { head, wakeAt, before }: { head: Incident; wakeAt: Instant | undefined; before: number },
  { number, sum }: JournalFile,
): IndexRecord[] => {
  const { incidentId } = head;
  const isReal = head.kind === 'real';
  const entry = listEntryOf(head);
  const listKey = listKeyOf(entry);
  const { resolvedAt } = entry;
  const standing: IndexedStanding = { wakeAt, ...(isReal && resolvedAt === undefined && { listKey }) };
  const isStanding = wakeAt !== undefined || standing.listKey !== undefined;
  const indexed: IndexedIncident = [before, head.version, isReal, [[number, sum.slice(0, SUM_DIGITS)]]];
  const records: IndexRecord[] = [
    [INDEX_KEYS.incident(incidentId), JSON.stringify(indexed)],
    [INDEX_KEYS.standing(incidentId), isStanding ? JSON.stringify(standing) : GONE],
  ];
  if (isReal) records.push([INDEX_KEYS.entry(listKey), JSON.stringify(entry)]);
  if (isReal && resolvedAt !== undefined) records.push([INDEX_KEYS.resolved(resolvedAt, listKey), '1']);
  return records;
};

const versionRecord = (key: string, file: number, record: GroupRecord | RegisterEntry): IndexRecord => {
  const indexed: IndexedVersion<unknown> = [record.version - 1, file, record];
  return [key, JSON.stringify(indexed)];
};

/** What a file of the journal adds to the index; the head is that of its incident after it, as this version tells it. */
export const indexRecordsOf = (file: JournalFile, head: Incident | undefined): readonly IndexRecord[] => {
  const { number, append } = file;
  const { incident, group, register, dedups }: Append = append;
  const records: IndexRecord[] = [];
  if (incident !== undefined && head !== undefined) {
    const before = incident.head.version - incident.events.length;
    records.push(...incidentRecords({ head, wakeAt: incident.wakeAt, before }, file));
  }
  if (group !== undefined) records.push(versionRecord(INDEX_KEYS.group(group.group), number, group));
  for (const entry of register) records.push(versionRecord(INDEX_KEYS.alarm(entry.alarmKey), number, entry));
  for (const { key, incidentId = null } of dedups)
    records.push([INDEX_KEYS.dedup(key), JSON.stringify([number, incidentId])]);
  return records;
};

const WORDS: Readonly<Record<string, string>> = { I: 'incident', G: 'group', R: 'alarm', D: 'dedup' };

const misfit = (key: string, file: number): MisfitError =>
  new MisfitError(file, `${WORDS[key.slice(0, 1)] ?? 'index'} ${key.slice(2)}`);

const combinedIncidents = (key: string, older: string, newer: string): string => {
  const [from, version, , files] = JSON.parse(older) as IndexedIncident;
  const [next, last, isReal, more] = JSON.parse(newer) as IndexedIncident;
  if (next !== version) throw misfit(key, more[0]?.[0] ?? 0);
  const indexed: IndexedIncident = [from, last, isReal, [...files, ...more]];
  return JSON.stringify(indexed);
};

const combinedVersions = (key: string, older: string, newer: string): string => {
  const [from, first, { version }] = JSON.parse(older) as IndexedVersion<GroupRecord | RegisterEntry>;
  const [next, file, record] = JSON.parse(newer) as IndexedVersion<GroupRecord | RegisterEntry>;
  if (next !== version) throw misfit(key, file);
  const indexed: IndexedVersion<unknown> = [from, first, record];
  return JSON.stringify(indexed);
};

/** What the index knows of a key by older files and by newer ones. @throws MisfitError they do not go together. */
export const combinedRecord = (key: string, older: string, newer: string): string => {
  switch (key.charAt(0)) {
    case 'I':
      return combinedIncidents(key, older, newer);
    case 'G':
    case 'R':
      return combinedVersions(key, older, newer);
    case 'D':
      throw misfit(key, (JSON.parse(newer) as readonly [number])[0]);
    default:
      return newer;
  }
};

/** @throws MisfitError there is nothing before it, and it goes on from something. */
export const checkRooted = ([key, value]: IndexRecord): void => {
  if (!/^[IGR]/u.test(key)) return;
  const [from, second, , files] = JSON.parse(value) as readonly [number, number, unknown, IndexedIncident[3]?];
  if (from !== 0) throw misfit(key, files?.[0]?.[0] ?? second);
};

export const indexedIncidentIn = (value: string | undefined): IndexedIncident | undefined =>
  value === undefined ? undefined : (JSON.parse(value) as IndexedIncident);

export const indexedVersionIn = (value: string | undefined): unknown =>
  value === undefined ? undefined : (JSON.parse(value) as IndexedVersion<unknown>)[2];

export const indexedDedupIn = (key: string, value: string): DedupRecord => {
  const [, incidentId] = JSON.parse(value) as readonly [number, string | null];
  return incidentId === null ? { key } : { key, incidentId };
};

export const indexedEntryIn = (value: string): ListEntry => listEntryFrom(JSON.parse(value) as Partial<ListEntry>);
