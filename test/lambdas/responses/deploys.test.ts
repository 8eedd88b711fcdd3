import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../../lambdas/responses/http.ts';
import { threeLevels } from '../../support/configurations.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { verdictAt } from '../../support/release-log-contract.ts';
import { Visitor } from './visitor.ts';

const jsonOf = ({ body }: HttpReply): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

interface DeploysPage {
  readonly deploys: readonly { readonly id: string; readonly service: string | null; readonly status: string }[];
  readonly unheardOf: readonly string[];
  readonly isCut: boolean;
  readonly next: string | null;
}

/** Web and shop, of which web was deployed. */
const told = (): { readonly world: World; readonly visitor: Visitor } => {
  const services = { web: threeLevels.services['web'], shop: threeLevels.services['web'] } as never;
  const world = new World({ ...threeLevels, services });
  world.now = minute(60);
  return { world, visitor: new Visitor(world) };
};

const list = async (visitor: Visitor, query: Readonly<Record<string, string>> = {}): Promise<DeploysPage> =>
  jsonOf(await visitor.ask('/deploys', { query })) as unknown as DeploysPage;

const idsOf = ({ deploys }: DeploysPage): readonly string[] => deploys.map(({ id }) => id);

describe('GET /deploys', () => {
  it('tells of each what is known, with what became of the service by it, and null where nothing is', async () => {
    const { world, visitor } = told();
    await world.deploys.record({ service: 'web', word: word(0, { revision: 'v1' }) });
    await world.deploys.record({ service: 'web', word: word(4, { status: 'SUCCEEDED' }) });
    await world.releases.keep('web', verdictAt(0));
    expect(await list(visitor, { service: 'web' })).toEqual({
      deploys: [
        {
          service: 'web',
          id: 'ecs-svc/1',
          system: 'ecs',
          status: 'SUCCEEDED',
          subject: null,
          revision: 'v1',
          url: null,
          actor: null,
          firstAt: minute(0),
          lastAt: minute(4),
          startedAt: minute(0),
          finishedAt: minute(4),
          verdict: verdictAt(0),
        },
      ],
      unheardOf: [],
      isCut: false,
      next: null,
    });
  });

  it('lists those of every service, and what is nobody’s, and names services that nobody ever told of', async () => {
    const { world, visitor } = told();
    await world.deploys.record({ service: 'web', word: word(0, { id: 'of web' }) });
    await world.deploys.record({ service: undefined, word: word(1, { id: 'nobody’s' }) });
    const all = await list(visitor);
    expect(idsOf(all)).toEqual(['nobody’s', 'of web']);
    expect(all.unheardOf).toEqual(['shop']);
    expect(idsOf(await list(visitor, { unmapped: 'true' }))).toEqual(['nobody’s']);
  });

  it('goes on where the page before ended, though many began at one instant', async () => {
    const { world, visitor } = told();
    for (let index = 0; index < 9; index += 1)
      await world.deploys.record({ service: 'web', word: word(Math.min(index, 5), { id: `d${String(index)}` }) });
    const seen: string[] = [];
    let page = await list(visitor, { limit: '2' });
    seen.push(...idsOf(page));
    while (page.next !== null) {
      page = await list(visitor, { limit: '2', cursor: page.next });
      seen.push(...idsOf(page));
    }
    expect(seen).toEqual(idsOf(await list(visitor)));
    expect(new Set(seen).size).toBe(9);
  });

  it('keeps to when a deploy began, and knows how it ended after the range', async () => {
    const { world, visitor } = told();
    for (const [minutes, id] of [
      [0, 'before'],
      [10, 'within'],
      [20, 'after'],
    ] as const) {
      await world.deploys.record({ service: 'web', word: word(minutes, { id }) });
      await world.deploys.record({ service: 'web', word: word(minutes + 15, { id, status: 'FAILED' }) });
    }
    const { deploys } = await list(visitor, { since: minute(5), until: minute(20) });
    expect(deploys).toMatchObject([{ id: 'within', status: 'FAILED' }]);
  });

  it('says that older ones were left out where there are very many', async () => {
    const { world, visitor } = told();
    for (let index = 0; index < 2_001; index += 1)
      await world.deploys.record({ service: 'web', word: word(index / 100, { id: String(index) }) });
    const { deploys, isCut } = await list(visitor, { service: 'web', limit: '200' });
    expect(deploys).toHaveLength(200);
    expect(isCut).toBe(true);
  });

  it.each([
    [{ since: 'yesterday' }, 'since'],
    [{ since: '2023-01-01', until: '2023-06-01' }, '92 days'],
    [{ limit: '201' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: `2023-99-99T00:00:00.000Z_${'0'.repeat(16)}` }, 'cursor'],
    [{ service: 'w'.repeat(129) }, 'at most 128 characters'],
    [{ unmapped: 'yes' }, 'unmapped'],
    [{ service: 'web', unmapped: 'true' }, 'service or unmapped'],
    [{ sort: 'name' }, 'one of'],
  ])('refuses %j and says what it expects', async (query, expected) => {
    const { visitor } = told();
    const refused = await visitor.ask('/deploys', { query });
    expect(refused.statusCode).toBe(400);
    expect(jsonOf(refused)['expected']).toContain(expected);
  });

  it('is answered with 503 where the words cannot be read, and never as if there were none', async () => {
    const { world, visitor } = told();
    world.deploys.words = () => Promise.reject(new Error('secret detail'));
    const failed = await visitor.ask('/deploys');
    expect(failed.statusCode).toBe(503);
    expect(failed.body).not.toContain('secret');
  });
});
