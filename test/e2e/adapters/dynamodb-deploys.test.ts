import { describe, expect, it } from 'vitest';
import { dynamoDbDeploys } from '../../../lib/adapters/dynamodb/dynamodb-deploys.ts';
import { deployLogContract, word } from '../../support/deploy-log-contract.ts';
import { minute } from '../../support/incident-story.ts';
import { emulatedTables } from './emulated-tables.ts';

const emulated = emulatedTables();

deployLogContract('DynamoDB', async () => {
  const table = await emulated.table();
  return { log: dynamoDbDeploys(table), close: () => table.close() };
});

/** Connections that a busy machine opens within the client's second. */
const AT_ONCE = 25;

describe('500 deploys in half an hour', () => {
  it('are all kept, across the pages of a query; a reader who wants some gets the newest', async () => {
    const table = await emulated.table();
    const log = dynamoDbDeploys(table);
    // 3 KB each: over a megabyte, which is a page of DynamoDB.
    const url = `https://example.com/${'x'.repeat(3_000)}`;
    const told = Array.from({ length: 500 }, (_, index) => word(index * 0.06, { id: `deploy ${String(index)}`, url }));
    for (let done = 0; done < told.length; done += AT_ONCE)
      await Promise.all(told.slice(done, done + AT_ONCE).map((one) => log.record({ service: 'web', word: one })));
    const span = { from: minute(0), to: minute(30) };
    expect(await log.words('web', span, 1_000)).toEqual(told);
    expect(await log.words('web', span, 20)).toEqual(told.slice(-20));
    await table.close();
  });
});
