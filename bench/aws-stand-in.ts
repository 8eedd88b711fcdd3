import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

type Fields = Readonly<Record<string, unknown>>;

interface Put {
  readonly Put?: { readonly Item?: Readonly<Record<string, { readonly S?: string }>> };
}

export interface AwsStandIn {
  readonly endpoint: string;
  /** Bodies on the pages queue since they were last taken. */
  takePages(): readonly string[];
  /** The newest message published, as the form that SNS was sent. */
  readonly published: string;
  /** Items written so far, to be put back later. */
  readonly items: Map<string, unknown>;
  /** When the last message was published, in milliseconds since 1970. */
  readonly publishedAt: number;
  close(): Promise<void>;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const keyOf = (item: Fields): string => {
  const { pk, sk } = item as { pk?: { S?: string }; sk?: { S?: string } };
  return `${pk?.S ?? ''} ${sk?.S ?? ''}`;
};

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

/** DynamoDB, SQS and SNS as far as one alarm, its page and a look at it need them, answered at once: puts, gets, queries, sends, publishes. */
export const startAwsStandIn = (): Promise<AwsStandIn> => {
  const items = new Map<string, unknown>();
  const pages: string[] = [];
  let publishedAt = 0;
  let published = '';

  const batchGet = ({ RequestItems }: Fields): object => {
    const [[table, { Keys }] = ['', { Keys: [] }]] = Object.entries(
      RequestItems as Record<string, { readonly Keys: readonly Fields[] }>,
    );
    return { Responses: { [table]: Keys.flatMap((key) => items.get(keyOf(key)) ?? []) }, UnprocessedKeys: {} };
  };

  const answers: Readonly<Record<string, (body: Fields) => object>> = {
    BatchGetItem: batchGet,
    GetItem: ({ Key }) => ({ Item: items.get(keyOf(Key as Fields)) }),
    PutItem: ({ Item }) => {
      items.set(keyOf(Item as Fields), Item);
      return {};
    },
    Query: ({ ExpressionAttributeValues }) => {
      const values = ExpressionAttributeValues as Readonly<Record<string, { readonly S: string }>>;
      const begin = `${values[':pk']?.S ?? ''} ${values[':prefix']?.S ?? ''}`;
      const found = [...items]
        .filter(([key]) => key.startsWith(begin))
        .toSorted(([one], [other]) => (one < other ? -1 : 1));
      return { Items: found.map(([, item]) => item) };
    },
    TransactWriteItems: ({ TransactItems }) => {
      for (const { Put } of TransactItems as readonly Put[]) items.set(keyOf(Put?.Item ?? {}), Put?.Item);
      return {};
    },
    SendMessage: ({ MessageBody }) => ({ MessageId: 'm', MD5OfMessageBody: md5(String(MessageBody)) }),
    SendMessageBatch: ({ Entries }) => {
      const entries = Entries as readonly { readonly Id: string; readonly MessageBody: string }[];
      pages.push(...entries.map(({ MessageBody }) => MessageBody));
      const Successful = entries.map(({ Id, MessageBody }) => ({
        Id,
        MessageId: Id,
        MD5OfMessageBody: md5(MessageBody),
      }));
      return { Successful, Failed: [] };
    },
  };

  const answerTo = async (incoming: IncomingMessage): Promise<string> => {
    const text = await textOf(incoming);
    const operation = String(incoming.headers['x-amz-target'] ?? '').split('.')[1];
    if (operation === undefined) {
      publishedAt = performance.timeOrigin + performance.now();
      published = text;
      return PUBLISHED;
    }
    return JSON.stringify(answers[operation]?.(JSON.parse(text) as Fields) ?? {});
  };

  return new Promise((resolve) => {
    const server = createServer((incoming, response) => {
      void answerTo(incoming).then((body) => {
        response.writeHead(200, { 'content-type': body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.0' });
        response.end(body);
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        endpoint: `http://localhost:${String(port)}`,
        items,
        takePages: () => pages.splice(0),
        get published() {
          return published;
        },
        get publishedAt() {
          return publishedAt;
        },
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections();
            server.close(() => {
              closed();
            });
          }),
      });
    });
  });
};
