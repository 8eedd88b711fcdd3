import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbPageLinks } from '../../../lib/adapters/dynamodb/dynamodb-page-links.ts';
import type { Table } from '../../../lib/adapters/dynamodb/read.ts';
import { later, SECOND } from '../../../lib/core/time.ts';
import type { Pipeline } from '../../../lib/pipeline/pipeline.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { sendPages } from '../../../lib/pipeline/send-pages.ts';
import type { PageMessage } from '../../../lib/ports/queues.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { threeLevels } from '../../support/configurations.ts';
import { countCapacity, type Capacity } from './capacity.ts';
import { emulatedTables } from './emulated-tables.ts';
import { pipelineOn } from '../../support/pipeline-on.ts';

const start = '2026-03-01T03:00:00.000Z';

const emulated = emulatedTables();
let capacity: Capacity;
let table: Table & { close(): Promise<void> };
let handedOver: PageMessage[];
let pipeline: Pipeline;

beforeAll(() => {
  capacity = countCapacity(emulated.client());
});
beforeEach(async () => {
  table = await emulated.table();
  handedOver = [];
  pipeline = {
    ...pipelineOn(dynamoDbIncidents({ ...table, clock: () => start }), { configuration: threeLevels, now: start }),
    links: dynamoDbPageLinks({ ...table, linkBase: 'https://example.invalid/a/' }),
    pages: {
      send: (messages) => {
        handedOver.push(...messages);
        return Promise.resolve();
      },
    },
  };
  capacity.take();
});
afterEach(() => table.close());

const alarms = (count: number, from = 0): { messageId: string; body: unknown }[] =>
  Array.from({ length: count }, (_, index) => ({
    messageId: String(index),
    body: alarmEvent({ name: `alarm-${String(from + index)}`, state: 'ALARM', at: later(start, index) }),
  }));

const sendAll = async (): Promise<void> => {
  await sendPages(
    pipeline,
    handedOver.splice(0).map((message, index) => ({ ...message, messageId: String(index) })),
  );
};

/** Upper bounds, so that a change that makes a page dearer says so; what it is now is printed. */
describe('the capacity units', () => {
  const within = (what: string, most: { readonly write: number; readonly read: number }): void => {
    const used = capacity.take();
    console.info(`${what}: ${String(used.write)} write and ${String(used.read)} read units`);
    expect(used.write).toBeGreaterThan(0);
    expect(used.write).toBeLessThanOrEqual(most.write);
    expect(used.read).toBeLessThanOrEqual(most.read);
  };

  it('of an alarm that opens an incident, and of its page, are few', async () => {
    await receive(pipeline, alarms(1));
    within('an alarm that opens an incident, recorded and its page requested', { write: 50, read: 20 });
    await sendAll();
    within('its page and its notification, sent', { write: 60, read: 30 });
    const [first] = await Array.fromAsync(pipeline.index.list({ since: start, until: later(start, SECOND) }));
    capacity.take();
    await respond(pipeline, {
      incidentId: first?.incidentId ?? '',
      by: 'alice',
      response: { type: 'acknowledge' },
      key: 'tap',
    });
    within('its acknowledgement', { write: 40, read: 20 });
    await receive(pipeline, alarms(1));
    expect(capacity.take().write).toBe(0);
  });

  it('of each alarm of a batch of ten are fewer', async () => {
    await receive(pipeline, alarms(10));
    within('ten alarms of one group, recorded and their page requested', { write: 250, read: 60 });
    for (const from of [10, 20, 30]) await receive(pipeline, alarms(10, from));
    capacity.take();
    await receive(pipeline, alarms(10, 40));
    within('ten more alarms of an incident that holds forty', { write: 250, read: 60 });
  });
});
