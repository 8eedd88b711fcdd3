import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { eventPut, headPut, type ItemPut, listPut, memberPut } from '../../lib/adapters/dynamodb/items.ts';
import type { Table } from '../../lib/adapters/dynamodb/read.ts';
import { listEntryOf } from '../../lib/core/report/list-entry.ts';
import { tell } from '../measure.ts';
import { whole } from '../table.ts';
import { EVENTS_EACH, madeWhole } from './made-incidents.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const ITEMS_A_CALL = 25;
const CALLS_AT_ONCE = 8;
const TELL_EVERY = 100_000;

/** What the appends of an incident leave in the table. */
const itemsOf = (incident: number): readonly ItemPut['Item'][] => {
  const { incident: written } = madeWhole(incident);
  if (written === undefined) return [];
  const { head, events, members, wakeAt } = written;
  return [
    headPut(head, 0, wakeAt),
    listPut(head, JSON.stringify(listEntryOf(head))),
    ...events.map((event) => eventPut(head.incidentId, event)),
    ...members.map((member) => memberPut(head.incidentId, member)),
  ].map(({ Item }) => Item);
};

const write = async ({ client, tableName }: Table, items: readonly ItemPut['Item'][]): Promise<void> => {
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
  const left = UnprocessedItems?.[tableName]?.length ?? 0;
  if (left > 0) throw new Error(`the emulator left ${String(left)} of ${String(items.length)} items unwritten`);
};

/** Puts so many incidents into a table, in batches: one append at a time would take an hour. */
export const fillTable = async (table: Table, incidents: number): Promise<void> => {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < incidents) {
      const incident = next;
      next += 1;
      const items = itemsOf(incident);
      for (let start = 0; start < items.length; start += ITEMS_A_CALL)
        await write(table, items.slice(start, start + ITEMS_A_CALL));
      const done = incident * EVENTS_EACH;
      if (done % TELL_EVERY === 0) tell(`table: ${whole(done)} of ${whole(incidents * EVENTS_EACH)} events`);
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, writer));
};
