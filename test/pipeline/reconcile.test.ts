import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../lib/core/configuration.ts';
import { configurationOf } from '../support/configurations.ts';
import { later, MINUTE } from '../../lib/core/time.ts';
import { Reconciliation } from '../../lib/pipeline/reconcile.ts';
import { MinuteWorld } from '../support/minute-world.ts';

const configured = (
  levels: readonly string[],
  { people = ['alice', 'bob', 'carol'], more = '' }: { people?: readonly string[]; more?: string } = {},
): Configuration =>
  configurationOf(`
services:
  web:
    escalation: primary
    workload: { kind: lambda, functionName: web }
responders:
${people.map((name) => `  ${name}: { name: ${name} }`).join('\n')}
channels:
  ops: { name: "#ops", kind: chat }
escalations:
  primary:
    levels:
${levels.map((level) => `      - ${level}`).join('\n')}
    ${more}
`);

const LONG = configured([
  '{ page: [responder:alice], escalateAfter: 60m }',
  '{ page: [responder:bob], escalateAfter: 60m }',
]);
const SHORT = configured([
  '{ page: [responder:alice], escalateAfter: 10m }',
  '{ page: [responder:bob], escalateAfter: 60m }',
]);

/** A critical incident that alice was paged for. */
const begun = async (configuration: Configuration): Promise<{ world: MinuteWorld; incidentId: string }> => {
  const world = new MinuteWorld(configuration);
  const [incidentId = ''] = await world.alarm('web-latency', 'ALARM');
  await world.runTo(1);
  expect(world.pages).toEqual(['0 alice escalation']);
  return { world, incidentId };
};

const appliedTo = async (world: MinuteWorld, incidentId: string): Promise<readonly string[]> =>
  (await world.timeline(incidentId)).flatMap((event) => (event.type === 'ConfigurationApplied' ? [event.config] : []));

describe('a configuration that was deployed', () => {
  it('holds at once: a standing wait that it cuts short ends when it says', async () => {
    const { world, incidentId } = await begun(LONG);
    await world.runTo(5);
    world.deploy(SHORT);
    await world.runTo(20);
    expect(world.pages.slice(1)).toEqual(['11 bob escalation']);
    expect(await appliedTo(world, incidentId)).toEqual([SHORT.hash]);
    expect(await world.verified(incidentId)).toEqual({ ok: true });
  });

  it('ends a wait at once that would be over by it', async () => {
    const { world } = await begun(LONG);
    await world.runTo(30);
    world.deploy(SHORT);
    await world.runTo(31);
    expect(world.pages.slice(1)).toEqual(['31 bob escalation']);
  });

  it('lets a wait that it makes longer go on', async () => {
    const { world } = await begun(SHORT);
    world.deploy(LONG);
    await world.runTo(65);
    expect(world.pages.slice(1)).toEqual(['61 bob escalation']);
  });

  it('holds again when it comes back after another one', async () => {
    const { world, incidentId } = await begun(SHORT);
    world.deploy(LONG);
    await world.runTo(5);
    world.deploy(SHORT);
    await world.runTo(20);
    expect(world.pages.slice(1)).toEqual(['11 bob escalation']);
    expect(await appliedTo(world, incidentId)).toEqual([LONG.hash, SHORT.hash]);
  });

  it('pages nobody who has left it', async () => {
    const { world } = await begun(LONG);
    world.deploy(
      configured(
        ['{ page: [responder:alice], escalateAfter: 10m }', '{ page: [responder:carol], escalateAfter: 10m }'],
        { people: ['alice', 'carol'], more: 'unanswered: [responder:carol]' },
      ),
    );
    await world.runTo(45);
    expect(new Set(world.pages.slice(1).map((page) => page.split(' ')[1]))).toEqual(new Set(['carol', 'alice']));
    expect(world.pages[1]).toBe('11 carol escalation');
  });

  it('with fewer levels than an incident has climbed counts its last one as that level', async () => {
    const { world } = await begun(
      configured([
        '{ page: [responder:alice], escalateAfter: 10m }',
        '{ page: [responder:bob], escalateAfter: 10m }',
        '{ page: [responder:carol], escalateAfter: 60m }',
      ]),
    );
    await world.runTo(25);
    expect(world.pages.at(-1)).toBe('22 carol escalation');
    world.deploy(SHORT);
    await world.runTo(90);
    expect(world.pages.slice(3, 4)).toEqual(['83 alice escalation']);
  });

  it('without channels tells whoever is on call at level 1 at that time', async () => {
    const rota = configurationOf(`
services:
  web: { escalation: primary, workload: { kind: lambda, functionName: web } }
responders:
  alice: { name: Alice }
  bob: { name: Bob }
schedules:
  rota:
    timeZone: UTC
    layers: [{ rotation: [alice, bob], every: 1d, handoff: "03:30", starting: 2026-02-28 }]
escalations:
  primary: { levels: [{ page: [schedule:rota] }], acknowledgementTimeout: 1d }
`);
    const world = new MinuteWorld(rota);
    const [incidentId = ''] = await world.alarm('web-latency', 'ALARM');
    await world.act(incidentId, 'alice', { type: 'acknowledge' });
    await world.runTo(40);
    await world.alarm('web-errors', 'ALARM');
    await world.runTo(45);
    expect(world.notifications).toEqual(['40 alice joined', '40 bob joined']);
  });
});

/** Time for so many ticks. */
const timeFor = (ticks: number): (() => boolean) => {
  let left = ticks;
  return () => {
    left -= 1;
    return left >= 0;
  };
};

/** Each an incident of its own, critical, of which level 2 is due after an hour. */
const manyFiring = async (count: number): Promise<MinuteWorld> => {
  const world = new MinuteWorld(LONG);
  const names = Array.from({ length: count }, (_, index) => `alarm-${String(index)}`);
  for (const name of names) await world.alarm(name, 'ALARM', {});
  return world;
};

describe('a run of the reconciler', () => {
  it('A5 ticks 2,000 late incidents, some at once', async () => {
    const world = await manyFiring(2_000);
    world.now = later(world.now, 65 * MINUTE);
    const head = world.incidents.head.bind(world.incidents);
    let [reading, most] = [0, 0];
    world.incidents.head = async (incidentId) => {
      reading += 1;
      most = Math.max(most, reading);
      const found = await head(incidentId);
      reading -= 1;
      return found;
    };
    const { ticked, left } = await new Reconciliation(world.pipeline).run();
    expect({ ticked: ticked.length, left, most }).toEqual({ ticked: 2_000, left: [], most: 20 });
  });

  it('A5 begins no tick once its time is nearly up, and says what it left', async () => {
    const world = await manyFiring(50);
    world.now = later(world.now, 65 * MINUTE);
    const { ticked, left } = await new Reconciliation(world.pipeline).run(timeFor(30));
    expect([ticked.length, left.length]).toEqual([30, 20]);
  });

  it('A5 ticks first what it has not ticked for longest: incidents that stay late hold up no other', async () => {
    const world = await manyFiring(95);
    world.now = later(world.now, 10 * MINUTE);
    const [dueLast = ''] = await world.alarm('web-latency', 'ALARM');
    world.now = later(world.now, 55 * MINUTE);
    // What it asks for is never sent.
    await new Reconciliation(world.pipeline).run();
    world.now = later(world.now, 10 * MINUTE);
    const reconciler = new Reconciliation(world.pipeline);
    const turns: boolean[] = [];
    for (let run = 0; run < 10; run += 1) {
      world.now = later(world.now, MINUTE);
      turns.push((await reconciler.run(timeFor(20))).ticked.includes(dueLast));
    }
    expect(turns.indexOf(true)).toBeLessThan(5);
  });
});

describe('a process of the reconciler', () => {
  it('looks at every incident that waits for the clock once, whatever its configuration', async () => {
    const { world, incidentId } = await begun(SHORT);
    world.deploy(SHORT);
    await world.runTo(4);
    expect(world.runs.map(({ lookedAt }) => lookedAt)).toEqual([[incidentId], [], []]);
    expect(await appliedTo(world, incidentId)).toEqual([]);
  });

  it('looks again at what could not be ticked, until it could', async () => {
    const { world, incidentId } = await begun(LONG);
    world.deploy(SHORT);
    const { incidents } = world;
    const head = incidents.head.bind(incidents);
    const failing = { left: 1 };
    incidents.head = (id) => {
      failing.left -= 1;
      return failing.left === 0 ? Promise.reject(new Error('throttled')) : head(id);
    };
    await world.runTo(2);
    expect(world.runs).toMatchObject([{ lookedAt: [], failed: [{ incidentId }] }]);
    await world.runTo(12);
    expect(world.runs.slice(1, 3)).toMatchObject([{ lookedAt: [incidentId], failed: [] }, { lookedAt: [] }]);
    expect(world.pages.slice(1)).toEqual(['11 bob escalation']);
  });

  it('looks at what it had no time for in the runs after it', async () => {
    const world = await manyFiring(250);
    const reconciler = new Reconciliation(world.pipeline);
    const lookedAt: number[] = [];
    for (let run = 0; run < 4; run += 1) lookedAt.push((await reconciler.run(timeFor(100))).lookedAt.length);
    expect(lookedAt).toEqual([100, 100, 50, 0]);
  });
});
