import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appendFile } from '../../lib/adapters/folder/append-file.ts';
import { openFolder } from '../../lib/adapters/folder/open-folder.ts';
import { tell } from '../measure.ts';
import { whole } from '../table.ts';
import { EVENTS_EACH, madeAppends } from './made-incidents.ts';

const TELL_EVERY = 50_000;

export const journalFile = (folder: string, number: number): string =>
  join(folder, 'journal', `${String(number).padStart(12, '0')}.json`);

/** A folder of so many events, one file an append. Nothing is synced: only what is read of it is measured. */
export const makeFolder = async (folder: string, events: number): Promise<number> => {
  await openFolder(folder, { create: true });
  let [number, sum] = [0, ''];
  for (const append of madeAppends(events / EVENTS_EACH)) {
    const file = appendFile(append, sum);
    number += 1;
    ({ sum } = file);
    writeFileSync(journalFile(folder, number), file.text);
    if (number % TELL_EVERY === 0) tell(`made ${whole(number * 2)} of ${whole(events)} events`);
  }
  return number;
};

/** Another folder with the first files of a journal; they take no room of their own. */
export const folderOfFirst = async (from: string, to: string, files: number): Promise<void> => {
  await openFolder(to, { create: true });
  mkdirSync(join(to, 'journal'), { recursive: true });
  for (let number = 1; number <= files; number += 1) linkSync(journalFile(from, number), journalFile(to, number));
};
