import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { intakeAlarms } from '../../lambdas/alarm-intake/intake-alarms.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { epochOf } from '../../lib/core/time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { minute } from '../support/incident-spec.ts';
import { batch, record, World } from '../support/function-world.ts';

const event = (name: string, service = 'web'): string =>
  JSON.stringify(
    alarmEvent({
      name,
      state: 'ALARM',
      at: minute(0),
      tags: { 'tocsin:service': service, 'tocsin:severity': 'critical' },
    }),
  );

const intake =
  (world: World, pipeline: Pipeline = world.pipeline) =>
  (...records: readonly SQSRecord[]): Promise<SQSBatchResponse> =>
    intakeAlarms({ pipeline, telemetry: world.telemetry, redelivery: world.redelivery }, batch(...records));

describe('a batch of the alarms queue', () => {
  it('becomes incidents, requests their pages and is taken as a whole', async () => {
    const world = new World();
    expect(await intake(world)(record('m1', event('latency')), record('m2', event('errors')))).toEqual({
      batchItemFailures: [],
    });
    expect(world.handedOver.map(({ target }) => target)).toEqual(
      expect.arrayContaining(['responder:alice', 'channel:ops']),
    );
  });

  it('is told in one line, with the incidents it concerns, and in metrics', async () => {
    const world = new World();
    await intake(world)(record('m1', event('latency')), record('m2', 'no JSON'), record('m3', event('errors')));
    const [{ incidentId } = { incidentId: '' }] = world.handedOver;
    expect(world.lines).toHaveLength(1);
    expect(world.lines[0]?.fields['incidentIds']).toEqual([incidentId]);
    expect(world.counts).toMatchObject({ AlarmsReceived: 3, AlarmsSetAside: 1, AlarmsFailed: 0 });
    expect(world.counts['PagesRequested']).toBe(world.handedOver.length);
  });

  it('sets aside messages that cannot be parsed, with the reason, and goes on', async () => {
    const world = new World();
    const { batchItemFailures } = await intake(world)(record('m1', '{"source":'), record('m2', event('latency')));
    expect(batchItemFailures).toEqual([]);
    expect(world.setAside).toEqual([{ message: '{"source":', reason: expect.stringContaining('expected') as string }]);
    expect(world.handedOver).not.toEqual([]);
  });

  it('hands back what could not even be set aside', async () => {
    const world = new World();
    const closed: Pipeline = { ...world.pipeline, aside: { put: () => Promise.reject(new Error('no queue')) } };
    expect(await intake(world, closed)(record('m1', '{}'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(world.counts).toMatchObject({ AlarmsSetAside: 0, AlarmsFailed: 1 });
  });

  it('hands back only the messages of a group that could not be written', async () => {
    const world = new World();
    const { store } = world.pipeline;
    const failing = world.onStore({
      append: (append) =>
        append.incident?.head.service === 'web' ? Promise.reject(new Error('throttled')) : store.append(append),
    });
    const answer = await intake(world, failing)(
      record('m1', event('latency')),
      record('m2', event('other', 'elsewhere')),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(world.counts).toMatchObject({ AlarmsFailed: 1 });
    expect(world.again).toEqual([[30, ['m1']]]);
    expect(world.lines[0]).toMatchObject({
      level: 'error',
      fields: { failed: [{ messageId: 'm1', error: 'Error: throttled' }] },
    });
  });
});

describe('an event without a time', () => {
  it('is the same event at each delivery: the queue says when it came', async () => {
    const world = new World();
    const { time: _time, ...rest } = JSON.parse(event('latency')) as { time: string; detail: { state: object } };
    const body = JSON.stringify({ ...rest, detail: { ...rest.detail, state: { value: 'ALARM' } } });
    const sent = { SentTimestamp: String(epochOf(minute(1))) };
    world.now = minute(2);
    await intake(world)(record('m1', body, sent));
    const before = await world.timeline(world.handedOver[0]?.incidentId ?? '');
    world.now = minute(9);
    await intake(world)(record('m1', body, { ...sent, ApproximateReceiveCount: '2' }));
    const after = await world.timeline(world.handedOver[0]?.incidentId ?? '');
    expect(before.find(({ type }) => type === 'AlarmJoined')).toMatchObject({ alarm: { since: minute(1) } });
    expect(after.filter(({ type }) => type.startsWith('Alarm'))).toEqual(
      before.filter(({ type }) => type.startsWith('Alarm')),
    );
  });

  it.each(['', 'soon', '-1', '9'.repeat(15), '1e5'])('is taken in when the queue says %j', async (SentTimestamp) => {
    const world = new World();
    expect(await intake(world)(record('m1', event('latency'), { SentTimestamp }))).toEqual({ batchItemFailures: [] });
  });
});
