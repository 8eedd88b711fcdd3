import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { dynamoDbAnchors } from '../../../lib/adapters/dynamodb/dynamodb-anchors.ts';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
import { anchorLogContract } from '../../support/anchor-log-contract.ts';
import { minute } from '../../support/incident-story.ts';
import { incidentStoreContract } from '../../support/incident-store-contract.ts';
import { createTable, dynamoDbOf } from './incident-table.ts';

let emulator: AwsEmulator;
let client: DynamoDBClient;

beforeAll(async () => {
  emulator = await startAwsEmulator();
  client = dynamoDbOf(emulator);
});
afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

incidentStoreContract('DynamoDB', async () => {
  const table = await createTable(client);
  const store = dynamoDbIncidents({ ...table, clock: () => minute(100_000) });
  return { store, close: () => table.close() };
});

anchorLogContract('DynamoDB', async () => {
  const table = await createTable(client);
  return { log: dynamoDbAnchors(table), close: () => table.close() };
});
