import { WAYS } from './ways.ts';

/** A process that asks one way: its time is that of the questions, its memory its own. */
const [name = '', path = '', ...asked] = process.argv.slice(2);
const files = new Map(JSON.parse(asked[0] ?? '[]') as readonly (readonly [string, readonly number[]])[]);
const way = await WAYS[name as keyof typeof WAYS]({ path, files });

const timed = async (work: () => Promise<number>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const [list, show]: [number[], number[]] = [[], []];
let records = [0, 0];
for (const incident of files.keys()) {
  list.push(
    await timed(async () => {
      records = [await way.list(), records[1] ?? 0];
      return 0;
    }),
  );
  show.push(
    await timed(async () => {
      records = [records[0] ?? 0, await way.show(incident)];
      return 0;
    }),
  );
}
// Linux counts in KiB, as Node's documentation says of all.
const memoryMB = process.resourceUsage().maxRSS / 1_024;
console.log(JSON.stringify({ list, show, memoryMB, records }));
