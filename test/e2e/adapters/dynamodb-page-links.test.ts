import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbPageLinks } from '../../../lib/adapters/dynamodb/dynamodb-page-links.ts';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
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

it('a page link in DynamoDB leads to its incidents, and to whom it was sent', async () => {
  const table = await createTable(client);
  const links = dynamoDbPageLinks({ ...table, linkBase: '/a/' });
  const token = (await links.create(['one', 'two'], 'alice'))?.slice('/a/'.length) ?? '';
  expect(await links.find(token)).toEqual({ incidentIds: ['one', 'two'], responder: 'alice' });
  expect(await links.find('A'.repeat(22))).toBeUndefined();
  await table.close();
});
