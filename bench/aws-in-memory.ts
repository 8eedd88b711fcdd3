import { createHash } from 'node:crypto';

type Fields = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

interface Put {
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
}

export interface Answer {
  readonly status: number;
  /** JSON; of SNS, XML. */
  readonly body: string;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const keyOf = ({ pk, sk }: Item): string => `${pk?.S ?? ''} ${sk?.S ?? ''}`;

/** Times are seconds since 1970. */
interface MetricsAsked {
  readonly MetricDataQueries: readonly { readonly Id: string; readonly MetricStat: { readonly Period: number } }[];
  readonly StartTime: number;
  readonly EndTime: number;
}

/** Nothing is wrong: values wobble. */
const metricData = ({ MetricDataQueries, StartTime, EndTime }: MetricsAsked): object => ({
  MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Period } }) => {
    const Timestamps = Array.from({ length: (EndTime - StartTime) / Period }, (_, index) => StartTime + index * Period);
    const Values = Timestamps.map((at) => 20 + ((at / Period) % 7));
    return { Id, Timestamps, Values, StatusCode: 'Complete' };
  }),
});

const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

const lost = (reasons: readonly string[]): Answer => ({
  status: 400,
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    CancellationReasons: reasons.map((Code) => ({ Code })),
  }),
});

/** What an operation is asked as, by the header `x-amz-target`; undefined: a call of SNS, which publishes. */
export const operationIn = (target: string | undefined): string | undefined => target?.split('.')[1];

/**
 * DynamoDB, SQS, SNS and CloudWatch as far as alarms, their pages and a look at them need them: puts over what is to be
 * there, gets, queries, sends, publishes, and a value for every period that is asked for.
 */
export class AwsInMemory {
  /** The newest message published, as the form that SNS was sent. */
  published = '';
  private readonly items = new Map<string, Item>();
  private pages: string[] = [];
  private readonly answers: Readonly<Record<string, (body: Fields) => object | Answer>> = {
    BatchGetItem: ({ RequestItems }) => this.batchGet(RequestItems as Record<string, { readonly Keys: Item[] }>),
    GetItem: ({ Key }) => ({ Item: this.items.get(keyOf(Key as Item)) }),
    PutItem: (put) => this.transact([put as unknown as Put]),
    Query: ({ ExpressionAttributeValues }) => this.query(ExpressionAttributeValues as Item),
    TransactWriteItems: ({ TransactItems }) => this.transact((TransactItems as { Put: Put }[]).map(({ Put }) => Put)),
    GetMetricData: (asked) => metricData(asked as unknown as MetricsAsked),
    SendMessage: ({ MessageBody }) => ({ MessageId: 'm', MD5OfMessageBody: md5(String(MessageBody)) }),
    SendMessageBatch: ({ Entries }) => this.sendBatch(Entries as { Id: string; MessageBody: string }[]),
  };

  answer(operation: string | undefined, text: string): Answer {
    if (operation === undefined) {
      this.published = text;
      return { status: 200, body: PUBLISHED };
    }
    const answer = this.answers[operation]?.(JSON.parse(text) as Fields) ?? {};
    return 'status' in answer ? (answer as Answer) : { status: 200, body: JSON.stringify(answer) };
  }

  /** Bodies on the pages queue since they were last taken. */
  takePages(): readonly string[] {
    return this.pages.splice(0);
  }

  private batchGet(asked: Readonly<Record<string, { readonly Keys: readonly Item[] }>>): object {
    const found = Object.entries(asked).map(([table, { Keys }]) => [
      table,
      Keys.flatMap((key) => this.items.get(keyOf(key)) ?? []),
    ]);
    return { Responses: Object.fromEntries(found) as object, UnprocessedKeys: {} };
  }

  private query({ ':pk': pk, ':prefix': prefix }: Item): object {
    const begin = `${pk?.S ?? ''} ${prefix?.S ?? ''}`;
    const found = [...this.items].filter(([key]) => key.startsWith(begin));
    return { Items: found.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item) };
  }

  private transact(puts: readonly Put[]): object | Answer {
    const reasons = puts.map((put) => (this.mayPut(put) ? 'None' : 'ConditionalCheckFailed'));
    if (reasons.some((reason) => reason !== 'None')) return lost(reasons);
    for (const { Item } of puts) this.items.set(keyOf(Item), Item);
    return {};
  }

  /** The adapter's two conditions: nothing is there, or this version. */
  private mayPut({ Item, ConditionExpression, ExpressionAttributeValues }: Put): boolean {
    const before = this.items.get(keyOf(Item));
    if (ConditionExpression === undefined) return true;
    if (ConditionExpression.startsWith('attribute_not_exists')) return before === undefined;
    return before?.['version']?.N === ExpressionAttributeValues?.[':before']?.N;
  }

  private sendBatch(entries: readonly { readonly Id: string; readonly MessageBody: string }[]): object {
    this.pages.push(...entries.map(({ MessageBody }) => MessageBody));
    const Successful = entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: md5(MessageBody),
    }));
    return { Successful, Failed: [] };
  }
}
