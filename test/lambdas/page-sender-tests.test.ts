import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { sendBatch } from '../../lambdas/page-sender/send-batch.ts';
import { pageBody, readPageMessage } from '../../lib/adapters/sqs/queue-messages.ts';
import { openDrill } from '../../lib/pipeline/open-drill.ts';
import { batch, record, World } from '../support/function-world.ts';

const drilled = async (world: World): Promise<string> => {
  const opened = await openDrill(world.pipeline, { key: 'k', account: '1', region: 'eu-west-1', to: ['alice'] });
  return 'incident' in opened ? opened.incident.incidentId : '';
};

const handedOver = (world: World): readonly SQSRecord[] =>
  world.handedOver
    .splice(0)
    .map((message) => record(message.pageId, pageBody(message), { MessageGroupId: `group of ${message.pageId}` }));

const subjects = ({ published }: World): readonly string[] => published.map(({ message }) => message.subject);

describe('page-sender, handed a test page', () => {
  it('sends and records it, and counts it among no pages', async () => {
    const world = new World();
    const id = await drilled(world);
    expect(await sendBatch(world, batch(...handedOver(world)))).toEqual({ batchItemFailures: [] });
    expect(subjects(world)).toEqual([expect.stringMatching(/^\[TEST\]/u)]);
    expect((await world.timeline(id)).map(({ type }) => type).slice(-2)).toEqual(['PageSent', 'DrillEnded']);
    expect(world.counts).toMatchObject({ PagesReceived: 0, MessagesPublished: 0, PagesFailed: 0, PagesRefused: 0 });
  });

  it('sends the pages that come with it, and leaves it to its clock', async () => {
    const world = new World();
    const id = await drilled(world);
    const tests = handedOver(world);
    await world.alarm('web-latency');
    const pages = handedOver(world);
    expect(await sendBatch(world, batch(...tests, ...pages))).toEqual({ batchItemFailures: [] });
    expect(subjects(world)).toHaveLength(pages.length);
    expect(subjects(world).join()).not.toContain('TEST');
    await world.at(1, id);
    expect(subjects(world).at(-1)).toContain('TEST');
  });

  it('fails no message where it cannot be sent, and says so in its log', async () => {
    const world = new World();
    await drilled(world);
    const { telemetry, redelivery, digests, where } = world;
    const pipeline = world.onStore({ head: () => Promise.reject(new Error('no table')) });
    const answer = await sendBatch({ telemetry, redelivery, digests, where, pipeline }, batch(...handedOver(world)));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.counts).toMatchObject({ PagesFailed: 0 });
    expect(world.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'test pages',
      fields: { failed: ['Error: no table'] },
    });
  });

  it('does not begin it without the time for it', async () => {
    const world = new World();
    await drilled(world);
    await sendBatch(world, batch(...handedOver(world)), () => false);
    expect(world.published).toEqual([]);
  });
});

describe('the message of a test page', () => {
  it('is read as it was written, and that of a page as before', () => {
    const page = { incidentId: 'I', pageId: 'I-2', target: 'responder:alice' } as const;
    expect(readPageMessage(pageBody({ ...page, isTest: true }))).toEqual({ ...page, isTest: true });
    expect(pageBody(page)).toBe('{"incidentId":"I","pageId":"I-2","target":"responder:alice","v":1}');
  });
});
