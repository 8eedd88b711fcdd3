import { afterEach, describe, expect, it } from 'vitest';
import { httpApiResponses } from '../../../lib/adapters/http-api/http-api-responses.ts';
import { signedCall } from '../../../lib/adapters/http-api/signed-call.ts';
import type { CarryOut } from '../../../lib/ports/carry-out.ts';
import { type LoopbackApi, startApi, startApiOf, testSigner, type WireReply } from '../../support/api-on-loopback.ts';
import { World } from '../../support/function-world.ts';

let api: LoopbackApi | undefined;

afterEach(async () => {
  await api?.close();
});

const respondingTo = ({ url }: LoopbackApi): CarryOut =>
  httpApiResponses(signedCall({ url, signer: testSigner(), pause: () => Promise.resolve() }));

const oneIncident = async () => {
  const world = new World();
  const incidentId = await world.alarm('web-latency');
  api = await startApiOf(world);
  return { world, incidentId, respond: respondingTo(api) };
};

describe('a response through the API', () => {
  it('is carried out, with what was noted, in the name of whoever gives it', async () => {
    const { world, incidentId, respond } = await oneIncident();
    const response = { type: 'snooze', forMs: 90 * 60_000 } as const;
    const done = await respond({ incidentId, by: 'alice', response, note: 'later' });
    expect(done).toMatchObject({ outcome: 'done', incident: { incidentId, owner: { by: 'alice' } } });
    expect(await world.count(incidentId, 'IncidentSnoozed')).toBe(1);
    expect(await world.count(incidentId, 'NoteAdded')).toBe(1);
  });

  it('is carried out once, though its answer was lost', async () => {
    const world = new World();
    const incidentId = await world.alarm('web-latency');
    const behind = await startApiOf(world);
    api = await startApi(async ({ method, target, headers, body }, index): Promise<WireReply | undefined> => {
      const { 'content-type': type = '' } = headers;
      const reply = await fetch(behind.url + target, { method, headers: { 'content-type': type }, body });
      return index === 0 ? undefined : { statusCode: reply.status, headers: {}, body: await reply.text() };
    });
    const note = { type: 'note', text: 'on it' } as const;
    const done = await respondingTo(api)({ incidentId, by: 'alice', response: note });
    await behind.close();
    expect(done.outcome).toBe('done');
    expect(await world.count(incidentId, 'NoteAdded')).toBe(1);
  });

  it('is refused where it is larger than the API takes, with what that is', async () => {
    const { world, incidentId, respond } = await oneIncident();
    const seen = { alarms: Array.from({ length: 80 }, (_, index) => String(index).padEnd(250, 'a')) };
    const note = { type: 'note', text: 'on it' } as const;
    expect(await respond({ incidentId, by: 'alice', response: note, expect: seen })).toMatchObject({
      outcome: 'refused',
      refusal: { kind: 'invalid', error: 'the body is too large', expected: 'at most 16384 bytes' },
    });
    expect(await world.count(incidentId, 'NoteAdded')).toBe(0);
  });

  it('may be a note of the greatest length, whatever is written in it', async () => {
    const { world, incidentId, respond } = await oneIncident();
    for (const text of ['漢'.repeat(4_000), '"'.repeat(4_000), '\na'.repeat(2_000)])
      expect(await respond({ incidentId, by: 'alice', response: { type: 'note', text } })).toMatchObject({
        outcome: 'done',
      });
    expect(await world.count(incidentId, 'NoteAdded')).toBe(3);
  });

  it('is refused as it would be where the incidents are', async () => {
    const { incidentId, respond } = await oneIncident();
    const acknowledge = { type: 'acknowledge' } as const;
    expect(await respond({ incidentId, by: 'mallory', response: acknowledge })).toMatchObject({
      outcome: 'refused',
      refusal: { kind: 'invalid', error: 'there is no responder "mallory"' },
    });
    await respond({ incidentId, by: 'alice', response: { type: 'resolve' } });
    expect(await respond({ incidentId, by: 'bob', response: acknowledge })).toMatchObject({
      outcome: 'refused',
      refusal: { kind: 'conflict', error: 'the incident is resolved' },
      incident: { incidentId },
    });
    expect(await respond({ incidentId: '0'.repeat(26), by: 'bob', response: acknowledge })).toMatchObject({
      outcome: 'refused',
      refusal: { kind: 'absent' },
      incident: undefined,
    });
  });
});
