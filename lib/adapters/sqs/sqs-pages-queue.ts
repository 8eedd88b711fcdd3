import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import { sha256Hex } from '../../core/hash.ts';
import { type Instant, instantOf } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DigestsQueue, PageMessage, PagesQueue } from '../../ports/queues.ts';
import { digestBody, pageBody } from './queue-messages.ts';

interface Options {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** @default the system's */
  readonly clock?: Clock;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MESSAGES_A_CALL = 10;

interface Refused {
  readonly entry: SendMessageBatchRequestEntry;
  readonly reason: string;
}

/** What is queued: in order within its group, once a minute by its key. */
interface Queued {
  readonly body: string;
  readonly group: string;
  readonly key: string;
}

/** The same message within a minute has the same deduplication id. */
const entryOf = ({ body, group, key }: Queued, index: number, now: Instant): SendMessageBatchRequestEntry => {
  const minute = now.slice(0, 'yyyy-mm-ddThh:mm'.length);
  return {
    Id: String(index),
    MessageBody: body,
    MessageGroupId: group,
    MessageDeduplicationId: sha256Hex(`${key} ${minute}`),
  };
};

const sendBatch = async (
  { client, queueUrl }: Options,
  entries: readonly SendMessageBatchRequestEntry[],
): Promise<readonly Refused[]> => {
  const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...entries] }));
  const reasons = new Map(Failed.map(({ Id, Code, Message }) => [Id, `${Code ?? 'refused'} ${Message ?? ''}`.trim()]));
  return entries.flatMap((entry) => {
    const reason = reasons.get(entry.Id);
    return reason === undefined ? [] : [{ entry, reason }];
  });
};

/** What a batch refuses is sent once more. */
const sendAll = async (
  options: Options,
  entries: readonly SendMessageBatchRequestEntry[],
): Promise<readonly Refused[]> => {
  const refused = await sendBatch(options, entries);
  return refused.length === 0
    ? []
    : sendBatch(
        options,
        refused.map(({ entry }) => entry),
      );
};

/** @throws Error anything was refused twice; whatever was not is queued. */
const sendQueued = async (options: Options, messages: readonly Queued[]): Promise<void> => {
  const { clock = () => instantOf(Date.now()) } = options;
  const now = clock();
  const refused: Refused[] = [];
  for (let start = 0; start < messages.length; start += MESSAGES_A_CALL) {
    const batch = messages.slice(start, start + MESSAGES_A_CALL);
    refused.push(
      ...(await sendAll(
        options,
        batch.map((message, index) => entryOf(message, index, now)),
      )),
    );
  }
  if (refused.length === 0) return;
  const what = refused.map(({ entry, reason }) => `${entry.MessageBody ?? ''}: ${reason}`);
  throw new Error(
    `the pages queue refused ${String(refused.length)} of ${String(messages.length)}: ${what.join('; ')}`,
  );
};

/** One for all test pages: a group is for one sender at a time, so that every other is left to pages. */
const TESTS = 'test';

/** In order for its target; no page waits behind a test page. */
const groupOf = ({ target, isTest }: PageMessage): string => (isTest === true ? TESTS : target);

/** The FIFO queue of pages: a group a target, and one for test pages. */
export const sqsPagesQueue = (options: Options): PagesQueue => ({
  send: (messages) =>
    sendQueued(
      options,
      messages.map((page) => ({ body: pageBody(page), group: groupOf(page), key: page.pageId })),
    ),
});

/** Digests in the same queue, in groups of their own: no page waits behind one. */
export const sqsDigestsQueue = (options: Options): DigestsQueue => ({
  send: (messages) =>
    sendQueued(
      options,
      messages.map((digest) => {
        const group = `digest/${digest.target}`;
        return { body: digestBody(digest), group, key: `${group} ${digest.week}` };
      }),
    ),
});
