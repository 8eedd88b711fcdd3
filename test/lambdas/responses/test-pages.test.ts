import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../../lambdas/responses/http.ts';
import type { IncidentEvent } from '../../../lib/core/incident/events.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { Visitor, words } from './visitor.ts';

const SIGNED_BY = 'arn:aws:sts::111122223333:assumed-role/Admin/ana';

const jsonOf = ({ body }: HttpReply) =>
  JSON.parse(body) as {
    readonly repeated: boolean;
    readonly detail: string;
    readonly expected: string;
    readonly incident: { readonly incidentId: string; readonly account: string; readonly region: string };
  };

const drilled = async (...to: readonly string[]) => {
  const world = new World();
  const visitor = new Visitor(world);
  const reply = await visitor.post('/test-pages', { key: 'k', ...(to.length > 0 && { to }) }, { caller: SIGNED_BY });
  expect(reply.statusCode).toBe(200);
  const { incidentId: id } = jsonOf(reply).incident;
  const handedOver = [...world.handedOver];
  await world.send();
  return { world, visitor, id, handedOver };
};

const acknowledgements = async (world: World, id: string): Promise<readonly IncidentEvent[]> =>
  (await world.timeline(id)).filter(({ type }) => type === 'TestPageAcknowledged');

describe('POST /test-pages', () => {
  it('opens a drill of this account and Region, and says who signed in its page', async () => {
    const { world, id } = await drilled('alice');
    expect(await world.head(id)).toMatchObject({ kind: 'drill', account: '111122223333', region: 'eu-west-1' });
    expect((await world.timeline(id))[0]).toMatchObject({ type: 'IncidentOpened', signedBy: SIGNED_BY });
    expect(world.published[0]?.message.text).toContain('Sent by Admin/ana at ');
  });

  it('with the same key again is the same drill', async () => {
    const { visitor, world, id } = await drilled('alice');
    const again = jsonOf(await visitor.post('/test-pages', { key: 'k', to: ['alice'] }));
    expect(again).toMatchObject({ repeated: true, incident: { incidentId: id } });
    expect(world.handedOver).toEqual([]);
  });

  it.each([
    [{ to: ['alice'] }, 'the key cannot be used'],
    [{ key: 'k', to: 'alice' }, 'the targets cannot be read'],
    [{ key: 'k', for: 'alice' }, 'there is no such parameter'],
    [{ key: 'k', to: ['<script>'] }, 'there is no responder, channel or schedule "<script>"'],
    ['[]', 'the body is not a JSON object'],
  ])('refuses %j', async (body, detail) => {
    const world = new World();
    const reply = await new Visitor(world).post('/test-pages', body);
    expect(reply.statusCode).toBe(400);
    expect(jsonOf(reply).detail).toBe(detail);
    expect(world.handedOver).toEqual([]);
  });

  it('is in no list', async () => {
    const { visitor } = await drilled('alice');
    expect(JSON.parse((await visitor.ask('/incidents')).body)).toMatchObject({ incidents: [] });
  });
});

describe('the link of a test page', () => {
  const TOKEN = 'token0'.padEnd(22, '_');

  it('shows that nothing is wrong, and one button, though the drill has ended', async () => {
    const { visitor } = await drilled('alice');
    const screen = await visitor.open(TOKEN);
    expect(screen.statusCode).toBe(200);
    const said = words(screen);
    expect(said).toContain('Test page: nothing is wrong');
    expect(said).toContain('Nobody else is paged either way.');
    expect(screen.body.match(/<button/gu)).toHaveLength(1);
  });

  it('acknowledges by that button, and there is nothing else to do', async () => {
    const { world, visitor, id } = await drilled('alice');
    const reply = await visitor.press(TOKEN, 'acknowledge');
    expect(reply.statusCode).toBe(303);
    const after = words(await visitor.follow(TOKEN, reply));
    expect(after).toContain('Test page acknowledged: it arrived. There is nothing else to do.');
    expect(after).toContain('Acknowledged by Alice');
    expect((await visitor.open(TOKEN)).body).not.toContain('<button');
    expect(await acknowledgements(world, id)).toMatchObject([{ by: 'alice' }]);
    expect(world.handedOver).toEqual([]);
  });

  it('takes no other response', async () => {
    const { world, visitor, id } = await drilled('alice');
    const before = await world.timeline(id);
    const reply = await visitor.press(TOKEN, 'escalate');
    expect(reply.statusCode).toBe(409);
    expect(words(reply)).toContain('this is a test page: nothing is wrong');
    expect(await world.timeline(id)).toEqual(before);
    expect(world.handedOver).toEqual([]);
  });

  it('of a channel asks who acknowledges, and goes on asking', async () => {
    const { world, visitor, id } = await drilled('channel:ops');
    expect((await visitor.press(TOKEN, 'acknowledge', { by: 'bob' })).statusCode).toBe(303);
    expect(await acknowledgements(world, id)).toMatchObject([{ by: 'bob' }]);
    expect((await visitor.open(TOKEN)).body).toContain('<button');
  });
});

describe('a response to a drill by the API', () => {
  it('is an acknowledgement, hours later too, and no other', async () => {
    const { world, visitor, id } = await drilled('alice');
    world.now = minute(300);
    const path = `/incidents/${id}/responses`;
    expect((await visitor.post(path, { action: 'acknowledge', by: 'alice' })).statusCode).toBe(200);
    expect(await acknowledgements(world, id)).toHaveLength(1);
    const refused = await visitor.post(path, { action: 'resolve', by: 'alice' });
    expect(refused.statusCode).toBe(409);
    expect(JSON.parse(refused.body)).toMatchObject({ type: 'urn:x-tocsin:problem:only-a-drill' });
  });
});
