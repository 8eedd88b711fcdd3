import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { INDEXES, TABLE } from '../../../lib/adapters/dynamodb/contract.ts';
import type { Table } from '../../../lib/adapters/dynamodb/read.ts';
import { STORE_OPTIONS } from '../../../lib/runtime/client-options.ts';
import type { AwsEmulator } from '../../support/aws-emulator.ts';

export const emulatorOptions = ({ endpoint, environment }: AwsEmulator) =>
  ({
    endpoint,
    region: environment['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  }) as const;

export const dynamoDbOf = (emulator: AwsEmulator): DynamoDBClient =>
  new DynamoDBClient({ ...STORE_OPTIONS, ...emulatorOptions(emulator) });

const keysOf = ({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  { AttributeName: sortKey, KeyType: 'RANGE' as const },
];

const ATTRIBUTES = new Set([TABLE, ...INDEXES].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));

let tables = 0;

/** A table of its own, with the keys and indexes of the contract. */
export const createTable = async (client: DynamoDBClient): Promise<Table & { close(): Promise<void> }> => {
  tables += 1;
  const tableName = `incidents-${String(process.pid)}-${String(tables)}`;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keysOf(TABLE),
      AttributeDefinitions: [...ATTRIBUTES].map((name) => ({ AttributeName: name, AttributeType: 'S' as const })),
      GlobalSecondaryIndexes: INDEXES.map((index) => ({
        IndexName: index.name,
        KeySchema: keysOf(index),
        Projection:
          'fields' in index
            ? { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.fields] }
            : { ProjectionType: 'KEYS_ONLY' as const },
      })),
    }),
  );
  const close = async (): Promise<void> => {
    await client.send(new DeleteTableCommand({ TableName: tableName }));
  };
  return { client: DynamoDBDocumentClient.from(client), tableName, close };
};
