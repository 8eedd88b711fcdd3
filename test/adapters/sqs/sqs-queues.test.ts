import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  readDiagnosisMessage,
  readDigestMessage,
  readPageMessage,
  readTickMessage,
} from '../../../lib/adapters/sqs/queue-messages.ts';
import { sqsDiagnosesQueue } from '../../../lib/adapters/sqs/sqs-diagnoses-queue.ts';
import { sqsDigestsQueue, sqsPagesQueue } from '../../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsSetAside } from '../../../lib/adapters/sqs/sqs-set-aside.ts';
import { sqsTicksQueue } from '../../../lib/adapters/sqs/sqs-ticks-queue.ts';
import type { Instant } from '../../../lib/core/time.ts';
import type { PageMessage, PagesQueue } from '../../../lib/ports/queues.ts';
import { type AwsStub, startAwsStub } from '../../support/aws-stub.ts';

const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/pages.fifo';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageGroupId: string;
  readonly MessageDeduplicationId: string;
}

let stub: AwsStub;
let client: SQSClient;

afterEach(async () => {
  client.destroy();
  await stub.close();
});

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** SQS that refuses an entry when `refuses` says so of its page and of how often it has come. */
const start = async (refuses: (pageId: string, time: number) => boolean = () => false): Promise<void> => {
  const times = new Map<string, number>();
  stub = await startAwsStub(({ operation, body }) => {
    if (operation === 'SendMessage')
      return { result: { MessageId: 'm', MD5OfMessageBody: md5(String(body['MessageBody'])) } };
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const { Id, MessageBody } of body['Entries'] as readonly Entry[]) {
      const { pageId = '' } = readPageMessage(MessageBody) ?? {};
      const time = (times.get(pageId) ?? 0) + 1;
      times.set(pageId, time);
      if (refuses(pageId, time)) Failed.push({ Id, Code: 'InternalError', SenderFault: false, Message: 'no' });
      else Successful.push({ Id, MessageId: 'm', MD5OfMessageBody: md5(MessageBody) });
    }
    return { result: { Successful, Failed } };
  });
  client = new SQSClient(stub.options);
};

const pagesQueue = (now: Instant = '2026-03-01T03:00:00.000Z'): PagesQueue =>
  sqsPagesQueue({ client, queueUrl, clock: () => now });

const page = (pageId: string): PageMessage => ({ incidentId: 'i', pageId, target: 'responder:alice' });

const sent = (): readonly (readonly Entry[])[] => stub.requests.map(({ body }) => body['Entries'] as readonly Entry[]);

const pageIdsIn = (entries: readonly Entry[] | undefined): readonly (string | undefined)[] =>
  (entries ?? []).map(({ MessageBody }) => readPageMessage(MessageBody)?.pageId);

describe('pages handed to the queue', () => {
  it('go ten at a time, in the group of their target', async () => {
    await start();
    await pagesQueue().send(Array.from({ length: 23 }, (_, index) => page(String(index))));
    expect(sent().map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(sent().flatMap(pageIdsIn)).toEqual(Array.from({ length: 23 }, (_, index) => String(index)));
    expect(
      new Set(
        sent()
          .flat()
          .map(({ MessageGroupId }) => MessageGroupId),
      ),
    ).toEqual(new Set(['responder:alice']));
  });

  it('come back as they were', async () => {
    await start();
    await pagesQueue().send([page('1')]);
    expect(readPageMessage(sent()[0]?.[0]?.MessageBody ?? '')).toEqual(page('1'));
  });

  it('are the same within a minute, byte for byte, and others in the next', async () => {
    await start();
    await pagesQueue('2026-03-01T03:00:00.000Z').send([page('1'), page('2')]);
    await pagesQueue('2026-03-01T03:00:59.999Z').send([{ target: 'responder:alice', pageId: '1', incidentId: 'i' }]);
    await pagesQueue('2026-03-01T03:01:00.000Z').send([page('1')]);
    const [first, other, again, later] = sent().flat();
    expect(again).toEqual(first);
    expect(later?.MessageDeduplicationId).not.toBe(first?.MessageDeduplicationId);
    expect(other?.MessageDeduplicationId).not.toBe(first?.MessageDeduplicationId);
    for (const { MessageDeduplicationId } of sent().flat()) expect(MessageDeduplicationId).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('that are refused are sent once more, and only they', async () => {
    await start((pageId, time) => pageId === '2' && time === 1);
    await pagesQueue().send([page('1'), page('2'), page('3')]);
    expect(sent().map(pageIdsIn)).toEqual([['1', '2', '3'], ['2']]);
  });

  it('that are refused twice are named, after all others are queued', async () => {
    await start((pageId) => pageId === '2');
    const pages = Array.from({ length: 12 }, (_, index) => page(String(index)));
    await expect(pagesQueue().send(pages)).rejects.toThrow(/refused 1 of 12: .*"pageId":"2".*InternalError no/u);
    expect(sent().map(pageIdsIn).at(-1)).toEqual(['10', '11']);
  });

  it('that are none ask nothing of SQS', async () => {
    await start();
    await pagesQueue().send([]);
    expect(stub.requests).toEqual([]);
  });
});

describe('a tick', () => {
  const tick = { v: 1, incidentId: 'i', wakeAt: '2026-03-01T03:00:00.000Z' } as const;

  it.each([
    [-5_000, 0],
    [0, 0],
    [1, 1],
    [1_000, 1],
    [1_001, 2],
    [899_001, 900],
    [900_000, 900],
    [3_600_000, 900],
  ])('in %i ms is delayed by %i s', async (delayMs, seconds) => {
    await start();
    await sqsTicksQueue({ client, queueUrl }).send(tick, delayMs);
    expect(stub.requests[0]?.body['DelaySeconds']).toBe(seconds);
  });

  it('comes back as it was', async () => {
    await start();
    await sqsTicksQueue({ client, queueUrl }).send(tick, 0);
    expect(readTickMessage(String(stub.requests[0]?.body['MessageBody']))).toEqual(tick);
  });
});

describe('a diagnosis that is asked for', () => {
  const asked = { v: 1, incidentId: 'i' } as const;

  it('is sent to be taken at once, and comes back as it was', async () => {
    await start();
    await sqsDiagnosesQueue({ client, queueUrl }).send(asked);
    const [request] = stub.requests;
    expect(request?.operation).toBe('SendMessage');
    expect(request?.body).not.toHaveProperty('DelaySeconds');
    expect(readDiagnosisMessage(String(request?.body['MessageBody']))).toEqual(asked);
  });

  it.each([{ v: 2 }, { v: undefined }, { incidentId: '' }, { incidentId: 7 }])('is none with %j', (change) => {
    expect(readDiagnosisMessage(JSON.stringify({ ...asked, ...change }))).toBeUndefined();
  });
});

describe('a body that nobody of ours wrote', () => {
  const tick = { v: 1, incidentId: 'i', wakeAt: '2026-03-01T03:00:00.000Z' };
  const ours = { v: 1, incidentId: 'i', pageId: 'p', target: 'responder:alice' };

  it.each(['', 'null', '[]', '"text"', '{', '1', '{"v":1}', JSON.stringify([tick])])('is no message: %s', (body) => {
    expect(readPageMessage(body)).toBeUndefined();
    expect(readTickMessage(body)).toBeUndefined();
    expect(readDiagnosisMessage(body)).toBeUndefined();
  });

  it.each([{ v: 2 }, { incidentId: '' }, { incidentId: 7 }, { wakeAt: 'soon' }, { wakeAt: null }])(
    'is no tick with %j',
    (change) => {
      expect(readTickMessage(JSON.stringify({ ...tick, ...change }))).toBeUndefined();
    },
  );

  it.each([{ v: 2 }, { incidentId: '' }, { pageId: null }, { target: 'schedule:x' }, { target: 'responder:' }])(
    'is no page with %j',
    (change) => {
      expect(readPageMessage(JSON.stringify({ ...ours, ...change }))).toBeUndefined();
    },
  );
});

describe('a message set aside', () => {
  const put = async (message: unknown, reason: string): Promise<Readonly<Record<string, unknown>>> => {
    await start();
    await sqsSetAside({ client, queueUrl }).put(message, reason);
    return stub.requests[0]?.body ?? {};
  };

  it('says why beside its body', async () => {
    expect(await put('{"detail":{}}', 'no alarm name')).toMatchObject({
      MessageBody: '{"detail":{}}',
      MessageAttributes: { reason: { DataType: 'String', StringValue: 'no alarm name' } },
    });
  });

  it.each([
    ['what was parsed, as JSON', { detail: 1 }, '{"detail":1}'],
    ['nothing', undefined, '(nothing)'],
    ['an empty text', '', '(nothing)'],
    ['characters that SQS refuses', 'a\u0000b\uFFFEc\uD800d🔥', 'a?b?c?d🔥'],
  ])('keeps %s', async (_what, message, body) => {
    expect(await put(message, 'reason')).toMatchObject({ MessageBody: body });
  });

  it('never lacks a reason that SQS takes', async () => {
    const body = await put('x', `\u0001${'long '.repeat(1_000)}`);
    const { reason } = body['MessageAttributes'] as { reason: { StringValue: string } };
    expect(reason.StringValue).toMatch(/^\?long /u);
    expect(reason.StringValue.length).toBeLessThanOrEqual(500);
  });
});

describe('test pages handed to the queue of pages', () => {
  it('hold up no page, and keep one sender busy at most, however many there are', async () => {
    await start();
    const tests = [page('t'), { ...page('u'), target: 'channel:ops' as const }];
    await pagesQueue().send([...tests.map((one) => ({ ...one, isTest: true as const })), page('p')]);
    const [entries = []] = sent();
    expect(entries.map(({ MessageGroupId }) => MessageGroupId)).toEqual(['test', 'test', 'responder:alice']);
  });
});

describe('digests handed to the queue of pages', () => {
  it('come back as they were, are no pages, and hold up none: each channel has a group for them', async () => {
    await start();
    const digest = { week: '2023-W31', target: 'channel:ops' } as const;
    await sqsDigestsQueue({ client, queueUrl }).send([digest, { ...digest, target: 'channel:team' }]);
    const [entries = []] = sent();
    expect(entries.map(({ MessageGroupId }) => MessageGroupId)).toEqual(['digest/channel:ops', 'digest/channel:team']);
    expect(new Set(entries.map((entry) => entry.MessageDeduplicationId)).size).toBe(2);
    const body = entries[0]?.MessageBody ?? '';
    expect(readDigestMessage(body)).toEqual(digest);
    expect(readPageMessage(body)).toBeUndefined();
  });

  it.each([
    '{"v":2,"digest":"2023-W31","target":"channel:ops"}',
    '{"v":1,"digest":"2023-31","target":"channel:ops"}',
    '{"v":1,"digest":"2023-W31","target":"ops!"}',
    'null',
  ])('say nothing as %s', (body) => {
    expect(readDigestMessage(body)).toBeUndefined();
  });
});
