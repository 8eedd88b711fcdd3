import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { sqsDeadLetters } from '../../../lib/adapters/sqs/sqs-dead-letters.ts';
import { QUEUE_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsStub, startAwsStub } from '../../support/aws-stub.ts';

const queueUrls = ['https://sqs/1/Tocsin-alarms-dead', 'https://sqs/1/Tocsin-pages-dead.fifo'];

let stub: AwsStub;
let client: SQSClient;

afterEach(async () => {
  client.destroy();
  await stub.close();
});

const troubles = async (counts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  stub = await startAwsStub(({ body }) => ({
    result: { Attributes: { ApproximateNumberOfMessages: counts[String(body['QueueUrl'])] ?? '0' } },
  }));
  client = new SQSClient({ ...stub.options, ...QUEUE_OPTIONS, useQueueUrlAsEndpoint: false });
  return sqsDeadLetters({ client, queueUrls }).troubles();
};

describe('dead letters', () => {
  it('B3 are asked about in every queue, which keeps them awake', async () => {
    expect(await troubles({})).toEqual([]);
    expect(stub.requests.map(({ body }) => body['QueueUrl']).toSorted()).toEqual(queueUrls);
  });

  it('are a trouble, by their number and their queue', async () => {
    expect(await troubles({ 'https://sqs/1/Tocsin-pages-dead.fifo': '3' })).toEqual(['3 in Tocsin-pages-dead.fifo']);
  });
});
