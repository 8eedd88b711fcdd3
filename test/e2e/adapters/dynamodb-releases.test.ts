import { expect, it } from 'vitest';
import { dynamoDbDeploys } from '../../../lib/adapters/dynamodb/dynamodb-deploys.ts';
import { dynamoDbReleases } from '../../../lib/adapters/dynamodb/dynamodb-releases.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { minute } from '../../support/incident-story.ts';
import { releaseLogContract, verdictAt } from '../../support/release-log-contract.ts';
import { emulatedTables } from './emulated-tables.ts';

const emulated = emulatedTables();

releaseLogContract('DynamoDB', async () => {
  const table = await emulated.table();
  return { log: dynamoDbReleases(table), close: () => table.close() };
});

it('a verdict stands beside the words of its deploy, and is none of them', async () => {
  const table = await emulated.table();
  const span = { from: minute(-60), to: minute(600) };
  await dynamoDbReleases(table).keep('web', verdictAt(0));
  expect(await dynamoDbDeploys(table).words('web', span, 100)).toBeUndefined();
  await dynamoDbDeploys(table).record({ service: 'web', word: word(0) });
  expect(await dynamoDbDeploys(table).words('web', span, 100)).toHaveLength(1);
  expect(await dynamoDbReleases(table).verdicts('web', span, 100)).toHaveLength(1);
  await table.close();
});
