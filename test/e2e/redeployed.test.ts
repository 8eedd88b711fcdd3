import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulatorOptions } from './adapters/incident-table.ts';
import { type Account, openAccount } from './deployment.ts';
import { type RawCalls, rawCalls } from './raw-calls.ts';

/**
 * What the emulator does as AWS does: it rolls back, keeps and deletes by policy, and refuses to delete what is protected.
 * What it does not: call what the schedules name (the test does), and refuse to create a topic whose name is taken.
 */
const team = (...names: readonly string[]): string => `
responders: { ${names.map((name) => `${name}: { name: ${name} }`).join(', ')} }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`;

const STACK = { StackName: 'Tocsin' };

let account: Account;
let call: RawCalls;
let dynamoDb: DynamoDBClient;
let sns: SNSClient;

beforeAll(async () => {
  account = await openAccount();
  call = rawCalls(account.emulator);
  dynamoDb = new DynamoDBClient(emulatorOptions(account.emulator));
  sns = new SNSClient(emulatorOptions(account.emulator));
});
afterAll(async () => {
  for (const client of [dynamoDb, sns]) client.destroy();
  await account.stop();
});

const status = async (): Promise<string | undefined> =>
  /<StackStatus>(\w+)</u.exec(await call.cloudFormation('DescribeStacks', STACK))?.[1];

const isProtected = async (): Promise<boolean> =>
  (await call.cloudFormation('DescribeStacks', STACK)).includes('<EnableTerminationProtection>true<');

const tables = async (): Promise<string[]> => (await dynamoDb.send(new ListTablesCommand({}))).TableNames ?? [];

const topics = async (): Promise<string[]> =>
  ((await sns.send(new ListTopicsCommand({}))).Topics ?? []).map(({ TopicArn = '' }) => TopicArn.replace(/.*:/u, ''));

/** Not those that wait for their deletion. */
const usableKeys = async (): Promise<number> => {
  const { Keys } = (await call.kms('ListKeys', {})) as { Keys: { KeyId: string }[] };
  const states = await Promise.all(Keys.map(({ KeyId }) => call.kms('DescribeKey', { KeyId })));
  return states.filter((state) => (state as { KeyMetadata: { KeyState: string } }).KeyMetadata.KeyState === 'Enabled')
    .length;
};

/** Makes the calls that the schedules name, as EventBridge Scheduler does every hour. */
const runSchedules = async (): Promise<void> => {
  const { Schedules } = (await call.scheduler('/schedules')) as { Schedules: { Name: string }[] };
  for (const { Name } of Schedules.filter((one) => one.Name.includes('Protection'))) {
    const { Target } = (await call.scheduler(`/schedules/${Name}`)) as { Target: { Arn: string; Input: string } };
    const input: unknown = JSON.parse(Target.Input);
    if (Target.Arn.endsWith(':dynamodb:updateTable'))
      await dynamoDb.send(new UpdateTableCommand(input as UpdateTableCommandInput));
    if (Target.Arn.endsWith(':cloudformation:updateTerminationProtection'))
      await call.cloudFormation('UpdateTerminationProtection', input as Record<string, string>);
  }
};

describe('a first deploy that fails', () => {
  it('B2 is followed by another as if it had not been: no table, topic or key is left, and nothing is protected', async () => {
    const keysBefore = await usableKeys();
    await expect(account.deploy(team('alice', 'bob'), 'node test/e2e/failing-app.ts')).rejects.toThrow('Signalled');
    expect(await status()).toBe('ROLLBACK_COMPLETE');
    expect(await isProtected()).toBe(false);
    expect(await tables()).toEqual([]);
    expect(await topics()).toEqual([]);
    expect(await usableKeys()).toBe(keysBefore);

    await account.deploy(team('alice', 'bob'));
    expect(await status()).toBe('CREATE_COMPLETE');
    expect(await tables()).toHaveLength(1);
  });
});

describe('a stack that stands', () => {
  it('B2 is kept from being deleted by its schedules, and its table too', async () => {
    await runSchedules();
    expect(await isProtected()).toBe(true);
    await expect(call.cloudFormation('DeleteStack', STACK)).rejects.toThrow('TerminationProtection is enabled');
    const [TableName] = await tables();
    const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
    expect(Table?.DeletionProtectionEnabled).toBe(true);
    await expect(dynamoDb.send(new DeleteTableCommand({ TableName }))).rejects.toThrow();
  });

  it('B5 is deployed without a responder, whose topic goes', async () => {
    await account.deploy(team('alice'));
    expect((await topics()).toSorted()).toEqual(['Tocsin-ops', 'Tocsin-responder-alice']);
  });

  it('B2 has lost its protection by a deploy, which is why schedules give it back', async () => {
    expect(await isProtected()).toBe(false);
    await runSchedules();
    expect(await isProtected()).toBe(true);
  });
});

describe('a stack that is removed on purpose', () => {
  it('B2 goes once its protection is off, but for its table, still protected, and its two keys', async () => {
    const keysBefore = await usableKeys();
    await call.cloudFormation('UpdateTerminationProtection', { ...STACK, EnableTerminationProtection: 'false' });
    await account.destroy();
    expect(await topics()).toEqual([]);
    const [TableName, ...others] = await tables();
    expect(others).toEqual([]);
    await expect(dynamoDb.send(new DeleteTableCommand({ TableName }))).rejects.toThrow();
    expect(await usableKeys()).toBe(keysBefore);
  });
});
