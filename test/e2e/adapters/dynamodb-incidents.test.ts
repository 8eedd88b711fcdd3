import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDbAnchors } from '../../../lib/adapters/dynamodb/dynamodb-anchors.ts';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { incidentIdOf } from '../../../lib/core/incident/incident-id.ts';
import { anchorLogContract } from '../../support/anchor-log-contract.ts';
import { appendTo, minute, opening } from '../../support/incident-story.ts';
import { incidentStoreContract } from '../../support/incident-store-contract.ts';
import { emulatedTables } from './emulated-tables.ts';

const emulated = emulatedTables();

incidentStoreContract('DynamoDB', async () => {
  const table = await emulated.table();
  const store = dynamoDbIncidents({ ...table, clock: () => minute(100_000) });
  return { store, close: () => table.close() };
});

anchorLogContract('DynamoDB', async () => {
  const table = await emulated.table();
  return { log: dynamoDbAnchors(table), close: () => table.close() };
});

describe('an entry of a list that was damaged', () => {
  it('is told and made of the head, and keeps nothing else out of a list, however it is damaged', async () => {
    const table = await emulated.table();
    const store = dynamoDbIncidents({ ...table, clock: () => minute(100) });
    const stored = async (name: string, at: number): Promise<string> => {
      const incidentId = incidentIdOf(minute(at), 'a group', name);
      await store.append(appendTo(undefined, [opening(incidentId, { at: minute(at) })]));
      return incidentId;
    };
    const damage = async (incidentId: string, sk: string, record: unknown): Promise<void> => {
      const { client: items, tableName: TableName } = table;
      const values = { ':record': record };
      const UpdateExpression = 'SET #record = :record';
      const names = { ExpressionAttributeNames: { '#record': 'record' }, ExpressionAttributeValues: values };
      const Key = { pk: `INC#${incidentId}`, sk };
      await items.send(new UpdateCommand({ TableName, Key, UpdateExpression, ...names }));
    };
    const [whole, torn, foreign, lost] = [
      await stored('whole', 1),
      await stored('torn', 2),
      await stored('foreign', 3),
      await stored('lost', 4),
    ];
    await damage(torn, 'LIST', '{"incidentId":"');
    await damage(foreign, 'LIST', JSON.stringify({ incidentId: whole }));
    await damage(lost, 'LIST', 7);
    await damage(lost, 'HEAD', 'null');
    const told = new Set<string>();
    const damaged = (incidentId: string): void => void told.add(incidentId);
    const lists = [
      store.list({ damaged }),
      store.list({ service: 'web', damaged }),
      store.spanning(minute(50), damaged),
    ];
    for (const list of lists) {
      told.clear();
      const entries = await Array.fromAsync(list);
      expect(entries.map(({ incidentId }) => incidentId)).toEqual([foreign, torn, whole]);
      expect(entries.every(({ service, status }) => service === 'web' && status === 'triggered')).toBe(true);
      expect(told).toEqual(new Set([torn, foreign, lost]));
    }
    await table.close();
  });
});
