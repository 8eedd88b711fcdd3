import { describe, expect, it } from 'vitest';
import { receive } from '../../lib/pipeline/receive.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import { criticalUpstream } from '../../lib/pipeline/open-incidents.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import { sendPages } from '../../lib/pipeline/send-pages.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { configurationOf } from '../support/configurations.ts';
import { World } from '../support/function-world.ts';
import { minute } from '../support/incident-spec.ts';
import { historyOf, slow } from '../support/leaking-service.ts';

/** `web` calls `api`, of which `batch` is none. */
const configuration = configurationOf(`
environment: prod
services:
  web:
    escalation: primary
    dependsOn: [api]
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
  api: { escalation: primary, workload: { kind: lambda, functionName: api } }
  batch: { escalation: primary, workload: { kind: lambda, functionName: batch } }
responders: { alice: { name: Alice Ferreira, timeZone: America/New_York } }
escalations: { primary: { levels: [{ page: [responder:alice] }] } }
`);

/** An incident of each of these services at 10:15, and then one of web, which is slow and looked at. */
const suffering = async (
  upstream: readonly string[],
  before: (world: World, ids: readonly string[]) => Promise<void> = () => Promise.resolve(),
) => {
  const world = new World(configuration, { isDiagnosed: true });
  const ids: string[] = [];
  for (const service of upstream) ids.push(await world.alarm(`${service}-errors`, 'ALARM', service));
  await before(world, ids);
  world.handedOver.splice(0);
  world.now = minute(2);
  const sources = { metrics: historyOf(slow, world.now).history, openIncidents: criticalUpstream(world.pipeline) };
  const diagnoser = diagnoserOf({ sources: () => sources, within: (work) => work }, configuration);
  const pipeline = { ...world.pipeline, diagnoser };
  const tags = { 'tocsin:service': 'web', 'tocsin:severity': 'critical' };
  await receive(pipeline, [
    { messageId: 'w', body: alarmEvent({ name: 'web-latency', state: 'ALARM', at: world.now, tags }) },
  ]);
  await sendPages(
    pipeline,
    world.handedOver.splice(0).map((message) => ({ ...message, messageId: message.pageId })),
  );
  return { ids, page: world.published.at(-1)?.message };
};

describe('a service that is slow while one that it depends on has an incident', () => {
  it('names that as the cause in its first page, and leads there', async () => {
    const { ids, page } = await suffering(['api']);
    expect(page?.sms).toMatch(/^CRITICAL web: api has an incident/u);
    expect(page?.text).toContain('Cause: api has an incident');
    expect(page?.text).toMatch(
      new RegExp(`Upstream: api has an open incident:\n {2}https://\\S+\\?incident=${ids[0] ?? ''}`, 'u'),
    );
  });

  it('names no incident of a service that it does not depend on', async () => {
    const { page } = await suffering(['batch']);
    expect(page?.text).not.toMatch(/batch|Upstream/u);
  });

  it('names none that is over', async () => {
    const { page } = await suffering(['api'], async ({ pipeline }, [incidentId = '']) => {
      await respond(pipeline, { incidentId, by: 'alice', response: { type: 'resolve' } });
    });
    expect(page?.text).not.toMatch(/Upstream|api has/u);
  });

  it('names none of mere warnings: they may stand for days', async () => {
    const { page } = await suffering([], async ({ pipeline, now }) => {
      const tags = { 'tocsin:service': 'api', 'tocsin:severity': 'warning' };
      const body = alarmEvent({ name: 'api-cpu', state: 'ALARM', at: now, tags });
      await receive(pipeline, [{ messageId: 'c', body }]);
    });
    expect(page?.text).not.toMatch(/Upstream|api has/u);
  });
});
