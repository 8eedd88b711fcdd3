import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoDbScanAllowance } from '../../../lib/adapters/dynamodb/dynamodb-scan-allowance.ts';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
import { scanAllowanceContract } from '../../support/scan-allowance-contract.ts';
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

describe('a DynamoDB table', () => {
  scanAllowanceContract(async () => dynamoDbScanAllowance(await createTable(client)));
});
