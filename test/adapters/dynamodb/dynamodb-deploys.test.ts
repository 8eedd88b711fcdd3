import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { dynamoDbDeploys } from '../../../lib/adapters/dynamodb/dynamodb-deploys.ts';
import type { DeployLog } from '../../../lib/ports/deploy-log.ts';
import { type AwsStub, type StubAnswer, type StubRequest, startAwsStub } from '../../support/aws-stub.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { minute } from '../../support/incident-story.ts';

const SPAN = { from: minute(-30), to: minute(0) };

let stub: AwsStub | undefined;
let client: DynamoDBClient | undefined;

afterEach(async () => {
  client?.destroy();
  await stub?.close();
});

/** The log before a DynamoDB that answers so. */
const logBefore = async (
  answerTo: (request: StubRequest, index: number) => StubAnswer,
  abortSignal?: AbortSignal,
): Promise<DeployLog> => {
  stub = await startAwsStub(answerTo);
  client = new DynamoDBClient({ ...stub.options, maxAttempts: 1 });
  return dynamoDbDeploys({
    client: DynamoDBDocumentClient.from(client),
    tableName: 'incidents',
    clock: () => minute(5),
    abortSignal,
  });
};

const itemOf = (minutes: number): object => ({ record: { S: JSON.stringify(word(minutes)) } });

describe('a word of a deploy', () => {
  it('is an item of its service, with a key of one length, for 90 days from when it came', async () => {
    const log = await logBefore(() => ({ result: {} }));
    await log.record({ service: 'web', word: word(-4) });
    await log.record({ service: undefined, word: word(-4, { id: '#'.repeat(9_000) }) });
    const items = stub?.requests.map(({ body }) => body['Item']) as Record<string, { S?: string; N?: string }>[];
    expect(items.map((item) => item['pk']?.S)).toEqual(['SVC#web', 'SVC#-']);
    for (const item of items) {
      expect(item['sk']?.S).toMatch(/^DEP#2023-08-05T14:11:00\.000Z#[0-9a-f]{64}#STARTED$/u);
      expect(item['ttl']?.N).toBe(String(Date.parse(minute(5 + 90 * 24 * 60)) / 1_000));
    }
  });

  it('that is kept already is no failure', async () => {
    const log = await logBefore(() => ({ error: 'ConditionalCheckFailedException' }));
    await expect(log.record({ service: 'web', word: word(0) })).resolves.toBeUndefined();
  });

  it.each(['AccessDeniedException', 'ResourceNotFoundException', 'ThrottlingException'])(
    'that cannot be kept fails with %s',
    async (name) => {
      const log = await logBefore(() => ({ error: name }));
      await expect(log.record({ service: 'web', word: word(0) })).rejects.toMatchObject({ name });
    },
  );
});

describe('words of a span', () => {
  it('are read page by page until there are enough, and no further', async () => {
    const log = await logBefore(({ body }, index) => ({
      result: {
        Items: [itemOf(-2 * index - 1), itemOf(-2 * index - 2)],
        LastEvaluatedKey: { pk: { S: 'SVC#web' }, sk: { S: `page ${String(index)} of ${String(body['Limit'])}` } },
      },
    }));
    const words = await log.words('web', SPAN, 5);
    expect(words?.map(({ at }) => at)).toEqual([-5, -4, -3, -2, -1].map(minute));
    expect(stub?.requests).toHaveLength(3);
  });

  it('cost one read where there are any', async () => {
    const log = await logBefore(() => ({ result: { Items: [itemOf(-1)] } }));
    await log.words('web', SPAN, 5);
    expect(stub?.requests).toHaveLength(1);
    expect(stub?.requests[0]?.body).toMatchObject({ ConsistentRead: true, ScanIndexForward: false, Limit: 5 });
  });

  it('are not known where the service has none of any time', async () => {
    const log = await logBefore(() => ({ result: { Items: [] } }));
    expect(await log.words('web', SPAN, 5)).toBeUndefined();
  });

  it.each([
    ['AccessDeniedException', 'denied'],
    ['KMSAccessDeniedException', 'denied'],
    ['ThrottlingException', 'throttled'],
    ['ProvisionedThroughputExceededException', 'throttled'],
    ['SomethingNew', 'unanswered'],
  ])('that cannot be read with %s are %s', async (name, why) => {
    const log = await logBefore(() => ({ error: name }));
    await expect(log.words('web', SPAN, 5)).rejects.toMatchObject({ name: 'UnreadError', why });
  });

  it('that nobody waits for any more are asked for no longer', async () => {
    const giveUp = new AbortController();
    const log = await logBefore(() => {
      giveUp.abort();
      return 'no answer';
    }, giveUp.signal);
    await expect(log.words('web', SPAN, 5)).rejects.toMatchObject({ name: 'UnreadError', why: 'unanswered' });
    await expect(log.words('web', SPAN, 5)).rejects.toMatchObject({ why: 'unanswered' });
    expect(stub?.requests).toHaveLength(1);
  });

  it('are none where it has some of another time', async () => {
    const log = await logBefore((_request, index) => ({ result: { Items: index === 0 ? [] : [itemOf(-900)] } }));
    expect(await log.words('web', SPAN, 5)).toEqual([]);
  });
});
