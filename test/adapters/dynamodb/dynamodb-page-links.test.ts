import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDbPageLinks } from '../../../lib/adapters/dynamodb/dynamodb-page-links.ts';
import type { PageLinks } from '../../../lib/ports/pager.ts';
import { type AwsStub, startAwsStub } from '../../support/aws-stub.ts';
import { minute } from '../../support/incident-story.ts';

const linkBase = 'https://abc.execute-api.eu-west-1.amazonaws.com/a/';

let stub: AwsStub;
let client: DynamoDBClient;
let links: PageLinks;

beforeEach(async () => {
  const items = new Map<string, unknown>();
  stub = await startAwsStub(({ operation, body }) => {
    const { pk } = (body['Item'] ?? body['Key']) as { pk: { S: string } };
    if (operation === 'PutItem') items.set(pk.S, body['Item']);
    return { result: operation === 'PutItem' ? {} : { Item: items.get(pk.S) } };
  });
  client = new DynamoDBClient(stub.options);
  const table = { client: DynamoDBDocumentClient.from(client), tableName: 'incidents' };
  links = dynamoDbPageLinks({ ...table, linkBase, clock: () => minute(0) });
});
afterEach(async () => {
  client.destroy();
  await stub.close();
});

const create = async (responder?: string): Promise<string> => (await links.create(['one', 'two'], responder)) ?? '';

describe('a page link', () => {
  it('ends in 22 characters that no other link has', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => create('alice')));
    for (const link of made)
      expect(link).toMatch(/^https:\/\/abc\.execute-api\.eu-west-1\.amazonaws\.com\/a\/[\w-]{22}$/u);
    expect(new Set(made).size).toBe(50);
  });

  it('leads to its incidents and to whom it was sent', async () => {
    const token = (await create('alice')).slice(linkBase.length);
    expect(await links.find(token)).toEqual({ incidentIds: ['one', 'two'], responder: 'alice' });
  });

  it('of a channel names nobody', async () => {
    const token = (await create()).slice(linkBase.length);
    expect(await links.find(token)).toEqual({ incidentIds: ['one', 'two'], responder: undefined });
  });

  it('is stored as a hash only, for 400 days', async () => {
    const token = (await create('alice')).slice(linkBase.length);
    const [request] = stub.requests;
    const hash = createHash('sha256').update(token).digest('hex');
    expect(request?.body['Item']).toMatchObject({ pk: { S: `LNK#${hash}` }, sk: { S: 'LNK' } });
    expect(request?.body['Item']).toMatchObject({ ttl: { N: String(Date.parse(minute(400 * 24 * 60)) / 1_000) } });
    expect(JSON.stringify(stub.requests)).not.toContain(token);
  });
});

describe('a token', () => {
  it('that was never made leads nowhere', async () => {
    expect(await links.find('A'.repeat(22))).toBeUndefined();
  });

  it.each(['', 'short', 'A'.repeat(23), `${'A'.repeat(21)}/`, `${'A'.repeat(22)}\n`, 'é'.repeat(22)])(
    'that is none (%j) is not even looked for',
    async (token) => {
      expect(await links.find(token)).toBeUndefined();
      expect(stub.requests).toEqual([]);
    },
  );
});
