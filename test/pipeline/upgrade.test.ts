import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { phaseOf } from '../../lib/core/incident/phase.ts';
import { localClock } from '../../lib/core/report/local-clock.ts';
import { storyOf } from '../../lib/core/report/story.ts';
import { voiceOf } from '../../lib/core/report/voice.ts';
import { later, MINUTE } from '../../lib/core/time.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import { configurationOf } from '../support/configurations.ts';
import { MinuteWorld, WORLD_START } from '../support/minute-world.ts';
import { readFixture } from '../support/stored-events.ts';

/**
 * What the code of version 1 left in its table: an incident of the service web whose alarms a rule routes under the
 * policy business, which stood in no group key then. Opened by shop-checkout (critical) at 03:00, joined by shop-cache
 * (a warning) at 03:03; alice was paged at once and bob, of level 2, at 03:15; he acknowledged at 03:18, until 03:48.
 */
const STORED = readFixture('store-v1.json') as Append & { readonly incident: NonNullable<Append['incident']> };
const { incidentId } = STORED.incident.head;

/** Today bob has left, dave is at level 2, and its wait is shorter than the 20 minutes of then. */
const TODAY: Configuration = configurationOf(`
environment: prod
services:
  web:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
routing:
  - { match: { name: shop-cache* }, service: web, escalation: business, severity: warning }
  - { match: { name: shop-* }, service: web, escalation: business, severity: critical }
responders:
  alice: { name: Alice Ferreira, timeZone: America/New_York }
  dave: { name: Dave Akande }
  carol: { name: Carol Lindqvist, timeZone: Europe/Stockholm }
channels:
  ops: { name: "#ops", kind: chat }
escalations:
  primary:
    levels: [{ page: [responder:alice] }]
  business:
    levels:
      - { page: [responder:alice], escalateAfter: 15m }
      - { page: [responder:dave], escalateAfter: 10m }
      - { page: [responder:carol], escalateAfter: 20m }
    repeat: 1
`);

/** The upgrade at 03:25. */
const upgraded = async (): Promise<MinuteWorld> => {
  const world = new MinuteWorld(TODAY);
  await world.load(STORED);
  world.now = later(WORLD_START, 25 * MINUTE);
  await world.runTo(26);
  return world;
};

const word = (world: MinuteWorld, name: string, state: AlarmState): Promise<readonly string[]> =>
  world.alarm(name, state, {});

const opened = async (world: MinuteWorld): Promise<readonly string[]> =>
  (await Array.fromAsync(world.incidents.list({}))).map((entry) => entry.incidentId);

describe('an incident that is open at an upgrade from version 1', () => {
  it('is under the group key of then, and whoever has it has it still', async () => {
    const world = await upgraded();
    const head = await world.head(incidentId);
    expect(head).toMatchObject({ v: 4, group: '["111122223333","eu-west-1","web","prod"]', escalation: 'business' });
    expect(phaseOf(head)).toMatchObject({ status: 'acknowledged', by: 'bob' });
    expect(world.pages).toEqual([]);
  });

  it('is looked at once under the configuration of today', async () => {
    const world = await upgraded();
    expect(world.runs).toMatchObject([{ lookedAt: [incidentId], failed: [] }]);
    const applied = (await world.timeline(incidentId)).filter(({ type }) => type === 'ConfigurationApplied');
    expect(applied).toMatchObject([{ config: TODAY.hash, levels: 3, rounds: 2 }]);
  });

  it('ends when its alarms are OK, which arrive in it', async () => {
    const world = await upgraded();
    expect(await word(world, 'shop-checkout', 'OK')).toEqual([incidentId]);
    await world.runTo(30);
    expect(await word(world, 'shop-cache', 'OK')).toEqual([incidentId]);
    await world.runTo(37);
    expect((await world.head(incidentId)).resolution).toEqual({ at: '2026-03-01T03:36:00.000Z' });
    expect((await world.incidents.groups([STORED.incident.head.group])).get(STORED.incident.head.group)).toMatchObject({
      incidentId,
      status: 'resolved',
    });
    expect(world.pages).toEqual([]);
    expect(await opened(world)).toEqual([incidentId]);
  });

  it('is joined by its alarms when they fire again, while it is open and when it may be reopened', async () => {
    const world = await upgraded();
    await word(world, 'shop-checkout', 'OK');
    await world.runTo(27);
    expect(await word(world, 'shop-checkout', 'ALARM')).toEqual([incidentId]);
    await world.runTo(28);
    for (const name of ['shop-checkout', 'shop-cache']) await word(world, name, 'OK');
    await world.runTo(40);
    expect(phaseOf(await world.head(incidentId)).status).toBe('resolved');
    expect(await word(world, 'shop-checkout', 'ALARM')).toEqual([incidentId]);
    expect(phaseOf(await world.head(incidentId)).status).not.toBe('resolved');
    expect(await opened(world)).toEqual([incidentId]);
  });

  it('is joined by no alarm that it does not know: that opens one under the key of today', async () => {
    const world = await upgraded();
    const [other = ''] = await word(world, 'shop-payments', 'ALARM');
    expect(other).not.toBe(incidentId);
    expect((await world.head(other)).group).toBe('["111122223333","eu-west-1","web","prod","business"]');
  });

  it('is over for its alarms once it cannot be reopened: they open one under the key of today', async () => {
    const world = await upgraded();
    for (const name of ['shop-checkout', 'shop-cache']) await word(world, name, 'OK');
    await world.runTo(90);
    const [other = ''] = await word(world, 'shop-checkout', 'ALARM');
    expect(other).not.toBe(incidentId);
    expect((await world.head(other)).group).toBe('["111122223333","eu-west-1","web","prod","business"]');
  });

  it('escalates at the level at which it stood, by the names and the waits of today', async () => {
    const world = await upgraded();
    await world.runTo(85);
    expect(world.pages).toEqual(['49 dave unacknowledged', '60 carol escalation', '81 alice escalation']);
  });

  it('is held by a page that one of today acknowledges', async () => {
    const world = await upgraded();
    await world.runTo(50);
    expect(await world.act(incidentId, 'dave', { type: 'acknowledge' })).toBe('done');
    await world.runTo(70);
    expect(world.pages).toEqual(['49 dave unacknowledged']);
    expect(phaseOf(await world.head(incidentId))).toMatchObject({ status: 'acknowledged', by: 'dave' });
  });

  it('is proved and told as one, before and after', async () => {
    const world = await upgraded();
    expect(await world.verified(incidentId)).toEqual({ ok: true });
    await world.runTo(70);
    await world.act(incidentId, 'carol', { type: 'resolve' });
    await world.runTo(71);
    expect(await world.verified(incidentId)).toEqual({ ok: true });
    const timeline = await world.timeline(incidentId);
    expect(new Set(timeline.map(({ v }) => v))).toEqual(new Set([1, 2]));
    const told = storyOf(timeline, voiceOf(TODAY, localClock('UTC'))).map(({ text }) => text);
    expect(told).toEqual(expect.arrayContaining([expect.stringContaining('shop-checkout')]));
    expect(told.length).toBeGreaterThan(10);
  });
});
