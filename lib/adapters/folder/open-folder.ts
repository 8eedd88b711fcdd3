import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keepNames, publishFile, readIfThere } from './files.ts';
import { explained, FolderError } from './folder-error.ts';
import { FolderIncidents } from './folder-incidents.ts';
import { FolderIndex } from './folder-index.ts';
import { type Indexing, INDEXING, IndexedJournal } from './indexed-journal.ts';
import { Journal } from './journal.ts';

const HEADER = 'tocsin.json';
const JOURNAL = 'journal';
/** Of what the journal says; may be deleted at any time. */
const INDEX = 'index';
const FORMAT = 1;
const HEADER_TEXT = `{"tocsin":"folder/${String(FORMAT)}"}\n`;

const REPLAY_FIRST = 'fill it with npx tocsin replay <recording> --local, or name the folder that you mean';

/** What is in it; undefined when there is no such folder. */
const contentOf = (path: string): readonly string[] | undefined =>
  explained(path, () => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (!stat.isDirectory()) throw new FolderError(path, 'is a file: name a folder');
    return readdirSync(path);
  });

const checkHeader = (path: string, text: string): void => {
  const written = /^\{"tocsin":"folder\/(\d+)"\}\s*$/.exec(text)?.[1];
  if (written === undefined)
    throw new FolderError(path, `does not say {"tocsin":"folder/1"}: this is not a folder of Tocsin, name another`);
  if (Number(written) === FORMAT) return;
  throw new FolderError(path, `is of format ${written}, this Tocsin reads format ${String(FORMAT)}: update Tocsin`);
};

/** The header comes last: a folder that was begun and not finished is begun again. */
const begin = (path: string): void => {
  explained(path, () => {
    mkdirSync(join(path, JOURNAL), { recursive: true });
    publishFile(join(path, HEADER), HEADER_TEXT, join(path, JOURNAL));
    keepNames(dirname(path));
  });
};

const checkUnused = (path: string, content: readonly string[]): void => {
  const foreign = content.filter((name) => name !== JOURNAL);
  if (foreign.length > 0) {
    throw new FolderError(
      path,
      `holds ${foreign.slice(0, 3).join(', ')} and no ${HEADER}: this is not a folder of Tocsin, name another`,
    );
  }
  const journal = contentOf(join(path, JOURNAL)) ?? [];
  if (journal.some((name) => name.endsWith('.json'))) {
    throw new FolderError(
      join(path, HEADER),
      `is missing while there is a journal: restore it, it says ${HEADER_TEXT.trim()}`,
    );
  }
};

/** Reads the header, or begins the folder where it may. */
const prepare = (path: string, create: boolean): void => {
  const content = contentOf(path);
  const header = content && readIfThere(join(path, HEADER));
  if (header !== undefined) {
    checkHeader(join(path, HEADER), header);
    return;
  }
  checkUnused(path, content ?? []);
  if (!create) {
    throw new FolderError(path, `${content === undefined ? 'there is no such folder' : 'is empty'}: ${REPLAY_FIRST}`);
  }
  begin(path);
};

/** How a folder is opened. */
export interface FolderOpening {
  /** Makes it when it is absent or empty. */
  readonly create: boolean;
  /** Reads the whole journal, whatever the index says, and makes that anew. */
  readonly isReadWhole?: boolean;
  readonly indexing?: Indexing;
}

/**
 * Opens a folder of incidents; nothing needs closing.
 *
 * @throws FolderError it cannot be used: the message says what is wrong and what to do.
 */
export const openFolder = async (
  path: string,
  { create, isReadWhole = false, indexing = INDEXING }: FolderOpening,
): Promise<FolderIncidents> => {
  prepare(path, create);
  const journal = new Journal(join(path, JOURNAL));
  const index = new FolderIndex(join(path, INDEX), (position) => journal.holds(position));
  const indexed = new IndexedJournal(journal, index, indexing);
  if (!isReadWhole && indexed.load()) {
    await indexed.ask(() => undefined);
    journal.checkEnd();
  } else {
    const newest = journal.survey(Date.now());
    await indexed.indexAnew();
    journal.checkWhole(newest);
  }
  return new FolderIncidents(indexed);
};
