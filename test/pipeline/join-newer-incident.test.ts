import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import { type Incident, isOpen, type Member } from '../../lib/core/incident/incident.ts';
import { countsAfter, isCounted } from '../../lib/core/incident/member.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import { epochOf, HOUR, later, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { configurationOf, threeLevels } from '../support/configurations.ts';
import { configurationWith, PlayedWorld, shortly } from '../support/played-world.ts';
import { UnreliableWorld, type CrashPlan } from '../support/unreliable-world.ts';

const start: Instant = '2026-03-01T03:00:00.000Z';
const at = (minutes: number): Instant => later(start, minutes * MINUTE);

const headsOf = async (world: UnreliableWorld): Promise<readonly Incident[]> => {
  const heads: Incident[] = [];
  for await (const { incidentId } of world.incidents.list({})) {
    const head = await world.incidents.head(incidentId);
    if (head !== undefined) heads.push(head);
  }
  return heads;
};

/** Resolved at minute 5 while a fires; ten minutes later b opens a newer incident before the older is ticked. */
const story = async (crash?: number): Promise<{ world: UnreliableWorld; heads: readonly Incident[] }> => {
  const world = new UnreliableWorld({
    configuration: threeLevels,
    start,
    losesTicks: true,
    crashes: crash === undefined ? new Map() : new Map([[crash, 'after']]),
  });
  world.deliver(alarmEvent({ name: 'a', state: 'ALARM', at: start }));
  world.time.at(Date.parse(at(5)), 2, async () => {
    for await (const { incidentId } of world.incidents.list({})) {
      world.respond({ incidentId, by: 'alice', response: { type: 'resolve' }, key: 'once' });
    }
  });
  world.deliver(alarmEvent({ name: 'b', state: 'ALARM', at: at(15) }), Date.parse(at(15)) + 1);
  await world.run(at(20));
  return { world, heads: await headsOf(world) };
};

const countedIn = async (world: UnreliableWorld | PlayedWorld, { incidentId }: Incident): Promise<readonly string[]> =>
  (await world.incidents.members(incidentId, 'standing')).filter(isCounted).map(({ name }) => name);

describe('an alarm left firing by a resolution whose group has a newer incident', () => {
  it('joins the newer incident, and the older one lets go of it', async () => {
    const { world, heads } = await story();
    expect(heads.map((head) => ({ status: statusOf(head), firing: head.counts.firing }))).toEqual([
      { status: 'triggered', firing: 2 },
      { status: 'resolved', firing: 0 },
    ]);
    const counted = await Promise.all(heads.map((head) => countedIn(world, head)));
    expect(counted.map((names) => names.toSorted())).toEqual([['a', 'b'], []]);
  });

  it('is in the newer incident alone wherever a process dies', async () => {
    const { world } = await story();
    for (let call = 1; call <= world.calls; call += 1) {
      const crashed = await story(call);
      const firing = crashed.heads.filter(isOpen).map(({ counts }) => counts.firing);
      expect(firing, `call ${String(call)}`).toEqual([2]);
      for (const head of crashed.heads.filter((one) => !isOpen(one))) {
        expect([head.counts.firing, await countedIn(crashed.world, head)], `call ${String(call)}`).toEqual([0, []]);
      }
    }
  });
});

const inShort = (heads: readonly Incident[]): readonly string[] =>
  heads.map((head) => `${statusOf(head)}: ${String(head.counts.firing)} firing, ${String(head.counts.silent)} silent`);

describe('A18 handing over to a newer incident: no member counts twice or nowhere', () => {
  it('an OK in the second between the end of the ten minutes and the tick does not come back as a phantom', async () => {
    const played = new PlayedWorld(configurationWith({}));
    await played.alarm('a', 'ALARM');
    await played.runTo(5);
    await played.act('alice', { type: 'resolve' });
    await played.runTo(14.9);
    played.now = 15 + 0.5 / 60;
    await played.alarm('b', 'ALARM');
    played.now = 15 + 1 / 60;
    await played.alarm('a', 'OK');
    await played.runTo(17);
    expect(inShort(await played.heads())).toEqual(['resolved: 0 firing, 0 silent', 'triggered: 1 firing, 0 silent']);
    await played.alarm('b', 'OK');
    await played.runTo(200);
    expect(inShort(await played.heads())).toEqual(['resolved: 0 firing, 0 silent', 'resolved: 0 firing, 0 silent']);
    expect(shortly(played.pages.map((one) => ({ ...one, minute: Math.round(one.minute) })))).toBe('0:alice 15:alice');
  });

  it('a mute that ends in the older incident goes to the newer one', async () => {
    const played = new PlayedWorld(configurationWith({}));
    await played.alarm('a', 'ALARM', { mutedUntil: 60 });
    await played.alarm('c', 'ALARM');
    await played.runTo(5);
    await played.alarm('c', 'OK');
    await played.act('alice', { type: 'resolve' });
    await played.runTo(40);
    await played.alarm('b', 'ALARM');
    await played.runTo(59);
    expect(inShort(await played.heads())).toEqual(['resolved: 0 firing, 1 silent', 'triggered: 1 firing, 0 silent']);
    await played.runTo(61);
    const heads = await played.heads();
    expect(inShort(heads)).toEqual(['resolved: 0 firing, 0 silent', 'triggered: 2 firing, 0 silent']);
    expect(await Promise.all(heads.map((head) => countedIn(played, head)))).toEqual([[], ['b', 'a']]);
    await played.alarm('a', 'OK');
    await played.alarm('b', 'OK');
    await played.runTo(200);
    expect(inShort(await played.heads())).toEqual(['resolved: 0 firing, 0 silent', 'resolved: 0 firing, 0 silent']);
  });

  it('an alarm that is muted in the older incident, fires in the newer one and is OK there does not come back at the end of the mute', async () => {
    const played = new PlayedWorld(configurationWith({}));
    await played.alarm('a', 'ALARM', { mutedUntil: 480 });
    await played.alarm('c', 'ALARM');
    await played.runTo(5);
    await played.alarm('c', 'OK');
    await played.act('alice', { type: 'resolve' });
    await played.runTo(30);
    await played.alarm('a', 'ALARM');
    await played.runTo(40);
    await played.alarm('a', 'OK');
    await played.runTo(700);
    expect(inShort(await played.heads())).toEqual(['resolved: 0 firing, 0 silent', 'resolved: 0 firing, 0 silent']);
    expect(shortly(played.pages)).toBe('0:alice 30:alice');
  });
});

interface Change {
  readonly alarm: number;
  readonly second: number;
  readonly state: AlarmState;
  readonly mutedForMs: number | undefined;
  readonly delaySeconds: number;
  /** As its tag says then: who edits tags does not wait for an OK. */
  readonly service: string;
}

interface Act {
  readonly second: number;
  readonly by: string;
  readonly response: Response;
}

interface Run {
  readonly changes: readonly Change[];
  readonly acts: readonly Act[];
  readonly crashes: CrashPlan;
  readonly losesTicks: boolean;
}

/** Cool-downs of a minute: a newer incident opens while the older one's alarms are still believed or muted. */
const short = configurationOf(`
version: 1
environment: prod
services:
  web:
    escalation: primary
    recoverAfter: 2m
    cooldown: 1m
    insufficientData: ignore
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
  shop:
    escalation: primary
    recoverAfter: 2m
    cooldown: 1m
    insufficientData: ignore
    workload: { kind: alb-ecs, loadBalancer: app/shop/50dc6c495c0c9188, cluster: prod, service: shop }
responders:
  alice: { name: Alice }
  bob: { name: Bob }
escalations:
  primary:
    levels: [{ page: [responder:alice], escalateAfter: 15m }, { page: [responder:bob], escalateAfter: 15m }]
`);

const SEVERITIES = ['critical', 'critical', 'warning', 'critical'] as const;
const HOURS = 4;

const aRun = (service: fc.Arbitrary<string>): fc.Arbitrary<Run> =>
  fc.record({
    changes: fc.uniqueArray(
      fc.record({
        alarm: fc.integer({ min: 0, max: 3 }),
        second: fc.integer({ min: 0, max: HOURS * 3_600 }),
        state: fc.constantFrom<AlarmState>('ALARM', 'ALARM', 'OK', 'OK', 'INSUFFICIENT_DATA'),
        mutedForMs: fc.constantFrom(undefined, undefined, 7 * MINUTE, 40 * MINUTE, 2 * HOUR),
        delaySeconds: fc.constantFrom(0, 0, 1, 90, 400),
        service,
      }),
      { minLength: 4, maxLength: 30, selector: ({ alarm, second }) => `${String(alarm)} ${String(second)}` },
    ),
    acts: fc.array(
      fc.record({
        second: fc.integer({ min: 0, max: HOURS * 3_600 }),
        by: fc.constantFrom('alice', 'bob'),
        response: fc.constantFrom<Response>(
          { type: 'resolve' },
          { type: 'resolve' },
          { type: 'acknowledge' },
          { type: 'escalate' },
          { type: 'snooze', forMs: 20 * MINUTE },
        ),
      }),
      { maxLength: 10 },
    ),
    crashes: fc
      .array(fc.tuple(fc.integer({ min: 1, max: 1_500 }), fc.constantFrom<'before' | 'after'>('before', 'after')), {
        maxLength: 6,
      })
      .map((plan) => new Map(plan)),
    losesTicks: fc.boolean(),
  });

const NONE = { joined: 0, firing: 0, silent: 0, critical: 0, owned: 0, believed: 0, uncovered: 0 } as const;

/** What each incident's members say that its counts are, compared at every append. */
class Counting {
  readonly wrong: string[] = [];
  readonly members = new Map<string, Map<string, Member>>();

  watch = ({ incident }: Append): void => {
    if (incident === undefined) return;
    const { head, members } = incident;
    const all = this.members.get(head.incidentId) ?? new Map<string, Member>();
    for (const member of members) all.set(member.alarmId, member);
    this.members.set(head.incidentId, all);
    const own = [...all.values()];
    const none = own.map(() => undefined);
    const expected = countsAfter({ ...head, counts: NONE }, none, own);
    if (JSON.stringify(expected) === JSON.stringify(head.counts)) return;
    this.wrong.push(`${JSON.stringify(head.counts)}, but its members say ${JSON.stringify(expected)}`);
  };

  /** Incidents that count this alarm. */
  countingIn(name: string): readonly string[] {
    return [...this.members]
      .filter(([, members]) => [...members.values()].some((one) => one.name === name && isCounted(one)))
      .map(([incidentId]) => incidentId);
  }
}

const nameOf = (alarm: number): string => `web-${String(alarm)}`;

const live = async ({
  changes,
  acts,
  ...disturbance
}: Run): Promise<{ world: UnreliableWorld; counting: Counting }> => {
  const counting = new Counting();
  const world = new UnreliableWorld({ configuration: short, start, onAppend: counting.watch, ...disturbance });
  for (const { alarm, second, state, mutedForMs, delaySeconds, service } of changes) {
    const when = later(start, second * SECOND);
    const muted = mutedForMs === undefined ? {} : { mutedUntil: later(when, mutedForMs) };
    const tags = { 'tocsin:service': service, 'tocsin:severity': SEVERITIES[alarm] ?? 'critical' };
    world.deliver(
      alarmEvent({ name: nameOf(alarm), state, at: when, tags, ...muted }),
      epochOf(when) + delaySeconds * SECOND,
    );
  }
  acts.forEach(({ second, by, response }, index) => {
    world.time.at(epochOf(start) + second * SECOND, 2, async () => {
      for await (const { incidentId, status } of world.incidents.list({})) {
        if (status !== 'resolved') world.respond({ incidentId, by, response, key: String(index) });
      }
    });
  });
  await world.run(later(start, (HOURS + 3) * HOUR));
  return { world, counting };
};

const check = async (runs: fc.Arbitrary<Run>): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(runs, async (one) => {
      const { world, counting } = await live(one);
      expect(world.unexpected).toEqual([]);
      expect(counting.wrong).toEqual([]);
      const open = (await headsOf(world)).filter(isOpen).map(({ incidentId }) => incidentId);
      for (const alarm of [0, 1, 2, 3]) {
        const own = one.changes.filter((change) => change.alarm === alarm);
        const last = own.toSorted((first, second) => first.second - second.second).at(-1);
        const counted = counting.countingIn(nameOf(alarm));
        const most = last?.state === 'OK' || last === undefined ? 0 : 1;
        expect(counted.length, nameOf(alarm)).toBeLessThanOrEqual(most);
        if (last?.state === 'ALARM') expect(open, nameOf(alarm)).toContain(counted[0]);
      }
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
  );
};

describe('A18 the counts of every incident are those of its members at every append, and an alarm ends in one or none', () => {
  it('over random alarms, mutes, resolutions and crashes', async () => {
    await check(aRun(fc.constant('web')));
  });

  it('also while tags name now one service, now another (A17)', async () => {
    await check(aRun(fc.constantFrom('web', 'web', 'shop')));
  });
});
