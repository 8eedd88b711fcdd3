import { receive } from '../lib/pipeline/receive.ts';
import { STORM_ALARMS, type Storm, stormOf } from './alarm-storm.ts';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import { PagerInMemory, type Tally } from './pager-in-memory.ts';

/** As the alarms queue delivers, and as one POST. */
const BATCHES = [10, 1] as const;

export interface InProcess extends Measured {
  readonly groups: number;
  readonly batch: number;
  readonly lost: number;
  /** Of the last round. */
  readonly tally: Tally;
  readonly wrong: readonly string[];
}

/** What a storm left wrong: each group one incident, each alarm in it, each incident paged once. */
export const wrongWith = (tally: Tally, groups: number): readonly string[] => {
  const expected: Readonly<Partial<Tally>> = {
    incidents: groups,
    alarms: STORM_ALARMS,
    unpaged: 0,
    pagedTwice: 0,
    failed: 0,
  };
  return Object.entries(expected)
    .filter(([what, count]) => tally[what as keyof Tally] !== count)
    .map(([what, count]) => `${what}: ${String(tally[what as keyof Tally])}, expected ${String(count)}`);
};

const weather = async (
  storm: Storm,
  batch: number,
): Promise<{ readonly ms: number; readonly tocsin: PagerInMemory }> => {
  const tocsin = new PagerInMemory(storm.configuration, { publish: () => Promise.resolve() });
  const messages = storm.events.map((body, index) => ({ messageId: String(index), body }));
  const start = performance.now();
  for (let first = 0; first < messages.length; first += batch) {
    const { failed } = await receive(tocsin.pipeline, messages.slice(first, first + batch));
    tocsin.countFailed(failed.length);
    await tocsin.send();
  }
  return { ms: performance.now() - start, tocsin };
};

/** Parsing, routing, recording, and every page sent to a pager that counts: all of it is in the timed section. */
export const alarmsInProcess = async (sizes: readonly number[]): Promise<readonly InProcess[]> => {
  tell('alarms in process');
  const tallies = new Map<string, Tally>();
  const wrong = new Map<string, string[]>();
  const runs = sizes.map((groups) => stormOf(groups)).flatMap((storm) => BATCHES.map((batch) => ({ storm, batch })));
  const nameOf = ({ storm, batch }: (typeof runs)[number]): string =>
    `${String(storm.groups)} groups by ${String(batch)}`;
  const contestants = runs.map((run): Contestant => {
    const name = nameOf(run);
    return {
      name,
      round: async () => {
        const { ms, tocsin } = await weather(run.storm, run.batch);
        const tally = await tocsin.tally();
        tallies.set(name, tally);
        wrong.set(name, [...(wrong.get(name) ?? []), ...wrongWith(tally, run.storm.groups)]);
        return ms;
      },
    };
  });
  const measured = await interleaved(contestants, { warmUp: 1, counted: 5 });
  return measured.flatMap((one, index) => {
    const run = runs[index];
    const tally = tallies.get(one.name);
    if (run === undefined || tally === undefined) return [];
    const { groups } = run.storm;
    const lost = STORM_ALARMS - tally.alarms;
    return [{ ...one, groups, batch: run.batch, lost, tally, wrong: wrong.get(one.name) ?? [] }];
  });
};
