import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../../lambdas/responses/http.ts';
import { World } from '../../support/function-world.ts';
import { appendTo, note, opening } from '../../support/incident-story.ts';
import { Visitor } from './visitor.ts';

const ID = '01H72Y3QK00000000000000000';

const jsonOf = ({ body }: HttpReply): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

/** Of one event and so many notes of 100 KB, with these diagnoses. */
const recorded = async (notes: number, bodies: readonly string[] = []) => {
  const world = new World();
  const texts = Array.from({ length: notes }, (_, index) => note(String(index).padEnd(100_000, '"')));
  const append = appendTo(undefined, [opening(ID), ...texts]);
  const diagnoses = bodies.map((body, index) => ({ number: index + 1, body }));
  await world.incidents.append({ ...append, incident: { ...append.incident, diagnoses } });
  return { world, visitor: new Visitor(world) };
};

interface RecordPage {
  readonly head: unknown;
  readonly events: readonly { readonly version: number }[];
  readonly next: number | null;
}

describe('GET /incidents/{id}/record', () => {
  it('gives the head, and the events as they are stored', async () => {
    const { world, visitor } = await recorded(1);
    const reply = await visitor.ask(`/incidents/${ID}/record`);
    expect(reply.statusCode).toBe(200);
    expect(jsonOf(reply)).toEqual({
      head: JSON.parse(JSON.stringify(await world.head(ID))) as unknown,
      events: await world.incidents.timeline(ID),
      next: null,
    });
  });

  it('comes in pages that Lambda can answer with, each of which says where the next begins', async () => {
    const { visitor } = await recorded(39);
    const versions: number[] = [];
    let from: number | null = 1;
    while (from !== null) {
      const reply = await visitor.ask(`/incidents/${ID}/record`, { query: { from: String(from) } });
      // The function's answer is JSON once more.
      expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(6 * 1024 * 1024);
      const { events, next } = jsonOf(reply) as unknown as RecordPage;
      versions.push(...events.map(({ version }) => version));
      from = next;
    }
    expect(versions).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('gives what is left where the head is lost', async () => {
    const { world } = await recorded(1);
    const lost = new Visitor(world, world.onStore({ head: () => Promise.resolve(undefined) }));
    const reply = await lost.ask(`/incidents/${ID}/record`);
    expect(jsonOf(reply)).toMatchObject({ head: null, events: [{ version: 1 }, { version: 2 }] });
  });

  it('gives stored bytes, whatever they say', async () => {
    const { world } = await recorded(0);
    const forged = [{ version: 1, body: 'no JSON', prev: '', hash: 'x' }];
    const damaged = new Visitor(world, world.onStore({ timeline: () => Promise.resolve(forged) }));
    expect(jsonOf(await damaged.ask(`/incidents/${ID}/record`))).toMatchObject({ events: forged });
  });

  it.each(['0', '-1', 'x', '1e3', ''])('refuses from=%j and says what it expects', async (from) => {
    const { visitor } = await recorded(0);
    const refused = await visitor.ask(`/incidents/${ID}/record`, { query: { from } });
    expect(refused.statusCode).toBe(400);
    expect(jsonOf(refused)['expected']).toContain('from');
  });
});

describe('GET /incidents/{id}/diagnoses', () => {
  it('gives each as it is stored', async () => {
    const { visitor } = await recorded(0, ['{"a":1}', 'no "JSON"']);
    const stored = [
      { number: 1, body: '{"a":1}' },
      { number: 2, body: 'no "JSON"' },
    ];
    const path = `/incidents/${ID}/diagnoses`;
    expect(jsonOf(await visitor.ask(path))).toEqual({ diagnoses: stored, next: null });
    expect(jsonOf(await visitor.ask(path, { query: { from: '2' } }))).toEqual({ diagnoses: [stored[1]], next: null });
    expect(jsonOf(await visitor.ask(`${path}/2`))).toEqual(stored[1]);
  });

  it('comes in pages', async () => {
    const body = 'x'.repeat(350_000);
    const { visitor } = await recorded(0, Array<string>(10).fill(body));
    expect(jsonOf(await visitor.ask(`/incidents/${ID}/diagnoses`))).toMatchObject({ next: 9 });
  });
});

describe('what is not there', () => {
  it.each([
    `/incidents/${'0'.repeat(26)}/record`,
    `/incidents/${ID}/diagnoses/7`,
    `/incidents/${ID}/diagnoses/one`,
    `/incidents/${ID}/diagnoses/1/2`,
    `/incidents/x/record`,
  ])('%s is answered with 404 and the reason', async (path) => {
    const { visitor } = await recorded(0);
    const absent = await visitor.ask(path);
    expect(absent.statusCode).toBe(404);
    expect(Object.keys(jsonOf(absent))).toEqual(['type', 'title', 'status', 'detail', 'expected', 'given']);
  });
});
