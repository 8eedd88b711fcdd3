import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { type Append, LostRaceError } from '../../../lib/ports/incident-store.ts';
import { type AwsStub, type StubAnswer, type StubRequest, startAwsStub } from '../../support/aws-stub.ts';
import { appendTo, fact, firing, member, minute, note, opening } from '../../support/incident-story.ts';
import type { Incidents } from '../../support/incident-store-contract.ts';

const incidentId = '01H72Y3QK00000000000000000';
const WRITTEN = { result: {} };

let stub: AwsStub | undefined;
let client: DynamoDBClient | undefined;

/** Every wait between two tries is a random part of its bound: here none of it. */
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  client?.destroy();
  await stub?.close();
});

/** The store before a DynamoDB that answers so; three attempts a call, as quickly as the SDK repeats them. */
const storeBefore = async (answerTo: (request: StubRequest, index: number) => StubAnswer): Promise<Incidents> => {
  stub = await startAwsStub(answerTo);
  client = new DynamoDBClient({ ...stub.options, maxAttempts: 3 });
  return dynamoDbIncidents({
    client: DynamoDBDocumentClient.from(client),
    tableName: 'incidents',
    clock: () => minute(0),
  });
};

const requests = (): readonly StubRequest[] => stub?.requests ?? [];

const cancelled = (...codes: readonly string[]): StubAnswer => ({
  error: 'TransactionCanceledException',
  fields: { Message: 'cancelled', CancellationReasons: codes.map((Code) => ({ Code })) },
});

const append: Append = appendTo(undefined, [opening(incidentId)], { members: [member('a')] });

interface Put {
  readonly Item: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly ConditionExpression?: string;
}

const putsIn = ({ body }: StubRequest): readonly Put[] =>
  (body['TransactItems'] as readonly { readonly Put: Put }[]).map(({ Put }) => Put);

const sortKeysIn = (request: StubRequest | undefined): readonly (string | undefined)[] =>
  request === undefined ? [] : putsIn(request).map(({ Item }) => Item['sk']?.['S']);

describe('an append', () => {
  it.each([
    ['a condition did not hold', cancelled('None', 'ConditionalCheckFailed', 'None', 'None')],
    ['another transaction holds an item', cancelled('None', 'TransactionConflict', 'None', 'None')],
    ['both that and lack of capacity', cancelled('ThrottlingError', 'None', 'TransactionConflict', 'None')],
  ])('has lost its race when %s', async (_why, answer) => {
    const store = await storeBefore(() => answer);
    await expect(store.append(append)).rejects.toBeInstanceOf(LostRaceError);
    expect(requests()).toHaveLength(1);
  });

  it('names the item over which it lost', async () => {
    const store = await storeBefore(() => cancelled('None', 'ConditionalCheckFailed', 'None', 'None'));
    await expect(store.append(append)).rejects.toThrow(`INC#${incidentId} EVT#0000000001`);
  });

  it('is repeated when it was cancelled for lack of capacity', async () => {
    const store = await storeBefore((_request, index) =>
      index < 2 ? cancelled('ThrottlingError', 'None', 'None', 'None') : WRITTEN,
    );
    await store.append(append);
    expect(requests()).toHaveLength(3);
    expect(requests()[1]).toEqual(requests()[0]);
  });

  it.each([
    ['ThrottlingException', { error: 'ThrottlingException' }, 3],
    ['InternalServerError', { error: 'InternalServerError', status: 500 }, 3],
    ['ValidationException', { error: 'ValidationException' }, 1],
    ['TransactionCanceledException', cancelled('ValidationError', 'None', 'None', 'None'), 1],
  ] as const)('fails with %s as it is', async (name, answer, attempts) => {
    const store = await storeBefore(() => answer);
    await expect(store.append(append)).rejects.toMatchObject({ name });
    expect(requests()).toHaveLength(attempts);
  });

  it('whose answer is lost is repeated with the same token, so that DynamoDB knows it for its own', async () => {
    const store = await storeBefore((_request, index) => (index === 0 ? 'broken connection' : WRITTEN));
    await store.append(append);
    const tokens = requests().map(({ body }) => body['ClientRequestToken']);
    expect(tokens).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/u), tokens[0]]);
  });

  it('has a token of its own', async () => {
    const store = await storeBefore(() => WRITTEN);
    await store.append(append);
    await store.append(append);
    expect(new Set(requests().map(({ body }) => body['ClientRequestToken'])).size).toBe(2);
  });

  it('puts nothing over what it does not know, but for members and the list entry', async () => {
    const store = await storeBefore(() => WRITTEN);
    await store.append({
      ...append,
      group: { group: 'web', incidentId, status: 'open', version: 2 },
      register: [{ alarmKey: 'a', alarmName: 'a', state: 'ALARM', at: minute(0), group: 'web', version: 1 }],
      dedups: [{ key: 'd', incidentId }],
    });
    const conditions = requests().flatMap((request) =>
      putsIn(request).map(({ Item, ConditionExpression }) => [
        `${String(Item['pk']?.['S']?.slice(0, 4))} ${String(Item['sk']?.['S'])}`,
        ConditionExpression,
      ]),
    );
    expect(Object.fromEntries(conditions)).toEqual({
      'INC# HEAD': 'attribute_not_exists(pk)',
      'INC# EVT#0000000001': 'attribute_not_exists(pk)',
      'INC# ALM#a': undefined,
      'INC# LIST': undefined,
      'GRP# CUR': '#version = :before',
      'ALM# HEAD': 'attribute_not_exists(pk)',
      'DUP# DUP': 'attribute_not_exists(pk)',
    });
  });

  it('keeps a dedup for 14 days', async () => {
    const store = await storeBefore(() => WRITTEN);
    await store.append({ register: [], dedups: [{ key: 'd' }] });
    const [put] = requests().flatMap(putsIn);
    expect(Number(put?.Item['ttl']?.['N']) * 1_000).toBe(Date.parse(minute(14 * 24 * 60)));
  });

  it('of nothing asks nothing of DynamoDB', async () => {
    const store = await storeBefore(() => WRITTEN);
    await store.append({ register: [], dedups: [] });
    expect(requests()).toEqual([]);
  });
});

describe('the list entry of an incident', () => {
  const first = appendTo(undefined, [opening(incidentId)]);
  const { head } = first.incident;
  const stored = { pk: { S: `INC#${incidentId}` }, sk: { S: 'HEAD' }, record: { S: JSON.stringify(head) } };
  const answers = ({ operation }: StubRequest): StubAnswer =>
    operation === 'BatchGetItem' ? { result: { Responses: { incidents: [stored] }, UnprocessedKeys: {} } } : WRITTEN;

  it('is left as it is by an append that changes nothing in it', async () => {
    const store = await storeBefore(answers);
    await store.head(incidentId);
    await store.append(appendTo(head, [fact(minute(1), { type: 'IncidentReminded' })]));
    expect(sortKeysIn(requests()[1])).toEqual(['HEAD', 'EVT#0000000002']);
  });

  it('is written with what changes it', async () => {
    const store = await storeBefore(answers);
    await store.head(incidentId);
    const resolved = fact(minute(9), { type: 'IncidentResolved', by: 'alice', stillFiring: 0, counts: firing(0) });
    await store.append(appendTo(head, [resolved]));
    expect(sortKeysIn(requests()[1])).toEqual(['HEAD', 'EVT#0000000002', 'LIST']);
  });

  it('is written over a head that this store has not read', async () => {
    const store = await storeBefore(answers);
    await store.append(appendTo(head, [note('looking')]));
    expect(sortKeysIn(requests()[0])).toContain('LIST');
  });

  it('is not made for a drill', async () => {
    const store = await storeBefore(answers);
    await store.append(appendTo(undefined, [opening(incidentId, { kind: 'drill' })]));
    expect(sortKeysIn(requests()[0])).not.toContain('LIST');
  });
});

describe('a read of many items', () => {
  interface Keys {
    readonly incidents: { readonly Keys: readonly object[]; readonly ConsistentRead?: boolean };
  }
  const keysIn = ({ body }: StubRequest): readonly object[] => (body['RequestItems'] as Keys).incidents.Keys;
  const dedupItem = (key: string): object => ({ record: { S: JSON.stringify({ key }) } });
  const keys = Array.from({ length: 250 }, (_, index) => `key ${String(index)}`);

  it('asks for at most 100 at a time, consistently, each once', async () => {
    const store = await storeBefore(() => ({ result: { Responses: {}, UnprocessedKeys: {} } }));
    await store.seen([...keys, ...keys]);
    expect(requests().map((request) => keysIn(request).length)).toEqual([100, 100, 50]);
    expect(requests().every(({ body }) => (body['RequestItems'] as Keys).incidents.ConsistentRead)).toBe(true);
  });

  it('asks again for what DynamoDB left unread', async () => {
    const store = await storeBefore((request, index) => {
      const [, ...unread] = keysIn(request);
      const UnprocessedKeys = index === 0 ? { incidents: { Keys: unread, ConsistentRead: true } } : {};
      return { result: { Responses: { incidents: [dedupItem(`read ${String(index)}`)] }, UnprocessedKeys } };
    });
    expect([...(await store.seen(['a', 'b', 'c'])).keys()]).toEqual(['read 0', 'read 1']);
    expect(requests().map((request) => keysIn(request).length)).toEqual([3, 2]);
  });

  it('fails when DynamoDB goes on leaving items unread', async () => {
    const store = await storeBefore(({ body }) => ({
      result: { Responses: {}, UnprocessedKeys: body['RequestItems'] as object },
    }));
    await expect(store.seen(['a', 'b'])).rejects.toThrow('DynamoDB left 2 of 2 items unread in 8 tries');
  });
});

describe('a query', () => {
  const event = (version: number): object => ({
    sk: { S: `EVT#${String(version).padStart(10, '0')}` },
    body: { S: '{}' },
    prev: { S: '' },
    hash: { S: String(version) },
  });
  const pages: readonly StubAnswer[] = [
    { result: { Items: [event(1)], LastEvaluatedKey: { pk: { S: 'p' }, sk: { S: '1' } } } },
    { result: { Items: [], LastEvaluatedKey: { pk: { S: 'p' }, sk: { S: '2' } } } },
    { result: { Items: [event(2)] } },
  ];

  it('follows its pages to the last, over empty ones too', async () => {
    const store = await storeBefore((_request, index) => pages[index] ?? { result: { Items: [] } });
    expect((await store.timeline(incidentId)).map(({ version }) => version)).toEqual([1, 2]);
    expect(requests().map(({ body }) => body['ExclusiveStartKey'])).toEqual([
      undefined,
      { pk: { S: 'p' }, sk: { S: '1' } },
      { pk: { S: 'p' }, sk: { S: '2' } },
    ]);
    expect(requests().every(({ body }) => body['ConsistentRead'])).toBe(true);
  });

  it('of a list goes back 400 days where no beginning is given', async () => {
    const store = await storeBefore(() => ({ result: { Items: [] } }));
    expect(await Array.fromAsync(store.list({ until: minute(0) }))).toEqual([]);
    const days = requests().map(
      ({ body }) => (body['ExpressionAttributeValues'] as Record<string, object>)[':partition'],
    );
    expect(days).toHaveLength(401);
    expect(days).toContainEqual({ S: 'DAY#2023-08-05' });
    expect(days).toContainEqual({ S: 'DAY#2022-07-01' });
  });

  it.each([
    'The table does not have the specified index: byDay',
    'Cannot read from backfilling global secondary index: byDay',
  ])('of an index that is not ready says which: %s', async (message) => {
    const store = await storeBefore(() => ({ error: 'ValidationException', fields: { message } }));
    const list = Array.fromAsync(store.list({ since: minute(-1), until: minute(0) }));
    await expect(list).rejects.toThrow('the index byDay of the table is not there yet, or still being filled');
  });

  it('of a list of one service asks for a month after the other, and for no more than its reader wants', async () => {
    const store = await storeBefore((_request, index) => ({
      result: { Items: index === 0 ? [] : [{ pk: { S: 'INC#x' }, record: { S: '{"incidentId":"x"}' } }] },
    }));
    for await (const { incidentId: found } of store.list({ service: 'web', until: minute(0) })) {
      expect(found).toBe('x');
      break;
    }
    const asked = requests().map(({ body }) => [
      body['IndexName'],
      (body['ExpressionAttributeValues'] as Record<string, object>)[':partition'],
    ]);
    expect(asked).toEqual([
      ['byService', { S: 'SVC#web#2023-08' }],
      ['byService', { S: 'SVC#web#2023-07' }],
    ]);
  });
});
