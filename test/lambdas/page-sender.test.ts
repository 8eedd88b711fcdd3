import { setImmediate } from 'node:timers/promises';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { sendBatch } from '../../lambdas/page-sender/send-batch.ts';
import { pageBody } from '../../lib/adapters/sqs/queue-messages.ts';
import type { Target } from '../../lib/core/configuration.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import { PageNotDeliveredError } from '../../lib/ports/pager.ts';
import type { PageMessage } from '../../lib/ports/queues.ts';
import { batch, record, World } from '../support/function-world.ts';

const messageFor = (message: PageMessage, index: number): SQSRecord =>
  record(`m${String(index)}`, pageBody(message), { MessageGroupId: message.target });

const refusing = (world: World, targets: readonly Target[]): Pipeline => ({
  ...world.pipeline,
  pager: {
    publish: (target, message) =>
      targets.includes(target)
        ? Promise.reject(new PageNotDeliveredError('throttled', { outcome: 'not-sent' }))
        : world.pipeline.pager.publish(target, message),
  },
});

/** The store takes what `takes` says, and is throttled else. */
const appending = (world: World, takes: (append: Append) => boolean): Pipeline => {
  const { store } = world.pipeline;
  return world.onStore({
    append: (append) => (takes(append) ? store.append(append) : Promise.reject(new Error('throttled'))),
  });
};

const send = (
  { pipeline: own, telemetry, redelivery, digests, where }: World,
  records: readonly SQSRecord[],
  { pipeline = own } = {},
): Promise<SQSBatchResponse> => sendBatch({ pipeline, telemetry, redelivery, digests, where }, batch(...records));

/** Two incidents, each with a page to Alice and word to the channel. */
const twoIncidents = async (): Promise<{ readonly world: World; readonly records: readonly SQSRecord[] }> => {
  const world = new World();
  await world.alarm('web-latency');
  await world.alarm('other', 'ALARM', 'elsewhere');
  return { world, records: world.handedOver.splice(0).map(messageFor) };
};

/** What the timeline of an incident keeps of its messages. */
const textsSent = async (world: World, incidentId: string): Promise<readonly object[]> =>
  (await world.timeline(incidentId)).flatMap((event) =>
    event.type === 'PageSent' ? [{ subject: event.subject, text: event.text }] : [],
  );

const targetOf = ({ body }: SQSRecord): string => (JSON.parse(body) as PageMessage).target;

describe('a batch of the pages queue', () => {
  it('goes out as one message a target, and is recorded', async () => {
    const { world, records } = await twoIncidents();
    expect(await send(world, records)).toEqual({ batchItemFailures: [] });
    expect(world.published.map(({ target }) => target).toSorted()).toEqual(['channel:ops', 'responder:alice']);
    expect(world.counts).toMatchObject({ PagesReceived: records.length, MessagesPublished: 2, PagesFailed: 0 });
  });

  it('publishes nothing twice when it is delivered twice', async () => {
    const { world, records } = await twoIncidents();
    await send(world, records);
    await send(world, records);
    expect(world.published).toHaveLength(2);
  });

  it('hands back every message of a group that failed, in order, and none of another', async () => {
    const { world, records } = await twoIncidents();
    const { batchItemFailures } = await send(world, records, { pipeline: refusing(world, ['responder:alice']) });
    const alices = records.filter((one) => targetOf(one) === 'responder:alice').map(({ messageId }) => messageId);
    expect(alices.length).toBeGreaterThan(1);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(alices);
    expect(world.published.map(({ target }) => target)).toEqual(['channel:ops']);
  });

  it('A2 has what failed come again in 15 s, long before its level counts as unsent, and nothing else', async () => {
    const { world, records } = await twoIncidents();
    await send(world, records, { pipeline: refusing(world, ['responder:alice']) });
    const alices = records.filter((one) => targetOf(one) === 'responder:alice');
    const asked = [[15, alices.map(({ receiptHandle }) => receiptHandle)]];
    expect(world.again).toEqual(asked);
    await send(world, records);
    expect(world.again).toEqual(asked);
  });

  it('A4 leaves to its incident what failed for an hour: hidden it would hold up all else for its target', async () => {
    const { world, records } = await twoIncidents();
    const [first] = records.filter((one) => targetOf(one) === 'responder:alice');
    const named: number[] = [];
    for (const receives of ['', '1', '240', '241', '999']) {
      const again = { ...first, attributes: { ...first?.attributes, ApproximateReceiveCount: receives } };
      const failing = { pipeline: refusing(world, ['responder:alice']) };
      named.push((await send(world, [again as SQSRecord], failing)).batchItemFailures.length);
    }
    expect(named).toEqual([1, 1, 1, 0, 0]);
    expect(world.again.map(([seconds]) => seconds)).toEqual([15, 15, 15]);
  });

  it('hands back whatever stands behind a failed message in its group, even when it says nothing', async () => {
    const { world, records } = await twoIncidents();
    const group = { MessageGroupId: 'responder:alice' };
    const [first, ...rest] = records.filter((one) => targetOf(one) === 'responder:alice');
    const mixed = [
      record('before', '{}', group),
      ...(first === undefined ? [] : [first]),
      record('behind', '{}', group),
      ...rest,
    ];
    const { batchItemFailures } = await send(world, mixed, { pipeline: refusing(world, ['responder:alice']) });
    const held = mixed.slice(1).map(({ messageId }) => ({ itemIdentifier: messageId }));
    expect(batchItemFailures).toEqual(held);
  });

  it('keeps the order where the event does not say its group', async () => {
    const { world, records } = await twoIncidents();
    const bare = records.map(({ messageId, body }) => record(messageId, body));
    const { batchItemFailures } = await send(world, bare, { pipeline: refusing(world, ['channel:ops']) });
    const told = records
      .filter((one) => targetOf(one) === 'channel:ops')
      .map(({ messageId }) => ({ itemIdentifier: messageId }));
    expect(batchItemFailures).toEqual(told);
  });

  it('B3 counts and names what SNS refuses for good, which is no reason to try again', async () => {
    const { world, records } = await twoIncidents();
    const publish = (): Promise<never> =>
      Promise.reject(new PageNotDeliveredError('Tocsin-responder-alice: InvalidParameter', { outcome: 'refused' }));
    const alices = records.filter((one) => targetOf(one) === 'responder:alice');
    const answer = await send(world, alices, { pipeline: { ...world.pipeline, pager: { publish } } });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.counts).toMatchObject({ PagesRefused: 1, PagesFailed: 0 });
    const refused = [expect.stringContaining('InvalidParameter')];
    expect(world.lines[0]).toMatchObject({ level: 'error', fields: { refused } });
  });

  it('A3 delays no target by another that SNS is slow to answer for', async () => {
    const { world, records } = await twoIncidents();
    const order: Target[] = [];
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    const { pager, store } = world.pipeline;
    const recording = world.onStore({
      append: async (append) => {
        await store.append(append);
        answer(undefined);
      },
    });
    const slow: Pipeline = {
      ...recording,
      pager: {
        publish: async (target, message) => {
          if (target === 'responder:alice') await answered;
          order.push(target);
          await pager.publish(target, message);
        },
      },
    };
    expect(await send(world, records, { pipeline: slow })).toEqual({ batchItemFailures: [] });
    expect(order).toEqual(['channel:ops', 'responder:alice']);
  });

  it('C1 records several incidents at once, and what two targets were sent of one after the other', async () => {
    const { world, records } = await twoIncidents();
    const { store } = world.pipeline;
    const atWork: string[] = [];
    const met: string[] = [];
    const slow = world.onStore({
      append: async (append) => {
        const incidentId = append.incident?.head.incidentId ?? '';
        met.push(...atWork.map((other) => (other === incidentId ? 'the same' : 'another')));
        atWork.push(incidentId);
        await setImmediate();
        await store.append(append);
        atWork.splice(atWork.indexOf(incidentId), 1);
      },
    });
    expect(await send(world, records, { pipeline: slow })).toEqual({ batchItemFailures: [] });
    expect(new Set(met)).toEqual(new Set(['another']));
  });

  it('A2 that went out is recorded when the first tries fail, and goes out once', async () => {
    const { world, records } = await twoIncidents();
    let appends = 0;
    const flaky = appending(world, () => (appends += 1) > 3);
    expect(await send(world, records, { pipeline: flaky })).toEqual({ batchItemFailures: [] });
    expect(world.published).toHaveLength(2);
  });

  it('A2 records the others of a bundle all the same when one cannot be recorded, and sends only that one again', async () => {
    const { world, records } = await twoIncidents();
    const alices = records.filter((one) => targetOf(one) === 'responder:alice');
    const [first, ...others] = alices.map(({ body }) => (JSON.parse(body) as PageMessage).incidentId);
    const failing = appending(world, ({ incident }) => incident?.head.incidentId !== first);
    const { batchItemFailures } = await send(world, alices, { pipeline: failing });
    // It goes out again: no sooner than it must.
    expect(world.again.map(([seconds]) => seconds)).toEqual([60]);
    expect(batchItemFailures).toHaveLength(alices.length);
    await send(world, alices);
    const [bundle, again] = world.published.map(({ message }) => JSON.stringify(message));
    expect(world.published).toHaveLength(2);
    for (const incidentId of [first, ...others]) expect(bundle).toContain(incidentId);
    expect(again).toContain(first);
    expect(others.filter((incidentId) => again?.includes(incidentId))).toEqual([]);
  });

  it('C4 leaves in each timeline what was said of that incident alone, without the link', async () => {
    const { world, records } = await twoIncidents();
    const alices = records.filter((one) => targetOf(one) === 'responder:alice');
    await send(world, alices);
    const alone = await twoIncidents();
    const others = alone.records.filter((one) => targetOf(one) === 'responder:alice');
    for (const one of others) await send(alone.world, [one]);
    for (const [index, { body }] of alices.entries()) {
      const { incidentId } = JSON.parse(body) as PageMessage;
      const [sent, sentAlone] = await Promise.all([textsSent(world, incidentId), textsSent(alone.world, incidentId)]);
      expect(sent).toEqual(sentAlone);
      const message = alone.world.published[index]?.message;
      expect(sent).toEqual([
        { subject: message?.subject, text: message?.text.replace(/https:\/\/pages\.example\S*/u, '(link)') },
      ]);
    }
  });

  it('drops a message that says nothing, and says so', async () => {
    const { world, records } = await twoIncidents();
    const answer = await send(world, [record('x1', 'no JSON'), record('x2', '{"v":1,"target":"alice"}'), ...records]);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.counts).toMatchObject({ PagesMalformed: 2, MessagesPublished: 2 });
    expect(world.lines[0]).toMatchObject({ level: 'error', fields: { malformed: ['x1', 'x2'] } });
  });

  it('says nothing of a link in its lines', async () => {
    const { world, records } = await twoIncidents();
    await send(world, records);
    expect(world.links.size).toBe(2);
    for (const token of world.links.keys()) expect(JSON.stringify(world.lines)).not.toContain(token);
  });
});
