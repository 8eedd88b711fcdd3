import { describe, expect, it } from 'vitest';
import { tickBatch } from '../../lambdas/escalation-clock/tick-batch.ts';
import { tickBody } from '../../lib/adapters/sqs/queue-messages.ts';
import { type Instant, later, MINUTE } from '../../lib/core/time.ts';
import { wakeOf } from '../../lib/pipeline/handle-command.ts';
import { batch, record, World } from '../support/function-world.ts';

const paged = async (): Promise<{ readonly world: World; readonly incidentId: string }> => {
  const world = new World();
  const incidentId = await world.alarm('web-latency');
  await world.send();
  return { world, incidentId };
};

/** Nothing else is due before the level after the first. */
const nextLevelAt = async (world: World, incidentId: string): Promise<Instant> =>
  wakeOf(world.pipeline, await world.head(incidentId)) ?? '';

const newest = (world: World): string => {
  const message = world.ticks.at(-1);
  if (message === undefined) throw new Error('no tick was sent');
  return tickBody(message);
};

describe('a message of the clock', () => {
  it('pages the next level once it is due', async () => {
    const { world, incidentId } = await paged();
    world.now = await nextLevelAt(world, incidentId);
    const records = [record('m1', newest(world))];
    expect(await tickBatch(world, batch(...records))).toEqual({
      batchItemFailures: [],
    });
    expect(world.handedOver).toMatchObject([{ target: 'responder:bob' }]);
  });

  it('pages nobody twice when it comes twice in one batch', async () => {
    const { world, incidentId } = await paged();
    world.now = await nextLevelAt(world, incidentId);
    const records = [record('m1', newest(world)), record('m2', newest(world))];
    await tickBatch(world, batch(...records));
    expect(new Set(world.handedOver.map(({ pageId }) => pageId)).size).toBe(1);
    expect(await world.count(incidentId, 'LevelReached')).toBe(2);
  });

  it('is sent on while it is early', async () => {
    const { world, incidentId } = await paged();
    const before = world.ticks.length;
    world.now = later(await nextLevelAt(world, incidentId), -MINUTE);
    await tickBatch(world, batch(record('m1', newest(world))));
    expect(world.ticks).toHaveLength(before + 1);
    expect(world.handedOver).toEqual([]);
  });

  it('that says nothing is dropped, and said', async () => {
    const { world } = await paged();
    const records = ['no JSON', '{}', '{"v":2,"incidentId":"x","wakeAt":"y"}', 'null'].map((body, index) =>
      record(`m${String(index)}`, body),
    );
    const answer = await tickBatch(world, batch(...records));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.counts).toMatchObject({ TicksReceived: 4, TicksMalformed: 4 });
    expect(world.lines[0]?.level).toBe('error');
  });

  it('comes again when it could not be taken, and holds up no other', async () => {
    const { world, incidentId } = await paged();
    world.now = await nextLevelAt(world, incidentId);
    const { store } = world.pipeline;
    const failing = world.onStore({
      head: (id) => (id === incidentId ? store.head(id) : Promise.reject(new Error('throttled'))),
    });
    const other = tickBody({ v: 1, incidentId: 'another', wakeAt: world.now });
    const records = [record('m1', other), record('m2', newest(world))];
    const answer = await tickBatch(
      { telemetry: world.telemetry, redelivery: world.redelivery, pipeline: failing },
      batch(...records),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(world.handedOver).toMatchObject([{ target: 'responder:bob' }]);
    expect(world.counts).toMatchObject({ TicksFailed: 1 });
    expect(world.again).toEqual([[30, ['m1']]]);
  });
});
