import type { Configuration } from '../lib/core/configuration.ts';
import { HOUR, later } from '../lib/core/time.ts';
import { Reconciliation } from '../lib/pipeline/reconcile.ts';
import { receive } from '../lib/pipeline/receive.ts';
import { sendPages } from '../lib/pipeline/send-pages.ts';
import { systemClock } from '../lib/runtime/clock.ts';
import { configurationOf } from '../test/support/configurations.ts';
import { type Storm, stormOf } from './alarm-storm.ts';
import { type Contestant, interleaved, type Measured, tell } from './measure.ts';
import { ModelledAws, type Spent } from './modelled-aws.ts';
import { perSecond, table, whole } from './table.ts';

/** Incidents whose next level is due, and every message of the clock was lost. */
const LATE = 2_000;

/** As the queues deliver. */
const A_BATCH = 10;
const STORM = { alarms: 300, groups: 50 } as const;

export interface Modelled extends Measured {
  /** Undefined: it is not the alarms that are many. */
  readonly alarms: number | undefined;
  /** Milliseconds of all calls one after another. */
  readonly sequence: number;
  /** Milliseconds of what no calls at once make shorter. */
  readonly chain: number;
}

interface Way {
  /** Done before, and not counted. */
  readonly prepare?: (aws: ModelledAws) => Promise<unknown>;
  readonly run: (aws: ModelledAws) => Promise<Spent | undefined>;
}

interface Case {
  readonly name: string;
  readonly alarms?: number;
  readonly way: Way;
  /** The same of one alarm, incident or target at a time. */
  readonly alone: Way;
}

const takeIn = async (
  aws: ModelledAws,
  { configuration, events }: Storm,
  aBatch = A_BATCH,
): Promise<readonly string[]> => {
  const taken: string[] = [];
  const pipeline = aws.pipeline(configuration);
  for (let first = 0; first < events.length; first += aBatch) {
    const bodies = events.slice(first, first + aBatch);
    const { failed, incidentIds } = await receive(
      pipeline,
      bodies.map((body, index) => ({ messageId: String(index), body })),
    );
    if (failed.length > 0 || incidentIds.length !== bodies.length) throw new Error('an alarm was not taken in');
    taken.push(...incidentIds);
  }
  return taken;
};

/** Sends to responders what is on the pages queue. */
const send = async (aws: ModelledAws, configuration: Configuration): Promise<void> => {
  const pages = aws.takePages().filter(({ target }) => target.startsWith('responder:'));
  const { failed } = await sendPages(aws.pipeline(configuration), pages);
  if (pages.length === 0 || failed.length > 0) throw new Error('a page did not go out');
};

/** One alarm, of no service, for a level of so many responders. */
const levelOf = (responders: number): Storm => {
  const names = Array.from({ length: responders }, (_, index) => `responder-${String(index)}`);
  const configuration = configurationOf(`
version: 1
services: {}
responders: { ${names.map((name) => `${name}: { name: ${name} }`).join(', ')} }
escalations:
  primary: { levels: [{ page: [${names.map((name) => `responder:${name}`).join(', ')}], escalateAfter: 15m }] }
unrouted: { escalation: primary }
`);
  return { ...stormOf(1, 1), configuration };
};

const alarmToPage = (storm: Storm): Way => ({
  run: async (aws) => {
    await takeIn(aws, storm);
    await send(aws, storm.configuration);
    return aws.published[0];
  },
});

const intake = (storm: Storm, aBatch = A_BATCH): Way => ({
  run: async (aws) => {
    await takeIn(aws, storm, aBatch);
    return aws.spent;
  },
});

const sender = (storm: Storm, until: (aws: ModelledAws) => Spent | undefined): Way => ({
  prepare: (aws) => takeIn(aws, storm),
  run: async (aws) => {
    await send(aws, storm.configuration);
    return until(aws);
  },
});

/** One run of the reconciler over all of these. */
const late = (count: number): Way => {
  const storm = stormOf(count, count);
  let due: readonly string[] = [];
  return {
    prepare: (aws) =>
      aws.instantly(async () => {
        due = await takeIn(aws, storm);
      }),
    run: async (aws) => {
      const pipeline = aws.pipeline(storm.configuration, () => later(systemClock(), HOUR));
      const { index: all } = pipeline;
      const index = { list: all.list.bind(all), spanning: all.spanning.bind(all), due: () => Promise.resolve(due) };
      const { ticked } = await new Reconciliation({ ...pipeline, index }).run();
      if (ticked.length !== count) throw new Error('an incident was not ticked');
      return aws.spent;
    },
  };
};

const lastPage = ({ published }: ModelledAws): Spent | undefined => published.at(-1);
const allRecorded = ({ spent }: ModelledAws): Spent => spent;

const cases = (): readonly Case[] => {
  const [one, ten] = [stormOf(1, 1), stormOf(A_BATCH, A_BATCH)];
  const batches = STORM.alarms / A_BATCH;
  return [
    { name: 'one incident, to its page', alarms: 1, way: alarmToPage(one), alone: alarmToPage(one) },
    { name: 'ten groups in one batch', alarms: A_BATCH, way: intake(ten), alone: intake(one) },
    {
      name: 'a level of ten targets, to the last page',
      way: sender(levelOf(10), lastPage),
      alone: sender(levelOf(1), lastPage),
    },
    {
      name: 'ten incidents in one message, recorded',
      way: sender(ten, allRecorded),
      alone: sender(one, allRecorded),
    },
    {
      name: `a storm: ${String(STORM.alarms)} alarms of ${String(STORM.groups)} groups`,
      alarms: STORM.alarms,
      way: intake(stormOf(STORM.groups, STORM.alarms)),
      alone: intake(stormOf(STORM.groups / A_BATCH, batches), 1),
    },
    {
      name: `${String(LATE)} late incidents, one run of the reconciler`,
      alarms: LATE,
      way: late(LATE),
      alone: late(LATE),
    },
  ];
};

const went = async (aws: ModelledAws, { prepare, run }: Way): Promise<Spent> => {
  aws.reset();
  await prepare?.(aws);
  const begun = aws.spent;
  const done = await run(aws);
  if (done === undefined) throw new Error('no page went out');
  return { at: done.at - begun.at, sum: done.sum - begun.sum, chain: done.chain - begun.chain };
};

export const modelled = async (): Promise<readonly Modelled[]> => {
  tell('modelled on the delays of AWS');
  const aws = new ModelledAws();
  const all = cases();
  const sums = new Map<string, number>();
  const contestants = all.map(({ name, way }): Contestant => {
    const round = async (): Promise<number> => {
      const { at, sum } = await went(aws, way);
      sums.set(name, sum);
      return at;
    };
    return { name, round };
  });
  const measured = [
    ...(await interleaved(contestants.slice(0, -1), { warmUp: 1, counted: 5 })),
    // It takes long, and is one run on AWS too.
    ...(await interleaved(contestants.slice(-1), { warmUp: 0, counted: 1 })),
  ];
  const rows: Modelled[] = [];
  for (const [index, { name, alarms, alone }] of all.entries()) {
    const { chain } = await went(aws, alone);
    const one = measured[index];
    if (one !== undefined) rows.push({ ...one, alarms, sequence: sums.get(name) ?? Number.NaN, chain });
  }
  return rows;
};

const ratio = (ms: number, other: number): string => `${(ms / other).toFixed(2)}x`;

export const modelledText = (rows: readonly Modelled[]): string =>
  table(
    ['modelled on the delays of AWS', 'median ms', 'alarms/s', 'in sequence ms', 'to it', 'longest chain ms', 'to it'],
    rows.map(({ name, alarms, median, sequence, chain }) => [
      name,
      whole(median),
      alarms === undefined ? '' : whole(perSecond(alarms, median)),
      whole(sequence),
      ratio(median, sequence),
      whole(chain),
      ratio(median, chain),
    ]),
  );
