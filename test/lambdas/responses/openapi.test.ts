import { readFileSync } from 'node:fs';
import { validate } from '@readme/openapi-parser';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../lambdas/responses/contract.ts';
import type { HttpReply } from '../../../lambdas/responses/http.ts';
import { openApiText } from '../../../lambdas/responses/openapi/document.ts';
import { type OperationName, OPERATIONS } from '../../../lambdas/responses/operations.ts';
import { anchorsOf } from '../../../lib/core/incident/anchor.ts';
import { RESPONSE_TYPES } from '../../../lib/core/response/responses.ts';
import document from '../../../schema/openapi.json' with { type: 'json' };
import { documented, mistakes, strays } from '../../support/api-document.ts';
import { word } from '../../support/deploy-log-contract.ts';
import { World } from '../../support/function-world.ts';
import { minute } from '../../support/incident-spec.ts';
import { verdictAt } from '../../support/release-log-contract.ts';
import { Visitor } from './visitor.ts';

const NAMES = Object.keys(OPERATIONS) as readonly OperationName[];
const NOBODYS_ID = '0'.repeat(26);

/** Two incidents, of which one is over and was diagnosed; a deploy that was judged, and one that is nobody's. */
const told = async () => {
  const world = new World();
  const over = await world.alarm('web-latency');
  await world.send();
  const visitor = new Visitor(world);
  const respond = (id: string, fields: object): Promise<HttpReply> =>
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

type Told = Awaited<ReturnType<typeof told>>;

type Ask = (told: Told) => Promise<HttpReply>;

const unknown: Ask = ({ visitor }) => visitor.ask('/incidents', { query: { sort: 'name' } });

const below = (rest: string, query: Readonly<Record<string, string>> = {}): Ask => {
  return ({ visitor, over }) => visitor.ask(`/incidents/${over}${rest}`, { query });
};

const absent = (rest: string): Ask => {
  return ({ visitor }) => visitor.ask(`/incidents/${NOBODYS_ID}${rest}`);
};

/** Everything that a function itself answers, by route and status. */
const ASKED: Readonly<Record<OperationName, Readonly<Record<number, Ask>>>> = {
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
  testPages: {
    200: ({ visitor }) => visitor.post('/test-pages', { key: 'k' }),
    400: ({ visitor }) => visitor.post('/test-pages', { key: 'k', to: ['nobody'] }),
    413: ({ visitor }) => visitor.post('/test-pages', { key: 'x'.repeat(20_000) }),
    415: ({ visitor }) => visitor.post('/test-pages', '{}', { contentType: 'text/plain' }),
    503: ({ failing }) => failing.post('/test-pages', { key: 'k' }),
  },
  deploys: {
    200: ({ visitor }) => visitor.ask('/deploys'),
    400: ({ visitor }) => visitor.ask('/deploys', { query: { since: 'yesterday' } }),
    503: ({ world, visitor }) => {
      world.deploys.words = () => Promise.reject(new Error('secret detail'));
      return visitor.ask('/deploys');
    },
  },
  document: {
    200: ({ visitor }) => visitor.ask('/openapi.json'),
    400: ({ visitor }) => visitor.ask('/openapi.json', { query: { version: '2' } }),
  },
};

const EACH = NAMES.flatMap((name) =>
  Object.entries(ASKED[name]).map(
    ([status, ask]) => [ROUTES[name].methods[0], ROUTES[name].path, Number(status), name, ask] as const,
  ),
);

/** What API Gateway answers, or either of both. */
const OF_GATEWAY = ['403', '429', '500', '503'];

describe('the OpenAPI document', () => {
  it('is committed as it is generated (else: npm run openapi)', () => {
    expect(readFileSync(new URL('../../../schema/openapi.json', import.meta.url), 'utf8')).toBe(openApiText());
  });

  it('is one by the specification', async () => {
    expect(await validate(structuredClone(document) as never)).toMatchObject({ valid: true, warnings: [] });
  });

  it('describes every route that asks for a signature, and no other', () => {
    const signed = Object.values(ROUTES).filter(({ isSigned }) => isSigned);
    expect(Object.keys(document.paths)).toEqual(signed.map(({ path }) => path));
    expect(document.security).toEqual([{ iam: [] }]);
  });

  it('is served as it is', async () => {
    const { visitor } = await told();
    expect(JSON.parse((await visitor.ask('/openapi.json')).body)).toEqual(document);
  });

  it.each(EACH)('tells what %s %s answers with %i', async (...[, , status, name, ask]) => {
    const reply = await ask(await told());
    expect(reply.statusCode).toBe(status);
    expect(strays(name, reply)).toBe('');
  });

  it.each(NAMES)('says of %s no status that nobody has seen', (name) => {
    const said = Object.keys(documented(name).responses).filter((status) => !OF_GATEWAY.includes(status));
    expect(said).toEqual(Object.keys(ASKED[name]).filter((status) => !OF_GATEWAY.includes(status)));
  });

  it('shows in answers whatever it says that there is', async () => {
    const { visitor, over } = await told();
    const shown = JSON.parse((await visitor.ask(`/incidents/${over}`)).body) as { incident: object };
    expect(shown.incident).toMatchObject({ resolution: { by: 'alice' }, confirmed: { cause: 'dependency' } });
    const { deploys } = JSON.parse((await visitor.ask('/deploys')).body) as { deploys: readonly object[] };
    expect(deploys).toMatchObject([
      { service: null, verdict: null },
      { service: 'web', verdict: { verdict: 'worse' } },
    ]);
  });
});

describe('the body of a response', () => {
  const REQUEST = '#/components/schemas/Response';
  const GIVEN = { note: { text: 'x' }, snooze: { for: '45m' }, reassign: { to: 'bob' } } as Readonly<
    Record<string, object>
  >;

  it.each(RESPONSE_TYPES)('%s is described as it is read', async (action) => {
    const body = { action, by: 'alice', ...GIVEN[action], key: 'k', expect: {} };
    expect(mistakes(REQUEST, body)).toBe('');
    const { respond, open, over } = await told();
    const done = await respond(action === 'reopen' ? over : open, body);
    expect(done.statusCode).toBe(200);
  });

  it.each([
    { by: 'alice' },
    { action: 'dance', by: 'alice' },
    { action: 'acknowledge' },
    { action: 'acknowledge', by: '' },
    { action: 'acknowledge', by: 'alice', key: '' },
    { action: 'acknowledge', by: 'alice', expect: { level: -1 } },
    { action: 'note', by: 'alice' },
    { action: 'snooze', by: 'alice' },
    { action: 'reassign', by: 'alice' },
    { action: 'resolve', by: 'alice', cause: 'gremlins' },
  ])('%j is neither described nor read', async (body) => {
    expect(mistakes(REQUEST, body)).not.toBe('');
    const { visitor, open } = await told();
    expect((await visitor.post(`/incidents/${open}/responses`, body)).statusCode).toBe(400);
  });
});
