import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDbIncidents } from '../../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import type { Table } from '../../../lib/adapters/dynamodb/read.ts';
import { eventOf } from '../../../lib/core/incident/chain.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import type { Pipeline } from '../../../lib/pipeline/pipeline.ts';
import { receive } from '../../../lib/pipeline/receive.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { LostRaceError } from '../../../lib/ports/incident-store.ts';
import { jitter } from '../../../lib/runtime/clock.ts';
import { alarmEvent } from '../../support/alarm-events.ts';
import { threeLevels } from '../../support/configurations.ts';
import { appendTo, firing, note, opening } from '../../support/incident-story.ts';
import { emulatedTables } from './emulated-tables.ts';
import { pipelineOn } from '../../support/pipeline-on.ts';

const start = '2026-03-01T03:00:00.000Z';
const TWENTY = Array.from({ length: 20 }, (_, index) => index);

const emulated = emulatedTables();
let table: Table & { close(): Promise<void> };

beforeEach(async () => {
  table = await emulated.table();
});
afterEach(() => table.close());

/** As many functions that know nothing of each other: each with a store of its own. */
const functions = (): readonly Pipeline[] =>
  TWENTY.map(() => ({
    ...pipelineOn(dynamoDbIncidents({ ...table, clock: () => start }), { configuration: threeLevels, now: start }),
    jitter,
  }));

const timelineOf = async (incidentId: string): Promise<readonly string[]> => {
  const store = dynamoDbIncidents(table);
  const head = await store.head(incidentId);
  const sealed = await store.timeline(incidentId);
  expect(head && verifyTimeline(sealed, head)).toEqual({ ok: true });
  return sealed
    .map(eventOf)
    .map((event) => (event.type === 'PageRequested' ? `${event.type} ${event.target}` : event.type));
};

const openedIds = async (): Promise<readonly string[]> =>
  (
    await Array.fromAsync(
      dynamoDbIncidents(table).list({ since: '2026-02-28T00:00:00.000Z', until: '2026-03-02T00:00:00.000Z' }),
    )
  ).map(({ incidentId }) => incidentId);

describe('twenty writers at once', () => {
  it('of the same version: one wins, nineteen lose their race', async () => {
    const incidentId = '01H72Y3QK00000000000000000';
    const first = appendTo(undefined, [opening(incidentId)]);
    await dynamoDbIncidents(table).append(first);
    const rivals = TWENTY.map((index) => appendTo(first.incident.head, [note(`rival ${String(index)}`)]));
    const results = await Promise.allSettled(rivals.map((rival) => dynamoDbIncidents(table).append(rival)));
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(lost).toHaveLength(19);
    for (const error of lost) expect(error).toBeInstanceOf(LostRaceError);
    expect(await timelineOf(incidentId)).toEqual(['IncidentOpened', 'NoteAdded']);
  });

  it('that receive the same alarm open one incident, and record the alarm once', async () => {
    const event = alarmEvent({ name: 'latency', state: 'ALARM', at: start });
    const all = await Promise.all(functions().map((pipeline) => receive(pipeline, [{ messageId: 'm', body: event }])));
    expect(all.flatMap(({ failed }) => failed)).toEqual([]);
    const [incidentId = '', ...others] = await openedIds();
    expect(others).toEqual([]);
    const types = await timelineOf(incidentId);
    expect(types.toSorted()).toEqual([...new Set(types)].toSorted());
    expect(types).toContain('PageRequested responder:alice');
  });

  it('that receive an alarm each of one group open one incident, which holds them all once they were delivered again', async () => {
    const names = TWENTY.map((index) => `alarm-${String(index)}`);
    let waiting = functions().map((pipeline, index) => ({ pipeline, name: names[index] ?? '' }));
    for (let deliveries = 0; waiting.length > 0 && deliveries < 10; deliveries += 1) {
      const results = await Promise.all(
        waiting.map(async (one) => {
          const body = alarmEvent({ name: one.name, state: 'ALARM', at: start });
          const { failed } = await receive(one.pipeline, [{ messageId: one.name, body }]);
          for (const { error } of failed) expect(error).toBeInstanceOf(LostRaceError);
          return failed.length > 0;
        }),
      );
      waiting = waiting.filter((_, index) => results[index]);
    }
    expect(waiting).toEqual([]);
    const [incidentId = '', ...others] = await openedIds();
    expect(others).toEqual([]);
    expect((await dynamoDbIncidents(table).head(incidentId))?.counts).toEqual(firing(20));
    expect((await timelineOf(incidentId)).filter((type) => type === 'AlarmJoined')).toHaveLength(20);
  });

  it('that carry out the same response do it once', async () => {
    const [pipeline] = functions();
    if (pipeline === undefined) throw new Error('no function');
    await receive(pipeline, [{ messageId: 'm', body: alarmEvent({ state: 'ALARM', at: start }) }]);
    const [incidentId = ''] = await openedIds();
    const response = { incidentId, by: 'alice', response: { type: 'acknowledge' }, key: 'one tap' } as const;
    const all = await Promise.all(functions().map((one) => respond(one, response)));
    expect(all.map(({ outcome }) => outcome)).toEqual(TWENTY.map(() => 'done'));
    expect((await timelineOf(incidentId)).filter((type) => type === 'IncidentAcknowledged')).toHaveLength(1);
  });
});
