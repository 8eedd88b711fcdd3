import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { openFolder } from '../lib/adapters/folder/open-folder.ts';
import { appendTo, note } from '../test/support/incident-story.ts';
import { load, machine } from './machine.ts';
import { tell } from './measure.ts';
import { percentile } from './percentile.ts';
import { askDynamoDb, type Times } from './queries/in-dynamodb.ts';
import { fillSqlite, SQLITE_FILE } from './queries/in-sqlite.ts';
import { folderOfFirst, makeFolder } from './queries/made-folder.ts';
import { EVENTS_EACH, filesOf, madeId } from './queries/made-incidents.ts';
import { A_PAGE, type WAYS } from './queries/ways.ts';
import { randomFrom } from './random.ts';
import { table, whole } from './table.ts';

const CHILD = fileURLToPath(new URL('queries/asked.ts', import.meta.url));
const execute = promisify(execFile);

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    'dynamodb-events': { type: 'string', default: '20000' },
    samples: { type: 'string', default: '200' },
  },
});
const events = Number(values.events);
const samples = Number(values.samples);
const incidents = events / EVENTS_EACH;
/** What is read whole is a tenth: all of it takes ten times as long, and gigabytes. */
const PART = 10;
/** Files that the index does not tell of yet: half of the most that there may be. */
const SINCE = 32;

interface Asked extends Times {
  readonly memoryMB: number;
  readonly records: readonly number[];
}

const ask = async (way: keyof typeof WAYS, path: string, numbers: readonly number[]): Promise<Asked> => {
  const files = numbers.map((number) => [madeId(number), filesOf(number, incidents)]);
  const { stdout } = await execute(process.execPath, [CHILD, way, path, JSON.stringify(files)]);
  return JSON.parse(stdout) as Asked;
};

interface Contestant {
  readonly name: string;
  readonly way: keyof typeof WAYS;
  readonly path: string;
  readonly numbers: readonly number[];
}

const ROUNDS = 2;

/** All in turn, then all again; of each the times of both rounds. */
const inTurn = async (contestants: readonly Contestant[]): Promise<ReadonlyMap<string, Asked>> => {
  const all = new Map<string, Asked>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, way, path, numbers } of contestants) {
      const share = numbers.slice((round * numbers.length) / ROUNDS, ((round + 1) * numbers.length) / ROUNDS);
      if (share.length === 0) continue;
      const asked = await ask(way, path, share);
      const before = all.get(name) ?? { list: [], show: [], memoryMB: 0, records: [] };
      all.set(name, {
        list: [...before.list, ...asked.list],
        show: [...before.show, ...asked.show],
        memoryMB: Math.max(before.memoryMB, asked.memoryMB),
        records: asked.records,
      });
      tell(`round ${String(round + 1)}  ${name}`);
    }
  }
  return all;
};

const ms = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(value < 100 ? 2 : 0));

const timesOf = (times: readonly number[]): readonly string[] => [50, 99].map((share) => ms(percentile(times, share)));

const ratio = (value: number, to: number): string => (to > 0 ? `${(value / to).toFixed(1)}x` : '');

const rowOf = (
  { name, count }: { readonly name: string; readonly count: number },
  asked: Times & Partial<Asked>,
  to: Times,
): readonly string[] => [
  name,
  whole(count),
  String(asked.list.length),
  ...timesOf(asked.list),
  ratio(percentile(asked.list, 50), percentile(to.list, 50)),
  ...timesOf(asked.show),
  ratio(percentile(asked.show, 50), percentile(to.show, 50)),
  asked.memoryMB === undefined ? '' : whole(asked.memoryMB),
];

const bytesIn = (folder: string): number =>
  readdirSync(folder).reduce((bytes, name) => bytes + statSync(join(folder, name)).size, 0);

const MB = 2 ** 20;

/** The index is made by whoever asks first; then a little more is appended. */
const indexed = async (path: string, name: string): Promise<string> => {
  const { list, memoryMB } = await ask('folder', path, [1]);
  const store = await openFolder(path, { create: false });
  for (let count = 0; count < SINCE; count += 1) {
    const id = madeId(count % (incidents / PART));
    await store.append(appendTo(await store.head(id), [note('one more')]));
  }
  const size = whole(bytesIn(join(path, 'index')) / MB);
  return `${name}: index of ${size} MB made once in ${((list[0] ?? NaN) / 1_000).toFixed(1)} s, ${whole(memoryMB)} MB resident at most`;
};

const dynamoDb = async (numbers: readonly number[]): Promise<Times | undefined> => {
  const events = Number(values['dynamodb-events']);
  if (events === 0) return undefined;
  try {
    return await askDynamoDb(events, numbers);
  } catch (error) {
    tell(`dynamodb is left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
};

const NONE: Asked = { list: [], show: [], memoryMB: NaN, records: [] };

const measured = async (base: string): Promise<string> => {
  const [all, part] = [join(base, 'all'), join(base, 'part')];
  const files = await makeFolder(all, events);
  await folderOfFirst(all, part, files / PART);
  fillSqlite(join(all, SQLITE_FILE), events);
  const made = [await indexed(all, `${whole(events)} events`), await indexed(part, `${whole(events / PART)} events`)];
  const random = randomFrom(15);
  const numbers = Array.from({ length: samples }, () => Math.floor(random() * (incidents / PART)));
  const few = numbers.slice(0, 2);
  const contestants: readonly Contestant[] = [
    { name: 'nothing: a process that asks nothing', way: 'nothing', path: all, numbers },
    { name: 'folder', way: 'folder', path: all, numbers },
    { name: 'folder of a tenth', way: 'folder', path: part, numbers },
    { name: 'folder, kept open', way: 'folder, open', path: all, numbers },
    { name: 'whole journal of a tenth, as before', way: 'whole journal', path: part, numbers: few },
    { name: 'the same bytes, plainly read', way: 'plain', path: all, numbers },
    { name: 'sqlite', way: 'sqlite', path: all, numbers },
    { name: 'sqlite, kept open', way: 'sqlite, open', path: all, numbers },
  ];
  const asked = await inTurn(contestants);
  const sqlite = asked.get('sqlite') ?? NONE;
  const rows = contestants.map(({ name, path }) =>
    rowOf({ name, count: path === all ? events : events / PART }, asked.get(name) ?? NONE, sqlite),
  );
  const deployed = await dynamoDb(numbers.slice(0, samples / ROUNDS));
  const name = 'DynamoDB API (emulator)';
  if (deployed !== undefined) rows.push(rowOf({ name, count: Number(values['dynamodb-events']) }, deployed, sqlite));
  const headings = ['', 'events', 'asked', 'list p50', 'p99', 'to sqlite', 'show p50', 'p99', 'to sqlite', 'MB'];
  return `${whole(incidents)} incidents in ${whole(files)} files; a list of ${String(A_PAGE)}, one incident of ${String(EVENTS_EACH)} events; ms
${made.join('\n')}

${table(headings, rows)}`;
};

const base = mkdtempSync(join(tmpdir(), 'tocsin-queries-'));
const before = load();
try {
  const text = await measured(base);
  const { cpu, cores, memoryGiB, node, platform } = machine();
  console.log(`${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${platform}, Node ${node}
load average before ${before}, after ${load()}

${text}`);
} finally {
  tell('removing what was made');
  rmSync(base, { recursive: true });
}
