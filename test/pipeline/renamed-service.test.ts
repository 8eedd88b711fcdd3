import { describe, expect, it } from 'vitest';
import type { Configuration, RoutingRule } from '../../lib/core/configuration.ts';
import type { Incident } from '../../lib/core/incident/incident.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { MINUTE } from '../../lib/core/time.ts';
import { configurationWith, PlayedWorld, policyWith, shortly } from '../support/played-world.ts';

const base = configurationWith({});
const web = base.services['web'];
if (web === undefined) throw new Error('the configuration describes web');

const SHOP = { 'tocsin:service': 'shop', 'tocsin:severity': 'critical' };

/** `web` and `shop`, each under a policy of its own. */
const twoServices: Configuration = {
  ...base,
  services: { web, shop: { ...web, escalation: 'shop-team' } },
  escalations: {
    ...base.escalations,
    'shop-team': policyWith({ levels: [{ page: ['responder:dave'], escalateAfterMs: 15 * MINUTE }] }),
  },
};

/** The service that was `web` is `site` from now on. */
const renamed: Configuration = { ...base, hash: 'renamed', services: { site: web } };

const standing = (heads: readonly Incident[]): readonly string[] =>
  heads.map((head) => `${head.service} ${statusOf(head)}, ${String(head.counts.firing)} firing`);

describe('A17 a tag or a service renamed between ALARM and OK', () => {
  it.each<readonly [string, (played: PlayedWorld) => Promise<void>]>([
    ['a tag', (played) => played.alarm('latency', 'OK', { tags: SHOP })],
    [
      'a service',
      (played) => {
        played.deploy(renamed);
        return played.alarm('latency', 'OK', { tags: { ...SHOP, 'tocsin:service': 'site' } });
      },
    ],
  ])('%s: the OK arrives where the alarm counts, and it recovers', async (_, ok) => {
    const played = new PlayedWorld(twoServices);
    await played.alarm('latency', 'ALARM');
    await played.runTo(8);
    await ok(played);
    await played.runTo(120);
    expect(standing(await played.heads())).toEqual(['web resolved, 0 firing']);
    expect(shortly(played.pages)).toBe('0:alice');
  });

  it.each([
    ['within the ten minutes that it is believed', 12],
    ['in the second after them, before the clock', 15 + 1 / 60],
  ])('the OK of an alarm that a resolution left firing, %s, does not come back', async (_, when) => {
    const played = new PlayedWorld(twoServices);
    await played.alarm('latency', 'ALARM');
    await played.runTo(5);
    await played.act('alice', { type: 'resolve' });
    await played.runTo(Math.min(when, 14.9));
    played.now = when;
    await played.alarm('latency', 'OK', { tags: SHOP });
    await played.runTo(200);
    expect(standing(await played.heads())).toEqual(['web resolved, 0 firing']);
    expect(shortly(played.pages)).toBe('0:alice');
  });

  it('an ALARM joins where the alarm counts while that is open, and goes to its new service once it is over', async () => {
    const played = new PlayedWorld(twoServices);
    await played.alarm('latency', 'ALARM');
    await played.runTo(3);
    await played.alarm('latency', 'ALARM', { tags: SHOP });
    expect(standing(await played.heads())).toEqual(['web triggered, 1 firing']);
    await played.runTo(4);
    await played.alarm('latency', 'OK', { tags: SHOP });
    await played.runTo(60);
    await played.alarm('latency', 'ALARM', { tags: SHOP });
    await played.runTo(61);
    expect(standing(await played.heads())).toEqual(['web resolved, 0 firing', 'shop triggered, 1 firing']);
    expect(shortly(played.pages)).toBe('0:alice 60:dave');
  });

  it('an alarm that pages without data is its new service’s once its former incident is over', async () => {
    const played = new PlayedWorld(twoServices, { pagingWithoutData: ['heartbeat'] });
    await played.alarm('heartbeat', 'ALARM');
    await played.runTo(4);
    await played.alarm('heartbeat', 'OK');
    await played.runTo(60);
    await played.alarm('heartbeat', 'ND', { tags: SHOP });
    await played.runTo(61);
    expect(standing(await played.heads())).toEqual(['web resolved, 0 firing', 'shop triggered, 1 firing']);
    expect(shortly(played.pages)).toBe('0:alice 60:dave');
  });
});

describe('A8 a `legacy-` warning routed to `web` under another policy', () => {
  const legacy: RoutingRule = {
    match: { name: 'legacy-*' },
    service: 'web',
    escalation: 'legacy-team',
    severity: 'warning',
  };
  const routed: Configuration = {
    ...base,
    routing: [legacy],
    escalations: {
      ...base.escalations,
      'legacy-team': policyWith({ levels: [{ page: ['responder:dave'], escalateAfterMs: 15 * MINUTE }] }),
    },
  };

  it('leaves web’s own alarms to web’s own people', async () => {
    const played = new PlayedWorld(routed);
    await played.alarm('legacy-disk', 'ALARM', { tags: {} });
    await played.runTo(10);
    await played.alarm('latency', 'ALARM');
    await played.runTo(50);
    expect(shortly(played.pages)).toBe('10:alice 25:bob 45:carol');
    expect((await played.heads()).map(({ escalation, severity }) => [escalation, severity])).toEqual([
      ['legacy-team', 'warning'],
      [undefined, 'critical'],
    ]);
  });

  it('that is critical by its tag pages those of its rule, beside web’s own', async () => {
    const played = new PlayedWorld(routed);
    await played.alarm('latency', 'ALARM');
    await played.alarm('legacy-disk', 'ALARM', { tags: { 'tocsin:severity': 'critical' } });
    await played.runTo(10);
    expect(shortly(played.pages)).toBe('0:alice 0:dave');
  });
});
