import { dynamoDbIncidents } from '../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbPageLinks } from '../lib/adapters/dynamodb/dynamodb-page-links.ts';
import type { Table } from '../lib/adapters/dynamodb/read.ts';
import type { Pipeline } from '../lib/pipeline/pipeline.ts';
import { receive } from '../lib/pipeline/receive.ts';
import { respond } from '../lib/pipeline/respond.ts';
import { sendPages } from '../lib/pipeline/send-pages.ts';
import type { PageMessage } from '../lib/ports/queues.ts';
import { type Capacity, countCapacity, type Units } from '../test/e2e/adapters/capacity.ts';
import { createTable, dynamoDbOf } from '../test/e2e/adapters/incident-table.ts';
import { startAwsEmulator } from '../test/support/aws-emulator.ts';
import { pipelineOn } from '../test/support/pipeline-on.ts';
import { stormOf } from './alarm-storm.ts';
import { tell } from './measure.ts';
import { countPartitionUnits, type PartitionUnits } from './partition-units.ts';
import { table, whole } from './table.ts';

const STORM = 5_000;
/** As the alarms queue delivers. */
const A_BATCH = 10;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
const UNITS_A_PARTITION = 1_000;

const { configuration, events } = stormOf(1, STORM + 2 * A_BATCH);
const [{ time: now } = { time: '' }] = events.slice(0, 1).map((event) => JSON.parse(event) as { time: string });

interface Counters {
  readonly capacity: Capacity;
  readonly partitions: PartitionUnits;
}

interface Cost extends Units {
  readonly what: string;
  /** Write units of the one partition key that takes most: the incident's. */
  readonly busiest: number;
}

/** One group's incident on a table of its own. */
class OneGroup {
  private readonly pipeline: Pipeline;
  private readonly counters: Counters;
  private readonly handedOver: PageMessage[] = [];
  private taken = 0;
  private incidentId = '';

  constructor(incidentTable: Table, counters: Counters) {
    this.counters = counters;
    const clock = (): string => now;
    this.pipeline = {
      ...pipelineOn(dynamoDbIncidents({ ...incidentTable, clock }), { configuration, now }),
      links: dynamoDbPageLinks({ ...incidentTable, linkBase: 'https://example.invalid/a/', clock }),
      pages: {
        send: (messages) => {
          this.handedOver.push(...messages);
          return Promise.resolve();
        },
      },
    };
  }

  async costOf(what: string, step: () => Promise<void>): Promise<Cost> {
    const { capacity, partitions } = this.counters;
    capacity.take();
    partitions.take();
    await step();
    const cost = { what, ...capacity.take(), busiest: Math.max(...partitions.take().values()) };
    if (cost.write < cost.busiest) throw new Error(`${what}: less in all than in one partition`);
    return cost;
  }

  /** Batch after batch, until so many alarms have come. */
  async alarmsUpTo(count: number, aBatch = A_BATCH): Promise<void> {
    while (this.taken < count) {
      const batch = events.slice(this.taken, Math.min(count, this.taken + aBatch));
      const { failed, incidentIds } = await receive(
        this.pipeline,
        batch.map((body, index) => ({ messageId: String(index), body })),
      );
      const [first = ''] = incidentIds;
      if (failed.length > 0 || incidentIds.length !== 1 || (this.incidentId || first) !== first)
        throw new Error('a batch was not recorded in the one incident');
      this.incidentId = first;
      this.taken += batch.length;
    }
  }

  async sendTo(kind: 'responder:' | 'channel:'): Promise<void> {
    const index = this.handedOver.findIndex(({ target }) => target.startsWith(kind));
    const messages = index < 0 ? [] : this.handedOver.splice(index, 1);
    const { failed } = await sendPages(
      this.pipeline,
      messages.map((message) => ({ ...message, messageId: message.pageId })),
    );
    if (messages.length === 0 || failed.length > 0) throw new Error(`no message to a ${kind} was sent`);
  }

  async acknowledge(): Promise<void> {
    const { incidentId } = this;
    const { outcome } = await respond(this.pipeline, {
      incidentId,
      by: 'alice',
      response: { type: 'acknowledge' },
      key: 'tap',
    });
    if (outcome !== 'done') throw new Error('the acknowledgement was refused');
  }
}

const alone = async (group: OneGroup): Promise<readonly Cost[]> => [
  await group.costOf('one alarm, opening an incident', () => group.alarmsUpTo(1)),
  await group.costOf('its page, sent', () => group.sendTo('responder:')),
  await group.costOf('its notification, sent', () => group.sendTo('channel:')),
  await group.costOf('an acknowledgement', () => group.acknowledge()),
];

const inStorm = async (group: OneGroup): Promise<readonly Cost[]> => [
  await group.costOf('ten alarms of one batch, opening an incident', () => group.alarmsUpTo(A_BATCH)),
  await group.costOf(`the ${whole(STORM - A_BATCH)} after them, ten a batch`, () => group.alarmsUpTo(STORM)),
  await group.costOf('ten more', () => group.alarmsUpTo(STORM + A_BATCH)),
  await group.costOf('one more', () => group.alarmsUpTo(STORM + A_BATCH + 1)),
];

const measured = async (): Promise<{ readonly alone: readonly Cost[]; readonly inStorm: readonly Cost[] }> => {
  const emulator = await startAwsEmulator();
  const client = dynamoDbOf(emulator);
  const counters = { capacity: countCapacity(client), partitions: countPartitionUnits(client) };
  const groupOfItsOwn = async (): Promise<OneGroup> => new OneGroup(await createTable(client), counters);
  try {
    tell('capacity: one alarm, its page, its acknowledgement');
    const first = await alone(await groupOfItsOwn());
    tell(`capacity: ${whole(STORM)} alarms in one group`);
    return { alone: first, inStorm: await inStorm(await groupOfItsOwn()) };
  } finally {
    client.destroy();
    await emulator.stop();
  }
};

const stormRow = (name: string, busiest: number): readonly string[] => [
  name,
  whole(busiest),
  (busiest / STORM).toFixed(1),
  `${whole(busiest / UNITS_A_PARTITION)} s`,
];

/** The storm as it was measured, and as if no two alarms came in one batch. */
const stormRows = ([opening, rest, , one]: readonly Cost[]): readonly (readonly string[])[] => [
  stormRow('ten a batch', (opening?.busiest ?? NaN) + (rest?.busiest ?? NaN)),
  stormRow('one a batch', STORM * (one?.busiest ?? NaN)),
];

const costs = await measured();
console.log(
  `${table(
    ['DynamoDB units', 'write', "of them the incident's partition", 'read'],
    [...costs.alone, ...costs.inStorm].map(({ what, write, busiest, read }) => [
      what,
      ...[write, busiest, read].map(whole),
    ]),
  )}

${table(
  [
    `${whole(STORM)} alarms in one group`,
    "incident's partition",
    'an alarm',
    `at ${whole(UNITS_A_PARTITION)} a second`,
  ],
  stormRows(costs.inStorm),
)}`,
);
