import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openFolder } from '../../lib/adapters/folder/open-folder.ts';
import { appendTo, note } from '../../test/support/incident-story.ts';
import { whole } from '../table.ts';
import { ask, type Asking, chosen, contest, type Contestant } from './contest.ts';
import { fillSqlite, SQLITE_FILE } from './in-sqlite.ts';
import { folderOfFirst, makeFolder } from './made-folder.ts';
import { EVENTS_EACH, madeId } from './made-incidents.ts';
import { A_PAGE } from './way.ts';

/** What is read whole is a tenth: all of it takes ten times as long, and gigabytes. */
const PART = 10;
/** Files that the index does not tell of yet: half of the most that there may be. */
const SINCE = 32;
const MB = 2 ** 20;

const bytesIn = (folder: string): number =>
  readdirSync(folder).reduce((bytes, name) => bytes + statSync(join(folder, name)).size, 0);

/** The index is made by whoever asks first; then a little more is appended. */
const indexed = async (path: string, name: string, asking: Asking): Promise<string> => {
  const { list, memoryMB } = await ask({ way: 'folder', path, numbers: [1] }, asking);
  const store = await openFolder(path, { create: false });
  for (let count = 0; count < SINCE; count += 1) {
    const id = madeId(count % (asking.incidents / PART));
    await store.append(appendTo(await store.head(id), [note('one more')]));
  }
  const size = whole(bytesIn(join(path, 'index')) / MB);
  return `${name}: index of ${size} MB made once in ${((list[0] ?? NaN) / 1_000).toFixed(1)} s, ${whole(memoryMB)} MB resident at most`;
};

/** A folder of so many events, beside SQLite and what read it before there was an index. */
export const folderFigures = async (base: string, events: number, samples: number): Promise<string> => {
  const [all, part] = [join(base, 'all'), join(base, 'part')];
  const asking = { incidents: events / EVENTS_EACH };
  const files = await makeFolder(all, events);
  await folderOfFirst(all, part, files / PART);
  fillSqlite(join(all, SQLITE_FILE), events);
  const made = [
    await indexed(all, `${whole(events)} events`, asking),
    await indexed(part, `${whole(events / PART)} events`, asking),
  ];
  const numbers = chosen(samples, asking.incidents / PART);
  const [inAll, inPart] = [
    { path: all, events, numbers },
    { path: part, events: events / PART, numbers },
  ];
  const contestants: readonly Contestant[] = [
    { ...inAll, name: 'nothing: a process that asks nothing', way: 'nothing' },
    { ...inAll, name: 'folder', way: 'folder' },
    { ...inPart, name: 'folder of a tenth', way: 'folder' },
    { ...inAll, name: 'folder, kept open', way: 'folder, open' },
    { ...inPart, name: 'whole journal of a tenth, as before', way: 'whole journal', numbers: numbers.slice(0, 2) },
    { ...inAll, name: 'the same bytes, plainly read', way: 'plain' },
    { ...inAll, name: 'sqlite', way: 'sqlite' },
    { ...inAll, name: 'sqlite, kept open', way: 'sqlite, open' },
  ];
  return `${whole(asking.incidents)} incidents in ${whole(files)} files; a list of ${String(A_PAGE)}, one incident of ${String(EVENTS_EACH)} events; ms
${made.join('\n')}

${await contest(contestants, { name: 'sqlite', words: 'to sqlite' }, asking)}`;
};
