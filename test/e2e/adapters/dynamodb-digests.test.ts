import { dynamoDbDigests } from '../../../lib/adapters/dynamodb/dynamodb-digests.ts';
import { digestLogContract } from '../../support/digest-log-contract.ts';
import { emulatedTables } from './emulated-tables.ts';

const emulated = emulatedTables();

digestLogContract('DynamoDB', async () => {
  const table = await emulated.table();
  return { log: dynamoDbDigests(table), close: () => table.close() };
});
