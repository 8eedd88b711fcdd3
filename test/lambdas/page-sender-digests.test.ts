import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { sendBatch } from '../../lambdas/page-sender/send-batch.ts';
import { digestBody, pageBody } from '../../lib/adapters/sqs/queue-messages.ts';
import { minute } from '../support/incident-spec.ts';
import { threeLevels } from '../support/configurations.ts';
import { quietDigest } from '../support/digest-log-contract.ts';
import { batch, record, World } from '../support/function-world.ts';

const asked: SQSRecord = record('d', digestBody({ week: '2023-W31', target: 'channel:ops' }), {
  MessageGroupId: 'digest/channel:ops',
});

const dueNow = async (): Promise<World> => {
  const world = new World({ ...threeLevels, digest: { to: ['channel:ops'], timeZone: 'UTC' } });
  world.now = minute(1);
  await world.digests.intend(quietDigest({ dueAt: minute(0) }));
  return world;
};

const sentOf = async ({ digests }: World) => (await digests.find('2023-W31'))?.sent;

describe('page-sender, asked for a digest', () => {
  it('publishes it in the form of its channel, and records that', async () => {
    const world = await dueNow();
    expect(await sendBatch(world, batch(asked))).toEqual({ batchItemFailures: [] });
    expect(await sendBatch(world, batch(asked))).toEqual({ batchItemFailures: [] });
    expect(world.published.map(({ target }) => target)).toEqual(['channel:ops']);
    expect(JSON.parse(world.published[0]?.message.https ?? '')).toMatchObject({ source: 'custom' });
    expect(await sentOf(world)).toMatchObject([{ target: 'channel:ops', outcome: 'sent' }]);
  });

  it('sends the pages that come with it, and leaves it to the next time', async () => {
    const world = await dueNow();
    await world.alarm('web-latency');
    const pages = world.handedOver.splice(0).map((message, index) => record(`m${String(index)}`, pageBody(message)));
    expect(await sendBatch(world, batch(asked, ...pages))).toEqual({ batchItemFailures: [] });
    expect(world.published.map(({ message }) => message.subject)).not.toContainEqual(expect.stringContaining('week'));
    expect(world.published.length).toBe(pages.length);
    expect(world.counts).toMatchObject({ PagesReceived: pages.length });
    expect(await sentOf(world)).toEqual([]);
  });

  it('counts nothing among pages where it cannot be sent, and has it come again by nobody but the reconciler', async () => {
    const world = await dueNow();
    const { telemetry, redelivery, digests, where } = world;
    const pager = { publish: () => Promise.reject(new Error('no topic')) };
    const answer = await sendBatch(
      { telemetry, redelivery, digests, where, pipeline: { ...world.pipeline, pager } },
      batch(asked),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.counts).toMatchObject({ PagesFailed: 0, PagesRefused: 0, PagesMalformed: 0, PagesReceived: 0 });
    expect(world.lines.at(-1)).toMatchObject({ level: 'error', message: 'a digest could not be sent now' });
    expect(world.again).toEqual([]);
  });

  it('does not begin it without the time for it', async () => {
    const world = await dueNow();
    await sendBatch(world, batch(asked), () => false);
    expect(world.published).toEqual([]);
  });
});
