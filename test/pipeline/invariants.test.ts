import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { type Incident, isOpen } from '../../lib/core/incident/incident.ts';
import { hasNeed } from '../../lib/core/incident/need.ts';
import { HOUR, instantOf, later, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import { wakeOf } from '../../lib/pipeline/handle-command.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { UnreliableWorld, type CrashPlan } from '../support/unreliable-world.ts';

/** The invariants of an alarm's way to a person, over random alarms, orders, duplicates, crashes and responses. */

const start: Instant = '2026-03-01T03:00:00.000Z';
const startMs = Date.parse(start);

interface Change {
  readonly alarm: number;
  readonly minute: number;
  readonly state: AlarmState;
  readonly severity: 'critical' | 'warning';
  /** Seconds between the change and its delivery: what is late arrives out of order. */
  readonly delays: readonly number[];
}

interface Act {
  readonly minute: number;
  readonly by: string;
  readonly response: Response;
}

const states = fc.constantFrom<AlarmState>('ALARM', 'ALARM', 'OK', 'INSUFFICIENT_DATA');

const change: fc.Arbitrary<Change> = fc.record({
  alarm: fc.integer({ min: 0, max: 3 }),
  minute: fc.integer({ min: 0, max: 120 }),
  state: states,
  severity: fc.constantFrom('critical', 'warning'),
  delays: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 3 }),
});

const act: fc.Arbitrary<Act> = fc.record({
  minute: fc.integer({ min: 0, max: 180 }),
  by: fc.constantFrom('alice', 'bob', 'carol'),
  response: fc.oneof(
    fc.constantFrom<Response>({ type: 'acknowledge' }, { type: 'escalate' }, { type: 'note', text: 'looking' }),
    fc.constantFrom<Response>({ type: 'snooze', forMs: 40 * MINUTE }, { type: 'reassign', to: 'carol' }),
  ),
});

const crashes: fc.Arbitrary<CrashPlan> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom<'before' | 'after'>('before', 'after')), {
    maxLength: 4,
  })
  .map((plan) => new Map(plan));

interface Story {
  readonly changes: readonly Change[];
  readonly acts: readonly Act[];
  readonly crashes: CrashPlan;
  readonly losesTicks: boolean;
}

const story = (acts: fc.Arbitrary<Act[]>): fc.Arbitrary<Story> =>
  fc.record({
    // One change a minute and alarm: two at the same instant have no order of their own.
    changes: fc.uniqueArray(change, {
      minLength: 1,
      maxLength: 12,
      selector: ({ alarm, minute }) => `${String(alarm)} ${String(minute)}`,
    }),
    acts,
    crashes,
    losesTicks: fc.boolean(),
  });

const eventFor = ({ alarm, minute, state, severity }: Change): unknown =>
  alarmEvent({
    name: `web-${String(alarm)}`,
    state,
    at: instantOf(startMs + minute * MINUTE),
    tags: { 'tocsin:service': 'web', 'tocsin:severity': severity },
  });

const end = later(start, 6 * HOUR);

const live = async ({ changes, acts, crashes: plan, losesTicks }: Story): Promise<UnreliableWorld> => {
  const world = new UnreliableWorld({ configuration: threeLevels, start, crashes: plan, losesTicks });
  for (const one of changes) {
    for (const delay of one.delays) world.deliver(eventFor(one), startMs + one.minute * MINUTE + delay * SECOND);
  }
  for (const { minute, by, response } of acts) {
    world.time.at(startMs + minute * MINUTE, 2, async () => {
      for await (const { incidentId, status } of world.incidents.list({})) {
        if (status === 'resolved') continue;
        world.respond({ incidentId, by, response, key: `${String(minute)} ${by}` });
        return;
      }
    });
  }
  await world.run(end);
  return world;
};

const headsOf = async (world: UnreliableWorld): Promise<readonly Incident[]> => {
  const heads: Incident[] = [];
  for await (const { incidentId } of world.incidents.list({})) {
    const head = await world.incidents.head(incidentId);
    if (head !== undefined) heads.push(head);
  }
  return heads;
};

const timelineOf = async (world: UnreliableWorld, { incidentId }: Incident): Promise<readonly IncidentEvent[]> =>
  (await world.incidents.timeline(incidentId)).map(eventOf);

/** Each alarm's last word, by CloudWatch's own time. */
const lastWords = (changes: readonly Change[]): ReadonlyMap<number, Change> => {
  const last = new Map<number, Change>();
  for (const one of changes.toSorted((a, b) => a.minute - b.minute)) last.set(one.alarm, one);
  return last;
};

const check = async (
  stories: fc.Arbitrary<Story>,
  holds: (told: Story, world: UnreliableWorld) => Promise<void>,
): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(stories, async (told) => {
      const world = await live(told);
      expect(world.unexpected).toEqual([]);
      await holds(told, world);
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 25) },
  );
};

const nobodyAnswers = story(fc.constant([]));
const somebodyAnswers = story(fc.array(act, { maxLength: 6 }));

/** Since when something critical has counted without a break. */
const criticalSince = (events: readonly IncidentEvent[]): string | undefined => {
  let since: string | undefined;
  for (const event of events) {
    if (!('counts' in event)) continue;
    since = event.counts.critical > 0 ? (since ?? event.at) : undefined;
  }
  return since;
};

const OF_PERSON: ReadonlySet<string> = new Set(['requested', 'reassigned', 'reopened']);

/** Whether somebody has everything that counts, as the timeline tells it: a second, simpler reading of the covers. */
class Covering {
  private cover: { until: Instant; readonly holdsCritical: boolean } | undefined;
  private critical = 0;
  private hasRecovered = false;
  /** An alarm joined that was no member when the incident recovered under the cover. */
  private hasNewcomer = false;

  holdsAt(at: Instant): boolean {
    const { cover, critical, hasNewcomer } = this;
    return cover !== undefined && at < cover.until && (cover.holdsCritical || critical === 0) && !hasNewcomer;
  }

  take(event: IncidentEvent): void {
    if ('counts' in event) this.critical = event.counts.critical;
    if (event.type === 'IncidentAcknowledged') this.begin(event.until, event.severity === 'critical');
    else if (event.type === 'IncidentSnoozed') this.begin(event.until, true);
    else if (event.type === 'AcknowledgementRenewed' && this.cover !== undefined) this.cover.until = event.until;
    else if (event.type === 'AcknowledgementEnded') this.cover = undefined;
    else if (event.type === 'IncidentResolved') this.hasRecovered = true;
    else if (event.type === 'AlarmJoined') this.hasNewcomer ||= this.hasRecovered;
  }

  private begin(until: Instant, holdsCritical: boolean): void {
    this.cover = { until, holdsCritical };
    this.hasRecovered = false;
    this.hasNewcomer = false;
  }
}

describe('whatever is delivered, doubled, late, or cut short by a crash', () => {
  it('leaves an open incident for every alarm whose last word is ALARM (I1)', async () => {
    await check(somebodyAnswers, async ({ changes }, world) => {
      const open = (await headsOf(world)).filter(isOpen);
      const isFiring = [...lastWords(changes).values()].some(({ state }) => state === 'ALARM');
      if (isFiring) expect(open).toHaveLength(1);
      expect(open.length).toBeLessThanOrEqual(1);
    });
  });

  it('leaves no open incident without a time to wake, and none late by more than the reconciler allows (I2)', async () => {
    await check(somebodyAnswers, async (_told, world) => {
      for (const head of (await headsOf(world)).filter(isOpen)) {
        const wake = wakeOf(world.pipeline, head);
        expect(wake).toBeDefined();
        expect(Date.parse(wake ?? '')).toBeGreaterThan(Date.parse(end) - 2 * MINUTE);
      }
    });
  });

  it('publishes no page more often than once and once more for each crash (I3)', async () => {
    await check(somebodyAnswers, async (_told, world) => {
      let requested = 0;
      for (const head of await headsOf(world)) {
        const events = await timelineOf(world, head);
        requested += events.filter(({ type }) => type === 'PageRequested').length;
      }
      expect(world.published.length).toBeLessThanOrEqual(requested + world.crashed);
    });
  });

  it('starts no level while a cover holds what counts, but by a person (I4)', async () => {
    await check(somebodyAnswers, async (_told, world) => {
      for (const head of await headsOf(world)) {
        const covering = new Covering();
        for (const event of await timelineOf(world, head)) {
          covering.take(event);
          if (event.type !== 'LevelReached' && event.type !== 'IncidentUnanswered') continue;
          const isOfPerson = event.type === 'LevelReached' && OF_PERSON.has(event.reason);
          expect(!isOfPerson && covering.holdsAt(event.at), JSON.stringify(event)).toBe(false);
        }
      }
    });
  });

  it('keeps every timeline whole, chained and monotone (I5)', async () => {
    await check(somebodyAnswers, async (_told, world) => {
      for (const head of await headsOf(world)) {
        const sealed = await world.incidents.timeline(head.incidentId);
        expect(sealed.map(({ version }) => version)).toEqual(sealed.map((_, index) => index + 1));
        expect(sealed.every(({ prev }, index) => prev === (sealed[index - 1]?.hash ?? ''))).toBe(true);
        expect(head.version).toBe(sealed.length);
      }
    });
  });

  it('ends in the same state as the same changes delivered once, in order, undisturbed (I6)', async () => {
    await check(nobodyAnswers, async ({ changes }, world) => {
      const calm = await live({
        changes: changes.map((one) => ({ ...one, delays: [0] })),
        acts: [],
        crashes: new Map(),
        losesTicks: false,
      });
      const registered = async (some: UnreliableWorld): Promise<unknown> => {
        const keys = [0, 1, 2, 3].map((alarm) =>
          JSON.stringify([`arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-${String(alarm)}`]),
        );
        const entries = await some.incidents.entries(keys);
        return [...entries.values()].map(({ alarmKey, state, at }) => ({ alarmKey, state, at }));
      };
      expect(await registered(world)).toEqual(await registered(calm));
    });
  });

  it('sets nothing aside and accounts for every change in the register or a timeline (I8)', async () => {
    await check(nobodyAnswers, async ({ changes }, world) => {
      expect(world.setAside).toEqual([]);
      for (const [alarm, { minute }] of lastWords(changes)) {
        const key = JSON.stringify([`arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-${String(alarm)}`]);
        const entry = (await world.incidents.entries([key])).get(key);
        expect(entry?.at).toBe(instantOf(startMs + minute * MINUTE));
      }
    });
  });

  it('pages somebody within ten minutes for every incident that became critical, is so still, and nobody owns', async () => {
    await check(nobodyAnswers, async (_told, world) => {
      for (const head of await headsOf(world)) {
        const events = await timelineOf(world, head);
        const raised = events.find(
          (event) =>
            (event.type === 'IncidentOpened' && event.severity === 'critical') ||
            (event.type === 'SeverityRaised' && event.to === 'critical'),
        );
        // An alarm that says of itself that it is a warning by now needs nobody, until it says otherwise.
        if (raised === undefined || !hasNeed(head)) continue;
        const since = criticalSince(events) ?? raised.at;
        const isPage = (event: IncidentEvent): boolean =>
          event.type === 'PageSent' && event.kind === 'page' && event.at >= raised.at;
        const sent = events.find(isPage);
        expect(sent, JSON.stringify(events.map(({ type, at }) => `${at} ${type}`))).toBeDefined();
        expect(Date.parse(sent?.at ?? '') - Date.parse(since)).toBeLessThanOrEqual(10 * MINUTE);
      }
    });
  });
});
