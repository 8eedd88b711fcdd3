import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
import { createTable, dynamoDbOf } from './incident-table.ts';

interface Emulated {
  /** A table of its own. */
  readonly table: () => ReturnType<typeof createTable>;
  readonly client: () => DynamoDBClient;
}

/** An emulator for the tests of one file, from the first to the last. */
export const emulatedTables = (): Emulated => {
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
  return { table: () => createTable(client), client: () => client };
};
