import { expect, it } from 'vitest';
import { dynamoDbPageLinks } from '../../../lib/adapters/dynamodb/dynamodb-page-links.ts';
import { emulatedTables } from './emulated-tables.ts';

const emulated = emulatedTables();

it('a page link in DynamoDB leads to its incidents, and to whom it was sent', async () => {
  const table = await emulated.table();
  const links = dynamoDbPageLinks({ ...table, linkBase: '/a/' });
  const token = (await links.create(['one', 'two'], 'alice'))?.slice('/a/'.length) ?? '';
  expect(await links.find(token)).toEqual({ incidentIds: ['one', 'two'], responder: 'alice' });
  expect(await links.find('A'.repeat(22))).toBeUndefined();
  await table.close();
});
