import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { readAppendFile } from '../../lib/adapters/folder/append-file.ts';
import { openFolder } from '../../lib/adapters/folder/open-folder.ts';
import { IncidentRecords } from '../../lib/ports/incident-records.ts';
import { plainTable, table } from './in-dynamodb.ts';
import { openSqlite, SQLITE_FILE } from './in-sqlite.ts';
import { journalFile } from './made-folder.ts';
import { A_PAGE, pageOf, type Way, wholeOf } from './way.ts';

/** As a command does it: the folder is opened for each question. */
const folder = (path: string): Way => {
  const opened = () => openFolder(path, { create: false });
  return {
    list: async () => pageOf(await opened()),
    show: async (incident) => wholeOf(await opened(), incident),
  };
};

/** As a process does it that goes on. */
const openedFolder = async (path: string): Promise<Way> => {
  const store = await openFolder(path, { create: false });
  return { list: () => pageOf(store), show: (incident) => wholeOf(store, incident) };
};

/** As it was before there was an index: everything is read and folded for each question. */
const wholeJournal = (path: string): Way => {
  const folded = (): IncidentRecords => {
    const records = new IncidentRecords();
    for (let number = 1; ; number += 1) {
      try {
        const file = readAppendFile(readFileSync(journalFile(path, number), 'utf8'));
        if (file !== undefined) records.write(file.append);
      } catch {
        return records;
      }
    }
  };
  return {
    list: () => Promise.resolve(folded().list({}).slice(0, A_PAGE).length),
    show: (incident) => Promise.resolve(folded().timeline(incident).length),
  };
};

/** A file read up to a limit. */
const bytesOf = (path: string, limit: number): number => {
  const file = openSync(path, 'r');
  try {
    return readSync(file, Buffer.alloc(limit), 0, limit, 0);
  } finally {
    closeSync(file);
  }
};

/** The bytes of a page lie in two blocks of the index or so, those of an incident in files whose numbers are known. */
const PLAIN = { page: 32_768, file: 65_536 } as const;

/** The least that anybody could do: so many bytes of files whose names are known, neither checked nor parsed. */
const plain = (path: string, files: ReadonlyMap<string, readonly number[]>): Way => ({
  list: () => Promise.resolve(bytesOf(join(path, SQLITE_FILE), PLAIN.page)),
  show: (incident) =>
    Promise.resolve(
      (files.get(incident) ?? []).reduce((bytes, number) => bytes + bytesOf(journalFile(path, number), PLAIN.file), 0),
    ),
});

const sqlite = (path: string): Way => {
  const once = (work: (database: ReturnType<typeof openSqlite>) => number): Promise<number> => {
    const database = openSqlite(path);
    const count = work(database);
    database.close();
    return Promise.resolve(count);
  };
  return {
    list: () => once((database) => database.newest(A_PAGE).length),
    show: (incident) => once((database) => database.whole(incident).length),
  };
};

const openedSqlite = (path: string): Way => {
  const database = openSqlite(path);
  return {
    list: () => Promise.resolve(database.newest(A_PAGE).length),
    show: (incident) => Promise.resolve(database.whole(incident).length),
  };
};

export interface Asked {
  readonly path: string;
  /** The files of the incidents that are asked for. */
  readonly files: ReadonlyMap<string, readonly number[]>;
}

export const WAYS = {
  nothing: () => ({ list: () => Promise.resolve(0), show: () => Promise.resolve(0) }),
  folder: ({ path }: Asked) => folder(path),
  'folder, open': ({ path }: Asked) => openedFolder(path),
  'whole journal': ({ path }: Asked) => wholeJournal(path),
  plain: ({ path, files }: Asked) => plain(path, files),
  sqlite: ({ path }: Asked) => sqlite(join(path, SQLITE_FILE)),
  'sqlite, open': ({ path }: Asked) => openedSqlite(join(path, SQLITE_FILE)),
  table: ({ path }: Asked) => table(path),
  'plain table': ({ path }: Asked) => plainTable(path),
} as const satisfies Record<string, (asked: Asked) => Way | Promise<Way>>;
