import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../../lambdas/responses/http.ts';
import { verifyTimeline } from '../../../lib/core/incident/verify.ts';
import type { ListEntry } from '../../../lib/core/report/list-entry.ts';
import { minute } from '../../support/incident-spec.ts';
import { appendTo, note } from '../../support/incident-story.ts';
import { World } from '../../support/function-world.ts';
import { type Sent, Visitor } from './visitor.ts';

const jsonOf = ({ body }: HttpReply): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

const oneIncident = async (): Promise<{ readonly world: World; readonly visitor: Visitor; readonly id: string }> => {
  const world = new World();
  const id = await world.alarm('web-latency');
  await world.send();
  return { world, visitor: new Visitor(world), id };
};

/** An incident each minute, oldest first, two of them at one instant. */
const manyIncidents = async (): Promise<{ readonly visitor: Visitor; readonly ids: readonly string[] }> => {
  const world = new World();
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    world.now = minute(Math.min(index, 5));
    ids.push(await world.alarm(`alarm-${String(index)}`, 'ALARM', `service-${String(index)}`));
  }
  return { visitor: new Visitor(world), ids };
};

interface Listed {
  readonly incidents: readonly ListEntry[];
  readonly next: string | null;
}

const list = async (visitor: Visitor, query: Sent['query'] = ''): Promise<Listed> =>
  jsonOf(await visitor.ask('/incidents', { query })) as unknown as Listed;

const idsOf = ({ incidents }: Listed): readonly string[] => incidents.map(({ incidentId }) => incidentId);

describe('GET /incidents', () => {
  it('lists what was opened in the last 30 days, newest first', async () => {
    const { visitor, ids } = await manyIncidents();
    const listed = idsOf(await list(visitor));
    expect(listed.toSorted()).toEqual(ids.toSorted());
    expect(listed.at(-1)).toBe(ids[0]);
  });

  it('goes on where the page before ended, and says when there is no more', async () => {
    const { visitor, ids } = await manyIncidents();
    const seen: string[] = [];
    let page: Listed = await list(visitor, { limit: '2' });
    seen.push(...idsOf(page));
    while (page.next !== null) {
      page = await list(visitor, { limit: '2', cursor: page.next });
      seen.push(...idsOf(page));
    }
    expect(seen).toEqual(idsOf(await list(visitor)));
    expect(seen).toHaveLength(ids.length);
  });

  it('keeps to the time, the status and the service asked for', async () => {
    const { world, visitor, id } = await oneIncident();
    await visitor.post(`/incidents/${id}/responses`, { action: 'resolve', by: 'bob' });
    world.now = minute(10);
    const other = await world.alarm('other', 'ALARM', 'elsewhere');
    expect(idsOf(await list(visitor, { status: 'resolved' }))).toEqual([id]);
    expect(idsOf(await list(visitor, { status: 'open' }))).toEqual([other]);
    expect(idsOf(await list(visitor, { service: 'web' }))).toEqual([id]);
    expect(idsOf(await list(visitor, { since: '10m' }))).toEqual([other, id]);
    expect(idsOf(await list(visitor, { since: '5m', opened: 'within' }))).toEqual([other]);
    expect(idsOf(await list(visitor, { since: '1d', until: minute(5) }))).toEqual([id]);
  });

  it('keeps to the severity, the cause and the responder asked for', async () => {
    const { world, visitor, id } = await oneIncident();
    const resolved = { action: 'resolve', by: 'bob', cause: 'traffic-surge' };
    await visitor.post(`/incidents/${id}/responses`, resolved);
    world.now = minute(10);
    const other = await world.alarm('other', 'ALARM', 'elsewhere');
    expect(idsOf(await list(visitor, { severity: 'critical' }))).toEqual([other, id]);
    expect(idsOf(await list(visitor, { severity: 'warning' }))).toEqual([]);
    expect(idsOf(await list(visitor, { cause: 'traffic-surge' }))).toEqual([id]);
    expect(idsOf(await list(visitor, { responder: 'bob' }))).toEqual([id]);
    expect(idsOf(await list(visitor, { responder: 'nobody' }))).toEqual([]);
  });

  it('says of each what a table needs, and null where there is nothing', async () => {
    const { visitor, id } = await oneIncident();
    const [entry] = (await list(visitor)).incidents;
    expect(entry).toMatchObject({
      incidentId: id,
      service: 'web',
      severity: 'critical',
      status: 'triggered',
      cause: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      runs: 1,
      alarms: 1,
    });
    expect(entry).not.toHaveProperty('people');
  });

  it('asks for no more than 92 days at once', async () => {
    const { visitor } = await oneIncident();
    const refused = await visitor.ask('/incidents', { query: { since: '2023-01-01', until: '2023-06-01' } });
    expect(refused.statusCode).toBe(400);
    expect(jsonOf(refused)['expected']).toContain('92 days');
  });

  it.each([
    ['since', 'yesterday'],
    ['since', '2023-99-99'],
    ['until', ''],
    ['limit', '0'],
    ['limit', '201'],
    ['limit', 'all'],
    ['status', 'bad'],
    ['severity', 'worst'],
    ['cause', 'gremlins'],
    ['opened', 'before'],
    ['cursor', 'bm90aGluZw'],
    ['cursor', '💥'],
    ['cursor', '2'.repeat(129)],
    ['service', 's'.repeat(129)],
    ['responder', 'r'.repeat(129)],
    ['sort', 'name'],
  ])('refuses %s=%j and says what it expects', async (name, value) => {
    const { visitor } = await oneIncident();
    const refused = await visitor.ask('/incidents', { query: { [name]: value } });
    expect(refused.statusCode).toBe(400);
    expect(jsonOf(refused)).toEqual({
      type: 'urn:x-tocsin:problem:invalid-request',
      title: 'The request cannot be read',
      status: 400,
      detail: expect.any(String) as string,
      expected: expect.stringContaining(name === 'sort' ? 'one of' : name) as string,
      given: expect.any(String) as string,
    });
  });
});

describe('GET /incidents/{id}', () => {
  it('gives a very long timeline in pages that Lambda can answer with', async () => {
    const world = new World();
    const id = await world.alarm('web-latency');
    const notes = Array.from({ length: 39 }, (_, index) => note(String(index).padEnd(100_000, '"')));
    await world.incidents.append(appendTo(await world.head(id), notes));
    const visitor = new Visitor(world);
    const timeline: unknown[] = [];
    let from: number | null = 1;
    while (from !== null) {
      const reply = await visitor.ask(`/incidents/${id}`, { query: { from: String(from) } });
      // The function's answer is JSON once more.
      expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(6 * 1024 * 1024);
      const { next, ...page } = jsonOf(reply);
      timeline.push(...(page['timeline'] as readonly unknown[]));
      from = next as number | null;
    }
    expect(timeline).toEqual(await world.timeline(id));
  });

  it.each([
    [{ from: '0' }, 'from: the next'],
    [{ verbose: 'yes' }, 'one of from'],
  ])('refuses %j and says what it expects', async (query, expected) => {
    const { visitor, id } = await oneIncident();
    const refused = await visitor.ask(`/incidents/${id}`, { query });
    expect(refused.statusCode).toBe(400);
    expect(jsonOf(refused)['expected']).toContain(expected);
  });

  it('refuses a query that is longer than any can be', async () => {
    const { visitor, id } = await oneIncident();
    const refused = await visitor.ask(`/incidents/${id}`, { query: `from=1&${'from=1&'.repeat(400)}` });
    expect(jsonOf(refused)).toMatchObject({
      status: 400,
      detail: 'the query is too long',
      expected: 'at most 2048 characters',
    });
  });

  it('answers with the incident and its timeline', async () => {
    const { world, visitor, id } = await oneIncident();
    const shown = jsonOf(await visitor.ask(`/incidents/${id}`));
    expect(shown['incident']).toEqual(JSON.parse(JSON.stringify(await world.head(id))));
    expect(shown['timeline']).toEqual(await world.timeline(id));
  });

  it.each([
    `/incidents/${'0'.repeat(26)}`,
    '/incidents/../incidents',
    '/incidents/',
    '/incidents/constructor',
    `/incidents/${'0'.repeat(4_000)}`,
    'incidents',
    '/elsewhere',
    '/',
  ])('answers 404 to %s', async (path) => {
    const { visitor } = await oneIncident();
    const absent = await visitor.ask(path);
    expect(absent).toMatchObject({ statusCode: 404, headers: { 'Content-Type': 'application/problem+json' } });
    expect(Object.keys(jsonOf(absent))).toEqual(['type', 'title', 'status', 'detail', 'expected', 'given']);
  });
});

describe('POST /incidents/{id}/responses', () => {
  it('carries a response out and answers with the incident after it', async () => {
    const { visitor, id } = await oneIncident();
    const done = await visitor.post(`/incidents/${id}/responses`, { action: 'acknowledge', by: 'alice' });
    expect(done.statusCode).toBe(200);
    expect(jsonOf(done)).toMatchObject({ outcome: 'done', repeated: false, seen: { owner: 'alice' } });
  });

  it('B7 records who signed beside whom they speak for, and the chain holds', async () => {
    const { world, visitor, id } = await oneIncident();
    const caller = 'arn:aws:sts::111122223333:assumed-role/OnCall/ana';
    const response = { action: 'escalate', by: 'alice', text: 'nobody answers' };
    await visitor.post(`/incidents/${id}/responses`, response, { caller });
    const events = (await world.timeline(id)).filter((event) => event.signedBy !== undefined);
    expect(events).toMatchObject([
      { type: 'NoteAdded', by: 'alice', signedBy: caller },
      { type: 'IncidentEscalated', by: 'alice', signedBy: caller },
    ]);
    expect(verifyTimeline(await world.incidents.timeline(id), await world.head(id))).toEqual({ ok: true });
  });

  it('carries out once what is sent twice with one key', async () => {
    const { world, visitor, id } = await oneIncident();
    const response = { action: 'note', by: 'alice', text: 'on it', key: 'cli-1' };
    await visitor.post(`/incidents/${id}/responses`, response);
    expect(jsonOf(await visitor.post(`/incidents/${id}/responses`, response))).toMatchObject({ repeated: true });
    expect(await world.count(id, 'NoteAdded')).toBe(1);
  });

  it('says what a resolved incident was, and names what there is to say', async () => {
    const { world, visitor, id } = await oneIncident();
    const path = `/incidents/${id}/responses`;
    await visitor.post(path, { action: 'resolve', by: 'bob' });
    await world.send();
    world.published.length = 0;
    const said = await visitor.post(path, { action: 'resolve', by: 'alice', cause: 'dependency' });
    expect(jsonOf(said)).toMatchObject({
      outcome: 'done',
      repeated: false,
      incident: { confirmed: { cause: 'dependency', by: 'alice' }, resolution: { by: 'bob' } },
    });
    await world.send();
    expect(world.published).toEqual([]);
    expect(jsonOf(await visitor.post(path, { action: 'resolve', by: 'alice', cause: 'the moon' }))).toMatchObject({
      detail: 'there is no such cause',
      expected: 'cause: one of memory-leak, deploy-regression, dependency, traffic-surge, other, unknown',
      given: '"the moon"',
    });
    expect(verifyTimeline(await world.incidents.timeline(id), await world.head(id))).toEqual({ ok: true });
  });

  it('takes one key for one response: what it was is said by another', async () => {
    const { world, visitor, id } = await oneIncident();
    const path = `/incidents/${id}/responses`;
    const over = { action: 'resolve', by: 'bob', cause: 'dependency', key: 'cli-1' };
    await Promise.all([visitor.post(path, over), visitor.post(path, over)]);
    expect(await world.count(id, 'CauseConfirmed')).toBe(1);
    expect(jsonOf(await visitor.post(path, { ...over, cause: 'other' }))).toMatchObject({ repeated: true });
    expect(await world.count(id, 'CauseConfirmed')).toBe(1);
    await visitor.post(path, { ...over, cause: 'other', key: 'cli-2' });
    expect(await world.head(id)).toMatchObject({ confirmed: { cause: 'other', by: 'bob' } });
  });

  it('answers 409 with the current state to what comes too late', async () => {
    const { visitor, id } = await oneIncident();
    await visitor.post(`/incidents/${id}/responses`, { action: 'resolve', by: 'bob' });
    const late = await visitor.post(`/incidents/${id}/responses`, { action: 'acknowledge', by: 'alice' });
    expect(late.statusCode).toBe(409);
    expect(jsonOf(late)).toMatchObject({
      type: 'urn:x-tocsin:problem:incident-resolved',
      detail: 'the incident is resolved',
      incident: { resolution: { by: 'bob' } },
      seen: { status: 'resolved' },
    });
  });

  it('carries out nothing that rests on what has changed, and says what has', async () => {
    const { world, visitor, id } = await oneIncident();
    const path = `/incidents/${id}/responses`;
    const seen = { action: 'escalate', by: 'bob', expect: { level: 1, round: 1, owner: null } };
    expect((await visitor.post(path, seen)).statusCode).toBe(200);
    await world.send();
    const late = await visitor.post(path, { ...seen, by: 'carol', text: 'again' });
    expect(late.statusCode).toBe(409);
    expect(jsonOf(late)).toMatchObject({
      detail: 'it has changed since you looked: it is at level 2, round 1 by now, it was at level 1, round 1',
      seen: { level: 2 },
    });
    expect(await world.count(id, 'NoteAdded')).toBe(0);
  });

  it('answers 404 to a response to no incident', async () => {
    const { visitor } = await oneIncident();
    const response = { action: 'acknowledge', by: 'alice' };
    expect((await visitor.post(`/incidents/${'0'.repeat(26)}/responses`, response)).statusCode).toBe(404);
  });

  it.each([
    [400, 'no JSON'],
    [400, '[]'],
    [400, 'null'],
    [400, { by: 'alice' }],
    [400, { action: 'constructor', by: 'alice' }],
    [400, { action: 'acknowledge' }],
    [400, { action: 'acknowledge', by: 'mallory' }],
    [400, { action: 'acknowledge', by: ['alice'] }],
    [400, { action: 'acknowledge', by: 'alice', key: 7 }],
    [400, { action: 'acknowledge', by: 'alice', key: 'k'.repeat(129) }],
    [400, { action: 'note', by: 'alice' }],
    [400, { action: 'resolve', by: 'alice', text: 'x'.repeat(4_001) }],
    [400, { action: 'resolve', by: 'alice', expect: 'nothing' }],
    [400, { action: 'resolve', by: 'alice', expect: { level: -1 } }],
    [400, { action: 'resolve', by: 'alice', expect: { alarms: 'web-latency' } }],
    [400, { action: 'resolve', by: 'alice', cause: '' }],
    [400, { action: 'resolve', by: 'alice', cause: 'none' }],
    [400, { action: 'resolve', by: 'alice', cause: ['memory-leak'] }],
    [400, { action: 'snooze', by: 'alice', for: '2 days' }],
    [400, { action: 'reassign', by: 'alice', to: '__proto__' }],
    [400, '['.repeat(8_000)],
    [413, { action: 'note', by: 'alice', text: 'x'.repeat(20_000) }],
  ])('answers %i to %j, and writes nothing', async (statusCode, body) => {
    const { world, visitor, id } = await oneIncident();
    const before = world.everything();
    const refused = await visitor.post(`/incidents/${id}/responses`, body);
    expect(refused.statusCode).toBe(statusCode);
    expect(jsonOf(refused)).toMatchObject({
      detail: expect.any(String) as string,
      expected: expect.any(String) as string,
    });
    expect(world.everything()).toBe(before);
  });

  it('answers 415 to a form and 405 to a GET', async () => {
    const { visitor, id } = await oneIncident();
    const path = `/incidents/${id}/responses`;
    expect((await visitor.post(path, '{}', { contentType: 'text/plain' })).statusCode).toBe(415);
    expect(await visitor.ask(path)).toMatchObject({ statusCode: 405, headers: { Allow: 'POST, OPTIONS' } });
  });
});

describe('a store that cannot be read', () => {
  it('is answered with 503 and no word of what went wrong inside', async () => {
    const { world, id } = await oneIncident();
    const broken = new Visitor(world, {
      ...world.pipeline,
      store: { ...world.pipeline.store, head: () => Promise.reject(new Error('secret detail')) },
    });
    const answer = await broken.ask(`/incidents/${id}`);
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toMatch(/secret|at .*\.ts/);
    expect(world.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});
