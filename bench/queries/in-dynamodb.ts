import { DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BY_DAY } from '../../lib/adapters/dynamodb/contract.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dayKey, incidentKey } from '../../lib/adapters/dynamodb/items.ts';
import { DAY, type Instant, later } from '../../lib/core/time.ts';
import { STORE_OPTIONS } from '../../lib/runtime/client-options.ts';
import { A_PAGE, pageOf, type Way, wholeOf } from './way.ts';

/** A table, and when the newest incident in it opened. Where it is and who may read it: the AWS environment. */
interface Filled {
  readonly tableName: string;
  readonly newest: Instant;
}

export const pathOfTable = (filled: Filled): string => JSON.stringify(filled);
const tableAt = (path: string): Filled => JSON.parse(path) as Filled;

/** As the functions of a stack do it, once they are warm. */
export const table = (path: string): Way => {
  const { tableName, newest } = tableAt(path);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(STORE_OPTIONS));
  const store = dynamoDbIncidents({ client, tableName, clock: () => newest });
  return { list: () => pageOf(store), show: (incident) => wholeOf(store, incident) };
};

/**
 * The least that anybody could do: the newest entries with a limit, and all of one partition at once, by a client that
 * neither parses a record nor checks one.
 */
export const plainTable = (path: string): Way => {
  const { tableName, newest } = tableAt(path);
  const client = new DynamoDBClient(STORE_OPTIONS);
  const queried = async (query: Omit<QueryCommandInput, 'TableName'>): Promise<number> =>
    (await client.send(new QueryCommand({ TableName: tableName, ...query }))).Items?.length ?? 0;
  const ofDay = (day: Instant, limit: number): Promise<number> =>
    queried({
      IndexName: BY_DAY.name,
      KeyConditionExpression: '#day = :day',
      ExpressionAttributeNames: { '#day': BY_DAY.partitionKey },
      ExpressionAttributeValues: { ':day': { S: dayKey(day) } },
      ScanIndexForward: false,
      Limit: limit,
    });
  return {
    list: async () => {
      let listed = 0;
      for (let day = newest; listed < A_PAGE; day = later(day, -DAY)) listed += await ofDay(day, A_PAGE - listed);
      return listed;
    },
    show: (incident) =>
      queried({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: incidentKey(incident) } },
        ConsistentRead: true,
      }),
  };
};
