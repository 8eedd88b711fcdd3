import type { HttpReply } from '../../../lambdas/responses/http.ts';
import type { OperationName } from '../../../lambdas/responses/operations.ts';
import { anchorsOf } from '../../../lib/core/incident/anchor.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { verdictAt } from '../../support/release-log-contract.ts';
import { Visitor } from './visitor.ts';

const NOBODYS_ID = '0'.repeat(26);

interface Told {
  readonly world: World;
  readonly over: string;
  readonly open: string;
  readonly respond: (id: string, fields: object) => Promise<HttpReply>;
  readonly visitor: Visitor;
  readonly failing: Visitor;
}

/** Two incidents, of which one is over and was diagnosed; a deploy that was judged, and one that is nobody's. */
export const told = async (): Promise<Told> => {
  const world = new World();
  const over = await world.alarm('web-latency');
  await world.send();
  const visitor = new Visitor(world);
  const respond: Told['respond'] = (id, fields) =>
    visitor.post(`/incidents/${id}/responses`, { by: 'alice', ...fields });
  await respond(over, { action: 'acknowledge' });
  await respond(over, { action: 'resolve', cause: 'dependency' });
  world.now = minute(20);
  const open = await world.alarm('other', 'ALARM', 'elsewhere');
  const stored = { number: 1, body: '{"a":1}' };
  const { pipeline } = world;
  const broken = () => Promise.reject(new Error('secret detail'));
  const breaking = () => ({ [Symbol.asyncIterator]: () => ({ next: broken }) });
  const withDiagnosis = world.onStore({
    diagnoses: (_, which) => Promise.resolve(which === 'all' || which.includes(1) ? [stored] : []),
  });
  const readsNothing = {
    ...world.onStore({ head: broken, timeline: broken, diagnoses: broken }),
    index: { ...pipeline.index, list: breaking, spanning: breaking },
  } as never;
  const anchors = anchorsOf({ day: '2023-08-05', last: undefined }, [await world.head(over)]);
  await world.deploys.record({ service: 'web', word: word(0, { revision: 'v1', url: 'https://ci/1' }) });
  await world.deploys.record({ service: undefined, word: word(1, { status: 'FAILED' }) });
  await world.releases.keep('web', verdictAt(0));
  return {
    world,
    over,
    open,
    respond,
    visitor: new Visitor(world, withDiagnosis, { since: () => Promise.resolve(anchors) }),
    failing: new Visitor(world, readsNothing, { since: broken }),
  };
};

export type Ask = (told: Told) => Promise<HttpReply>;

const unknown: Ask = ({ visitor }) => visitor.ask('/incidents', { query: { sort: 'name' } });

const below = (rest: string, query: Readonly<Record<string, string>> = {}): Ask => {
  return ({ visitor, over }) => visitor.ask(`/incidents/${over}${rest}`, { query });
};

const absent = (rest: string): Ask => {
  return ({ visitor }) => visitor.ask(`/incidents/${NOBODYS_ID}${rest}`);
};

/** Everything that a function itself answers, by route and status. */
export const ASKED: Readonly<Record<OperationName, Readonly<Record<number, Ask>>>> = {
  incidents: {
    200: ({ visitor }) => visitor.ask('/incidents', { query: { limit: '1' } }),
    400: unknown,
    503: ({ failing }) => failing.ask('/incidents'),
  },
  anchors: {
    200: ({ visitor }) => visitor.ask('/incidents/anchors', { query: { since: '2023-08-05' } }),
    400: ({ visitor }) => visitor.ask('/incidents/anchors'),
    503: ({ failing }) => failing.ask('/incidents/anchors', { query: { since: '2023-08-05' } }),
  },
  incident: {
    200: below(''),
    400: below('', { from: '0' }),
    404: absent(''),
    503: ({ failing, over }) => failing.ask(`/incidents/${over}`),
  },
  record: {
    200: below('/record'),
    400: below('/record', { from: '0' }),
    404: absent('/record'),
    503: ({ failing, over }) => failing.ask(`/incidents/${over}/record`),
  },
  diagnoses: {
    200: below('/diagnoses'),
    400: below('/diagnoses', { from: '0' }),
    404: ({ visitor }) => visitor.ask('/incidents/short/diagnoses'),
    503: ({ failing, over }) => failing.ask(`/incidents/${over}/diagnoses`),
  },
  diagnosis: {
    200: below('/diagnoses/1'),
    400: below('/diagnoses/1', { from: '1' }),
    404: below('/diagnoses/7'),
    503: ({ failing, over }) => failing.ask(`/incidents/${over}/diagnoses/1`),
  },
  responses: {
    200: ({ respond, open }) => respond(open, { action: 'acknowledge' }),
    400: ({ respond, open }) => respond(open, { action: 'dance' }),
    404: ({ respond }) => respond(NOBODYS_ID, { action: 'acknowledge' }),
    409: ({ respond, over }) => respond(over, { action: 'acknowledge' }),
    413: ({ respond, open }) => respond(open, { action: 'note', text: 'x'.repeat(20_000) }),
    415: ({ visitor, open }) => visitor.post(`/incidents/${open}/responses`, '{}', { contentType: 'text/plain' }),
    503: ({ failing, open }) => failing.post(`/incidents/${open}/responses`, { action: 'escalate', by: 'alice' }),
  },
  deploys: {
    200: ({ visitor }) => visitor.ask('/deploys'),
    400: ({ visitor }) => visitor.ask('/deploys', { query: { since: 'yesterday' } }),
    503: ({ world, visitor }) => {
      world.deploys.words = () => Promise.reject(new Error('secret detail'));
      return visitor.ask('/deploys');
    },
  },
  testPages: {
    200: ({ visitor }) => visitor.post('/test-pages', { key: 'k' }),
    400: ({ visitor }) => visitor.post('/test-pages', { key: 'k', to: ['nobody'] }),
    409: async ({ visitor }) => {
      await visitor.post('/test-pages', { key: 'first' });
      return visitor.post('/test-pages', { key: 'second' });
    },
    413: ({ visitor }) => visitor.post('/test-pages', { key: 'x'.repeat(20_000) }),
    415: ({ visitor }) => visitor.post('/test-pages', '{}', { contentType: 'text/plain' }),
    503: ({ failing }) => failing.post('/test-pages', { key: 'k' }),
  },
  document: {
    200: ({ visitor }) => visitor.ask('/openapi.json'),
    400: ({ visitor }) => visitor.ask('/openapi.json', { query: { version: '2' } }),
  },
};
