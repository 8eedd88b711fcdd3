import { dynamoDbAnchors } from '../../../lib/adapters/dynamodb/dynamodb-anchors.ts';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { anchorLogContract } from '../../support/anchor-log-contract.ts';
import { minute } from '../../support/incident-story.ts';
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
