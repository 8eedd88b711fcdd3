import { describe, expect, it } from 'vitest';
import { statusOf } from '../../../lib/core/incident/phase.ts';
import { respond } from '../../../lib/pipeline/respond.ts';
import { configurationOf } from '../../support/configurations.ts';
import { minute } from '../../support/incident-spec.ts';
import { World } from '../../support/function-world.ts';
import { hiddenFields, Visitor, words } from './visitor.ts';

/** `web` and `admin` call `api`, which calls `search`. */
const configuration = configurationOf(`
environment: prod
services:
  web: { escalation: primary, dependsOn: [api], workload: { kind: lambda, functionName: web } }
  admin: { escalation: primary, dependsOn: [api], workload: { kind: lambda, functionName: admin } }
  api: { escalation: primary, dependsOn: [search], workload: { kind: lambda, functionName: api } }
  search: { escalation: primary, workload: { kind: lambda, functionName: search } }
responders: { alice: { name: Alice Ferreira, timeZone: America/New_York } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`);

const FIRST = { web: '', admin: '', api: '', search: '' };

/** An incident of each of these services, a minute after the other. */
const troubled = async (...services: readonly (keyof typeof FIRST)[]) => {
  const world = new World(configuration);
  const ids = { ...FIRST };
  for (const [index, service] of services.entries()) {
    world.now = minute(index);
    ids[service] = await world.alarm(`${service}-latency`, 'ALARM', service);
  }
  await world.send();
  const openedBy = (service: keyof typeof FIRST): string => world.link([ids[service]], 'alice');
  return { world, ids, visitor: new Visitor(world), openedBy };
};

describe('the screen of an incident whose service depends on another', () => {
  it('names the open incident of that, and leads to it', async () => {
    const { ids, visitor, openedBy } = await troubled('api', 'web');
    const token = openedBy('web');
    const page = await visitor.open(token);
    expect(words(page)).toContain(
      'What it depends on has an incident too: api: critical, api-latency: 3.2 (limit 1), since 10:15 EDT (14:15 UTC)',
    );
    expect(page.body).toContain(`href="?incident=${ids.api}"`);
    const upstream = await visitor.open(token, { incident: ids.api });
    expect(words(upstream)).toContain('CRITICAL api in prod');
    expect(words(upstream)).toContain('All incidents of this link');
  });

  it('takes a response to that one alone', async () => {
    const { world, ids, visitor, openedBy } = await troubled('api', 'web');
    const token = openedBy('web');
    const upstream = await visitor.open(token, { incident: ids.api });
    const reply = await visitor.submit(token, { ...hiddenFields(upstream.body), action: 'acknowledge' });
    expect(reply.statusCode).toBe(303);
    expect(statusOf(await world.head(ids.api))).toBe('acknowledged');
    expect(statusOf(await world.head(ids.web))).toBe('triggered');
  });

  it('acknowledges its own alone where no other is named', async () => {
    const { world, ids, visitor, openedBy } = await troubled('api', 'web');
    await visitor.press(openedBy('web'), 'acknowledge');
    expect(statusOf(await world.head(ids.api))).toBe('triggered');
    expect(statusOf(await world.head(ids.web))).toBe('acknowledged');
  });

  it('says nothing of what is over', async () => {
    const { world, ids, visitor, openedBy } = await troubled('api', 'web');
    await respond(world.pipeline, { incidentId: ids.api, by: 'alice', response: { type: 'resolve' } });
    expect(words(await visitor.open(openedBy('web')))).not.toContain('has an incident too');
  });

  it('opens nothing that is neither upstream nor downstream of it', async () => {
    const { ids, visitor, openedBy } = await troubled('search', 'web', 'admin');
    const page = await visitor.open(openedBy('web'), { incident: ids.search });
    expect(words(page)).toContain('CRITICAL web in prod');
    expect(words(page)).not.toContain('has an incident too');
  });

  it('asks once for those of all its incidents, however many they are', async () => {
    const { world, ids } = await troubled('web', 'admin', 'api', 'search');
    let asked = 0;
    const groups: typeof world.pipeline.register.groups = (keys) => {
      asked += 1;
      return world.incidents.groups(keys);
    };
    const token = world.link([ids.web, ids.admin], 'alice');
    const visitor = new Visitor(world, { ...world.pipeline, register: { ...world.pipeline.register, groups } });
    const page = await visitor.open(token, { incident: ids.web });
    expect(words(page)).toContain('What it depends on has an incident too: api');
    expect(asked).toBe(1);
  });

  it('is shown without them where they cannot be read', async () => {
    const { world, visitor, openedBy } = await troubled('api', 'web');
    const register = { ...world.pipeline.register, groups: () => Promise.reject(new Error('throttled')) };
    const page = await new Visitor(world, { ...world.pipeline, register }).open(openedBy('web'));
    expect([page.statusCode, words(page).includes('has an incident too')]).toEqual([200, false]);
    expect(visitor).toBeDefined();
  });
});

describe('the screen of an incident whose service others depend on', () => {
  it('lists who suffers', async () => {
    const { ids, visitor, openedBy } = await troubled('api', 'web', 'admin');
    const page = await visitor.open(openedBy('api'));
    expect(words(page)).toMatch(/Who depends on it has an incident too: web: critical, .* admin: critical, /u);
    expect(page.body).toContain(`href="?incident=${ids.admin}"`);
  });
});
