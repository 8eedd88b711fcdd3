import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { dynamoDbDigests } from '../../../lib/adapters/dynamodb/dynamodb-digests.ts';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
import { digestLogContract } from '../../support/digest-log-contract.ts';
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

digestLogContract('DynamoDB', async () => {
  const table = await createTable(client);
  return { log: dynamoDbDigests(table), close: () => table.close() };
});
