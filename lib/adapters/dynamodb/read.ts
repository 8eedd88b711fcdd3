import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  paginateQuery,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { UnreadyIndexError } from '../../ports/unread.ts';
import { backOff } from './back-off.ts';
import type { Key } from './items.ts';

export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Ends a question that nobody waits for any more. */
export interface Patience {
  readonly abortSignal?: AbortSignal | undefined;
}

export type Item = Readonly<Record<string, unknown>>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_A_CALL = 100;
const TRIES = 8;

/** What DynamoDB leaves unread, for its size or for lack of capacity, is asked for again. */
const readCall = async ({ client, tableName }: Table, keys: readonly Key[]): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let unread: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const input: BatchGetCommandInput = { RequestItems: { [tableName]: { Keys: unread, ConsistentRead: true } } };
    const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await client.send(new BatchGetCommand(input));
    items.push(...(Responses?.[tableName] ?? []));
    unread = UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (unread.length === 0) return items;
    await backOff(tried);
  }
  throw new Error(
    `DynamoDB left ${String(unread.length)} of ${String(keys.length)} items unread in ${String(TRIES)} tries`,
  );
};

/** The items that exist, in no order; consistent. Each key may be given once. */
export const readItems = async (table: Table, keys: readonly Key[]): Promise<readonly Item[]> => {
  const calls: (readonly Key[])[] = [];
  for (let start = 0; start < keys.length; start += KEYS_A_CALL) calls.push(keys.slice(start, start + KEYS_A_CALL));
  return (await Promise.all(calls.map((call) => readCall(table, call)))).flat();
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html: absent, or not filled yet. */
const UNREADY = /specified index|backfilling/iu;

/** In place of what DynamoDB says of an index that cannot be read yet. */
const explaining = (error: unknown, index: string | undefined): unknown =>
  index !== undefined && error instanceof Error && UNREADY.test(error.message)
    ? new UnreadyIndexError(index, { cause: error })
    : error;

/** What a query finds, in its order and across its pages, at most `Limit` items. */
export const queryItems = async (
  { client, tableName, abortSignal }: Table & Patience,
  query: Omit<QueryCommandInput, 'TableName'>,
): Promise<readonly Item[]> => {
  const { Limit: most = Infinity } = query;
  const items: Item[] = [];
  const pages = paginateQuery({ client }, { TableName: tableName, ...query }, { abortSignal });
  try {
    for await (const { Items = [] } of pages) {
      items.push(...Items);
      if (items.length >= most) break;
    }
  } catch (error) {
    throw explaining(error, query.IndexName);
  }
  return items.slice(0, most);
};

/** Everything of one partition whose sort key begins so; consistent. */
export const readPartition = (table: Table, pk: string, prefix: string): Promise<readonly Item[]> =>
  queryItems(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  });
