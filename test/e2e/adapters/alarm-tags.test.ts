import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudwatchAlarmTags } from '../../../lib/adapters/cloudwatch/cloudwatch-alarm-tags.ts';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbTagsDue } from '../../../lib/adapters/dynamodb/dynamodb-tags-due.ts';
import { BRIEF_METRICS_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
import { tagsDueContract } from '../../support/tags-due-contract.ts';
import { createTable, dynamoDbOf, emulatorOptions } from './incident-table.ts';

let emulator: AwsEmulator;
let client: DynamoDBClient;
let cloudWatch: CloudWatchClient;

beforeAll(async () => {
  emulator = await startAwsEmulator();
  client = dynamoDbOf(emulator);
  cloudWatch = new CloudWatchClient({ ...BRIEF_METRICS_OPTIONS, ...emulatorOptions(emulator) });
});
afterAll(async () => {
  client.destroy();
  cloudWatch.destroy();
  await emulator.stop();
});

describe('a DynamoDB table, as it nominates alarms for a look-up', () => {
  tagsDueContract(async () => {
    const table = await createTable(client);
    return { store: dynamoDbIncidents(table), due: dynamoDbTagsDue(table) };
  });
});

describe('CloudWatch', () => {
  const arnOf = (name: string): string =>
    `arn:aws:cloudwatch:${emulatorOptions(emulator).region}:000000000000:alarm:${name}`;

  it('says the tags of an alarm, and knows none of one that is not there', async () => {
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'disk',
        Namespace: 'Shop',
        MetricName: 'Disk',
        Statistic: 'Average',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 90,
        ComparisonOperator: 'GreaterThanThreshold',
        Tags: [{ Key: 'team', Value: 'payments' }],
      }),
    );
    const ration = { take: () => true, rest: () => undefined };
    const tags = cloudwatchAlarmTags({ client: cloudWatch, ration, withinMs: 5_000 });
    expect([...(await tags.of([arnOf('disk'), arnOf('gone')])).values()]).toEqual([
      { tags: { team: 'payments' } },
      { why: 'unknown-alarm' },
    ]);
  });
});
