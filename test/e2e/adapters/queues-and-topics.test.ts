import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message as Received,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snsPager } from '../../../lib/adapters/sns/sns-pager.ts';
import { readDiagnosisMessage, readPageMessage, readTickMessage } from '../../../lib/adapters/sqs/queue-messages.ts';
import { sqsDiagnosesQueue } from '../../../lib/adapters/sqs/sqs-diagnoses-queue.ts';
import { sqsPagesQueue } from '../../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsRedelivery } from '../../../lib/adapters/sqs/sqs-redelivery.ts';
import { sqsSetAside } from '../../../lib/adapters/sqs/sqs-set-aside.ts';
import { sqsTicksQueue } from '../../../lib/adapters/sqs/sqs-ticks-queue.ts';
import { PUBLISH_OPTIONS, QUEUE_OPTIONS } from '../../../lib/runtime/client-options.ts';
import { type AwsEmulator, startAwsEmulator } from '../../support/aws-emulator.ts';
import { emulatorOptions } from './incident-table.ts';

let emulator: AwsEmulator;
let sqs: SQSClient;
/** A queue holds the answer back while there is nothing: longer than a function may wait for one. */
let receiver: SQSClient;
let sns: SNSClient;

beforeAll(async () => {
  emulator = await startAwsEmulator();
  sqs = new SQSClient({ ...QUEUE_OPTIONS, ...emulatorOptions(emulator) });
  receiver = new SQSClient(emulatorOptions(emulator));
  sns = new SNSClient({ ...PUBLISH_OPTIONS, ...emulatorOptions(emulator) });
});
afterAll(async () => {
  sqs.destroy();
  receiver.destroy();
  sns.destroy();
  await emulator.stop();
});

const createQueue = async (name: string): Promise<string> => {
  const Attributes = name.endsWith('.fifo') ? { FifoQueue: 'true' } : undefined;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return QueueUrl;
};

/** Everything that can be received at once, or within `seconds` for the first. */
const receiveAll = async (QueueUrl: string, seconds = 0): Promise<readonly Received[]> => {
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await receiver.send(new ReceiveMessageCommand({ ...input, WaitTimeSeconds: seconds }));
  return Messages;
};

describe('the pages queue', () => {
  it('takes a page that is handed over twice within a minute once', async () => {
    const queueUrl = await createQueue('pages.fifo');
    const clock = (): string => '2026-03-01T03:00:00.000Z';
    const pages = ['p1', 'p2'].map((pageId) => ({ incidentId: 'i', pageId, target: 'responder:alice' as const }));
    await sqsPagesQueue({ client: sqs, queueUrl, clock }).send(pages);
    await sqsPagesQueue({ client: sqs, queueUrl, clock }).send(pages);
    expect((await receiveAll(queueUrl)).map(({ Body = '' }) => readPageMessage(Body))).toEqual(pages);
  });
});

describe('a message that was received and failed', () => {
  it('comes again when it was asked to, not when its queue says', async () => {
    const queueUrl = await createQueue('failed.fifo');
    await sqsPagesQueue({ client: sqs, queueUrl }).send([{ incidentId: 'i', pageId: 'p', target: 'responder:alice' }]);
    const [first] = await receiveAll(queueUrl);
    expect(await receiveAll(queueUrl)).toEqual([]);
    await sqsRedelivery({ client: sqs, queueUrl }).after(0, [first?.ReceiptHandle ?? '']);
    expect((await receiveAll(queueUrl)).map(({ MessageId }) => MessageId)).toEqual([first?.MessageId]);
  });

  it('is named when the queue does not know it', async () => {
    const queueUrl = await createQueue('unknown.fifo');
    await expect(sqsRedelivery({ client: sqs, queueUrl }).after(0, ['nothing'])).rejects.toThrow(
      /SQS refused 1|handle/iu,
    );
  });
});

describe('the ticks queue', () => {
  it('gives a tick back not before it is due', async () => {
    const queueUrl = await createQueue('ticks');
    const tick = { v: 1, incidentId: 'i', wakeAt: '2026-03-01T03:00:00.000Z' } as const;
    const sentAt = Date.now();
    await sqsTicksQueue({ client: sqs, queueUrl }).send(tick, 1_001);
    expect(await receiveAll(queueUrl)).toEqual([]);
    const [received] = await receiveAll(queueUrl, 10);
    expect(readTickMessage(received?.Body ?? '')).toEqual(tick);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(1_001);
  });
});

describe('the diagnoses queue', () => {
  it('gives what was asked for back at once', async () => {
    const queueUrl = await createQueue('diagnoses');
    await sqsDiagnosesQueue({ client: sqs, queueUrl }).send({ v: 1, incidentId: 'i' });
    const [received] = await receiveAll(queueUrl);
    expect(readDiagnosisMessage(received?.Body ?? '')).toEqual({ v: 1, incidentId: 'i' });
  });
});

describe('the dead-letter queue', () => {
  it('keeps what was set aside with its reason', async () => {
    const queueUrl = await createQueue('alarms-dead');
    await sqsSetAside({ client: sqs, queueUrl }).put('{"a":"🔥\u0000"}', 'no alarm name');
    const [received] = await receiveAll(queueUrl);
    expect(received?.Body).toBe('{"a":"🔥?"}');
    expect(received?.MessageAttributes?.['reason']?.StringValue).toBe('no alarm name');
  });
});

describe('a topic', () => {
  const message = { subject: '[critical] web', text: 'memory leak', sms: 'web: leak', https: '{"version":"1.0"}' };

  it('gives its subscribers what is published for its target', async () => {
    const queueUrl = await createQueue('alice');
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
    );
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'Tocsin-responder-alice' }));
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn, ReturnSubscriptionArn: true }),
    );
    const topicArnPrefix = TopicArn.slice(0, -'responder-alice'.length);
    await snsPager({ client: sns, topicArnPrefix }).publish('responder:alice', message);
    const [received] = await receiveAll(queueUrl, 5);
    expect(JSON.parse(received?.Body ?? '{}')).toMatchObject({ Subject: message.subject, Message: message.text });
  });

  it('that is not there refuses for now: it may be there again', async () => {
    const pager = snsPager({ client: sns, topicArnPrefix: 'arn:aws:sns:us-east-1:000000000000:Nothing-' });
    await expect(pager.publish('responder:alice', message)).rejects.toMatchObject({ outcome: 'not-sent' });
  });
});
