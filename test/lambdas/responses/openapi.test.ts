import { readFileSync } from 'node:fs';
import { validate } from '@readme/openapi-parser';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../lambdas/responses/contract.ts';
import { openApiText } from '../../../lambdas/responses/openapi/document.ts';
import { type OperationName, OPERATIONS } from '../../../lambdas/responses/operations.ts';
import { RESPONSE_TYPES } from '../../../lib/core/response/responses.ts';
import document from '../../../schema/openapi.json' with { type: 'json' };
import { documented, mistakes, strays } from '../../support/api-document.ts';
import { apiReference, committedReference } from './api-reference.ts';
import { ASKED, told } from './asked-api.ts';

const NAMES = Object.keys(OPERATIONS) as readonly OperationName[];

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

  it('is rendered as it is, and as it is answered, in docs/api-reference.md (else: npm run openapi)', async () => {
    expect(committedReference()).toBe(await apiReference());
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
