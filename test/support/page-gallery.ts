import type { Target } from '../../lib/core/configuration.ts';
import type { Message } from '../../lib/core/page/page-facts.ts';
import { alarmsOf } from '../../lib/core/service/service-alarms.ts';
import { later, MINUTE } from '../../lib/core/time.ts';
import { tickIncident } from '../../lib/pipeline/clock.ts';
import { openDrill } from '../../lib/pipeline/open-drill.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import { sendPages } from '../../lib/pipeline/send-pages.ts';
import { configurationOf } from './configurations.ts';
import { World } from './function-world.ts';
import { demoPage } from './cause-gallery.ts';
import { LINK, type Shown, shownOf } from './shown-message.ts';
import { firingEvent, foreignEvents } from './usual-alarms.ts';

const FIRED_AT = '2026-03-04T10:15:00.000Z';

const described = (name: string): string => `
  ${name}:
    description: ${name} of the shop
    escalation: primary
    runbook: https://wiki.example.com/runbooks/${name}
    workload:
      kind: alb-ecs
      loadBalancer: app/${name}/50dc6c495c0c9188
      cluster: prod
      service: ${name}
      targetGroup: targetgroup/${name}/73e2d6bc24d8a067
      database: ${name}-db
      logGroup: /ecs/${name}`;

const SHOP = configurationOf(`
environment: prod
services:${['web', 'search', 'payments', 'mail', 'images'].map(described).join('')}
routing:
  - match: { name: prod-web-* }
    severity: info
  - match: { name: Checkout degraded }
    service: web
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
  bob: { name: Bob Osei, timeZone: Europe/London }
channels:
  ops: { name: '#ops', kind: chat }
escalations:
  primary:
    levels:
      - { page: [responder:alice], escalateAfter: 15m }
      - { page: [responder:bob], escalateAfter: 15m }
    repeat: 0
    notify: [channel:ops]
    unanswered: [responder:alice, responder:bob, channel:ops]
`);

/** A team at work: what it is sent, in order. */
class Team {
  readonly world = new World(SHOP);
  private readonly pipeline = {
    ...this.world.pipeline,
    links: { ...this.world.pipeline.links, create: () => Promise.resolve(LINK) },
  };
  private ids: readonly string[] = [];

  async hears(...events: readonly object[]): Promise<this> {
    this.world.now = later(FIRED_AT, 2_000);
    const messages = events.map((body, index) => ({ messageId: String(index), body }));
    const { incidentIds } = await receive(this.pipeline, messages);
    this.ids = [...new Set([...this.ids, ...incidentIds])];
    return this.waits(0);
  }

  /** So many minutes after the alarms fired, what is due then is done and sent. */
  async waits(...all: readonly number[]): Promise<this> {
    for (const minutes of all) {
      this.world.now = later(FIRED_AT, minutes * MINUTE + 7_000);
      for (const id of this.ids) await tickIncident(this.pipeline, id);
      await this.sends();
    }
    return this;
  }

  async does(minutes: number, by: string, type: 'acknowledge' | 'resolve'): Promise<this> {
    this.world.now = later(FIRED_AT, minutes * MINUTE);
    for (const incidentId of this.ids) await respond(this.pipeline, { incidentId, by, response: { type } });
    await this.sends();
    return this;
  }

  async tests(...to: readonly string[]): Promise<void> {
    this.world.now = FIRED_AT;
    const signedBy = 'arn:aws:sts::111122223333:assumed-role/Admin/bob';
    await openDrill(this.pipeline, { key: 'k', to, account: '111122223333', region: 'us-east-1', signedBy });
    await this.sends();
  }

  shown(title: string): Shown {
    const last = (target: Target): Message | undefined =>
      this.world.published.findLast((one) => one.target === target)?.message;
    return shownOf(title, last('responder:alice'), last('channel:ops'));
  }

  private async sends(): Promise<void> {
    const messages = this.world.handedOver.splice(0).map((message) => ({ ...message, messageId: message.pageId }));
    await sendPages(this.pipeline, messages);
  }
}

const ownAlarm = (service: string, watches: string): object => {
  const settings = SHOP.services[service];
  const alarms = settings === undefined ? [] : alarmsOf(service, settings, SHOP.environment);
  const found = alarms.find((alarm) => alarm.watches === watches);
  if (found === undefined) throw new Error(`${service} has no alarm on ${watches}`);
  return firingEvent(found);
};

const ofOwn = async (title: string, watches: string): Promise<Shown> =>
  (await new Team().hears(ownAlarm('web', watches))).shown(title);

const bundle = async (title: string): Promise<Shown> => {
  const alarms = [
    ownAlarm('web', 'memory'),
    ownAlarm('search', 'latency'),
    ownAlarm('payments', 'errors'),
    ownAlarm('mail', 'availability'),
    ownAlarm('images', 'latency'),
  ];
  return (await new Team().hears(...alarms)).shown(title);
};

/** Every message that docs/pages.md shows. */
export const pageGallery = async (): Promise<readonly Shown[]> => [
  await demoPage('The demo incident: its first page'),
  await ofOwn('Memory', 'memory'),
  await ofOwn('Latency', 'latency'),
  await ofOwn('Availability', 'availability'),
  await ofOwn('Traffic, a warning: told, not paged', 'traffic'),
  (
    await new Team().hears(...foreignEvents('prod-web-alb-latency-p99', 'prod-web-error-rate', 'Checkout degraded'))
  ).shown('A composite alarm of another tool, its children known'),
  (await new Team().hears(...foreignEvents('payments-dlq-not-empty'))).shown(
    'A dead-letter queue, by an alarm of another tool that no rule maps',
  ),
  (await (await new Team().hears(ownAlarm('web', 'memory'))).waits(15, 30)).shown('An unanswered ending'),
  (await (await new Team().hears(ownAlarm('web', 'memory'))).does(5, 'bob', 'acknowledge')).shown('An acknowledgement'),
  (
    await (
      await (
        await (await new Team().hears(ownAlarm('web', 'memory'))).does(5, 'alice', 'acknowledge')
      ).hears(ownAlarm('web', 'traffic'))
    ).waits(12)
  ).shown('A warning joins what somebody has'),
  await bundle('Five services at once'),
  (
    await (
      await (await new Team().hears(ownAlarm('web', 'memory'))).does(5, 'alice', 'acknowledge')
    ).does(30, 'bob', 'resolve')
  ).shown('A resolution'),
];

/** What a responder and a chat are sent to see that pages arrive. */
export const testPageShown = async (): Promise<Shown> => {
  const team = new Team();
  await team.tests('alice', 'channel:ops');
  return team.shown('A test page');
};
