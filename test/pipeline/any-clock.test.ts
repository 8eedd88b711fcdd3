import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { DAY, epochOf, HOUR, later, MINUTE, SECOND } from '../../lib/core/time.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { receive } from '../../lib/pipeline/receive.ts';
import type { Response } from '../../lib/core/incident/response.ts';
import { respond } from '../../lib/pipeline/respond.ts';
import { simulation } from '../../lib/simulator/simulation.ts';
import { ORDER, type VirtualTime } from '../../lib/simulator/virtual-time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { configurationOf, threeLevels } from '../support/configurations.ts';
import { SqsWorld, type SqsWorldOptions } from '../support/sqs-world.ts';

const start = '2026-03-01T03:00:00.000Z';

/** What happens to a service, and what people do about it, in milliseconds from the start. */
interface Story {
  readonly alarms: readonly {
    readonly atMs: number;
    readonly name?: string;
    readonly state?: AlarmState;
    readonly mutedForMs?: number;
  }[];
  readonly responses?: readonly {
    readonly atMs: number;
    readonly by: string;
    readonly response: Response;
    /** Among what happens at the same instant. */
    readonly order?: number;
  }[];
}

interface World {
  readonly time: VirtualTime;
  readonly incidents: InMemoryIncidents;
  readonly pipeline: Pipeline;
}

const ALARM: Story = { alarms: [{ atMs: 0 }] };

const respondIn = async ({ incidents, pipeline }: World, by: string, response: Response): Promise<void> => {
  for await (const { incidentId } of incidents.list({})) await respond(pipeline, { incidentId, by, response });
};

const tell = (world: World, { alarms, responses = [] }: Story, deliver: (event: object) => Promise<void>): void => {
  for (const { atMs, name = 'web-latency', state = 'ALARM', mutedForMs } of alarms) {
    const at = later(start, atMs);
    const muted = mutedForMs === undefined ? {} : { mutedUntil: later(at, mutedForMs) };
    world.time.at(epochOf(at), ORDER.alarm, () => deliver(alarmEvent({ name, state, at, ...muted })));
  }
  for (const { atMs, by, response, order = ORDER.response } of responses) {
    world.time.at(epochOf(start) + atMs, order, () => respondIn(world, by, response));
  }
};

/** All events of all incidents, by time. */
const eventsOf = async ({ incidents }: World): Promise<readonly IncidentEvent[]> => {
  const all: IncidentEvent[] = [];
  for await (const { incidentId } of incidents.list({}))
    all.push(...(await incidents.timeline(incidentId)).map(eventOf));
  return all;
};

type Sent = Extract<IncidentEvent, { type: 'PageSent' }>;

const isSent = (event: IncidentEvent): event is Sent => event.type === 'PageSent';

/** When each message went out, in milliseconds from the start, by what it was: `page responder:bob escalation 2.1`. */
const sentOf = async (world: World): Promise<ReadonlyMap<string, readonly number[]>> => {
  const sent = new Map<string, number[]>();
  for (const one of (await eventsOf(world)).filter(isSent)) {
    const { kind, target, at, reason = '', level: reached = 0, round = 0, about = '' } = one;
    const what = kind === 'page' ? `${reason} ${String(reached)}.${String(round)}` : about;
    const name = `${kind} ${target} ${what}`;
    sent.set(
      name,
      [...(sent.get(name) ?? []), epochOf(at) - epochOf(start)].toSorted((first, second) => first - second),
    );
  }
  return sent;
};

/** The same messages, each at its time or, as a queue delays by whole seconds, less than a second after it. */
const expectSame = (sent: Awaited<ReturnType<typeof sentOf>>, expected: Awaited<ReturnType<typeof sentOf>>): void => {
  const counts = (of: typeof sent): readonly string[] =>
    [...of].map(([name, times]) => `${name}: ${String(times.length)}`).toSorted();
  expect(counts(sent)).toEqual(counts(expected));
  for (const [name, times] of expected) {
    times.forEach((ms, index) => {
      const late = (sent.get(name)?.[index] ?? Number.NaN) - ms;
      expect(late, `${name}, due ${String(ms)} ms from the start`).toBeGreaterThanOrEqual(0);
      expect(late, `${name}, due ${String(ms)} ms from the start`).toBeLessThan(SECOND);
    });
  }
};

type Told = Pick<Case, 'configuration' | 'story' | 'forMs'>;

const simulated = async ({ configuration, story, forMs }: Told): Promise<World> => {
  const ignored = (): void => undefined;
  const pager = { publish: () => Promise.resolve() };
  const startMs = epochOf(start);
  const world = simulation({ configuration, startMs, pager, onSetAside: ignored, onAppend: ignored });
  tell(world, story, async (body) => {
    await receive(world.pipeline, [{ messageId: 'm', body }]);
  });
  await world.time.run(startMs + forMs);
  return world;
};

type Disturbance = Omit<SqsWorldOptions, 'configuration' | 'start'>;

const onQueues = async ({ configuration, story, forMs }: Told, disturbance: Disturbance = {}): Promise<SqsWorld> => {
  const world = new SqsWorld({ configuration, start, ...disturbance });
  tell(world, story, (event) => world.deliver(event));
  await world.time.run(epochOf(start) + forMs);
  return world;
};

const policy = (levels: readonly string[], rest = ''): Configuration =>
  configurationOf(`
version: 1
services:
  web:
    escalation: primary
    workload: { kind: alb-ecs, loadBalancer: app/web/50dc6c495c0c9188, cluster: prod, service: web }
    alarms: { memory: false, memoryGrowth: false, slowLeak: false, errors: false, traffic: false, saturation: false }
responders:
  alice: { name: Alice }
  bob: { name: Bob }
  carol: { name: Carol }
channels: { ops: { name: ops, kind: chat } }
schedules:
  nights:
    timeZone: UTC
    layers: [{ rotation: [alice, bob], every: 1 day, starting: 2026-02-27, handoff: "04:10" }]
escalations:
  primary:
    levels: [${levels.join(', ')}]
    ${rest}
`);

const level = (page: string, escalateAfter: string): string => `{ page: [${page}], escalateAfter: ${escalateAfter} }`;

interface Case {
  readonly name: string;
  readonly configuration: Configuration;
  readonly story: Story;
  readonly forMs: number;
}

const CASES: readonly Case[] = [
  { name: 'levels of 15, 20 and 20 minutes', configuration: threeLevels, story: ALARM, forMs: 5 * HOUR },
  {
    name: 'levels of seconds',
    configuration: policy([level('responder:alice', '5s'), level('responder:bob', '7s')], 'unansweredEvery: 90s'),
    story: ALARM,
    forMs: 20 * MINUTE,
  },
  {
    name: 'waits longer than a queue delays',
    configuration: policy(
      [level('responder:alice', '16m'), level('responder:bob, responder:carol', '47m'), level('channel:ops', '3h')],
      'repeat: 1',
    ),
    story: ALARM,
    forMs: DAY,
  },
  {
    name: 'a schedule that hands over',
    configuration: policy([level('schedule:nights', '30m'), level('responder:carol', '31m')]),
    story: ALARM,
    forMs: 8 * HOUR,
  },
  {
    name: 'an answer, a snooze, a relapse',
    configuration: policy(
      [level('responder:alice', '15m'), level('responder:bob', '40m')],
      'acknowledgementTimeout: 50m',
    ),
    story: {
      alarms: [
        { atMs: 0 },
        { atMs: 17_250, name: 'web-errors' },
        { atMs: 4 * HOUR, state: 'OK' },
        { atMs: 4 * HOUR + 1_500, state: 'OK', name: 'web-errors' },
        { atMs: 4 * HOUR + 7 * MINUTE },
      ],
      responses: [
        { atMs: 20 * MINUTE + 333, by: 'bob', response: { type: 'acknowledge' } },
        { atMs: 2 * HOUR, by: 'alice', response: { type: 'snooze', forMs: 45 * MINUTE } },
      ],
    },
    forMs: 12 * HOUR,
  },
  {
    name: 'a mute window of 50 minutes',
    configuration: threeLevels,
    story: { alarms: [{ atMs: 0, mutedForMs: 50 * MINUTE }] },
    forMs: 6 * HOUR,
  },
  {
    name: 'resolved while the alarm fires',
    configuration: threeLevels,
    story: { alarms: [{ atMs: 0 }], responses: [{ atMs: 3 * MINUTE, by: 'alice', response: { type: 'resolve' } }] },
    forMs: 4 * HOUR,
  },
];

/** Every message twice or three times, the copies in any order and up to 12 minutes late; the first one on time. */
const doubled: Disturbance = {
  ticks: { arrivals: (serial) => [0, ((serial * 7_919) % 720) * SECOND, ((serial * 104_729) % 720) * SECOND] },
  alarms: { arrivals: (serial) => [0, 400, ((serial * 31) % 90) * SECOND] },
};

const TIMEOUTS = ['61s', '14m', '15m', '901s', '16m', '31m', '2h'];
const WAITS = ['5s', ...TIMEOUTS];

const aPolicyOf = (pages: readonly string[]): fc.Arbitrary<Configuration> =>
  fc
    .record({
      levels: fc.array(fc.tuple(fc.constantFrom(...pages), fc.constantFrom(...WAITS)), { minLength: 1, maxLength: 4 }),
      repeat: fc.integer({ min: 0, max: 2 }),
      timeout: fc.constantFrom(...TIMEOUTS),
    })
    .map(({ levels, repeat, timeout }) =>
      policy(
        levels.map(([page, after]) => level(page, after)),
        `repeat: ${String(repeat)}\n    acknowledgementTimeout: ${timeout}`,
      ),
    );

const PEOPLE = ['responder:alice', 'responder:bob', 'responder:carol, channel:ops'];
const aPolicy = aPolicyOf([...PEOPLE, 'schedule:nights']);
/** Who is on call is asked when a page goes out: a late one may go to whoever took over by then. */
const aPolicyWithoutSchedule = aPolicyOf(PEOPLE);

const aStory = fc
  .record({
    alarmMs: fc.integer({ min: 0, max: 59_999 }),
    answers: fc.array(
      fc.record({
        atMs: fc.integer({ min: 60 * SECOND, max: 6 * HOUR }),
        by: fc.constantFrom('alice', 'bob', 'carol'),
        response: fc.constantFrom<Response>(
          { type: 'acknowledge' },
          { type: 'escalate' },
          { type: 'note', text: 'x' },
          { type: 'snooze', forMs: 47 * MINUTE },
        ),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ alarmMs, answers }): Story => ({ alarms: [{ atMs: alarmMs }], responses: answers }));

describe('one set of rules, any clock: the queues page as the simulator does, to the second', () => {
  it.each(CASES)('$name', async (one) => {
    const expected = await sentOf(await simulated(one));
    expect(expected.size).toBeGreaterThan(1);
    const world = await onQueues(one);
    expectSame(await sentOf(world), expected);
    expect(world.dead).toEqual([]);
  });

  it.each(CASES)('$name, with every message delivered again, late and in any order', async (one) => {
    expectSame(await sentOf(await onQueues(one, doubled)), await sentOf(await simulated(one)));
  });

  it('under any policy and whatever people answer', async () => {
    await fc.assert(
      fc.asyncProperty(aPolicy, aStory, async (configuration, story) => {
        const one = { configuration, story, forMs: 8 * HOUR };
        expectSame(await sentOf(await onQueues(one)), await sentOf(await simulated(one)));
      }),
      { numRuns: 60 },
    );
  });
});

interface Page {
  readonly target: string;
  readonly atMs: number;
}

const pagesOf = async (world: World): Promise<readonly Page[]> => {
  const pages = (await eventsOf(world)).filter(isSent).filter(({ kind }) => kind === 'page');
  return pages
    .map(({ target, at }) => ({ target, atMs: epochOf(at) - epochOf(start) }))
    .toSorted((one, other) => one.atMs - other.atMs || (one.target < other.target ? -1 : 1));
};

/** Same pages in the same order, each at most so late after it was due, which counts from the page really sent before. */
const expectLate = (pages: readonly Page[], undisturbed: readonly Page[], mostMs: number): void => {
  expect(pages.map(({ target }) => target)).toEqual(undisturbed.slice(0, pages.length).map(({ target }) => target));
  pages.forEach(({ atMs }, index) => {
    const waited = atMs - (pages[index - 1]?.atMs ?? 0);
    const due = (undisturbed[index]?.atMs ?? 0) - (undisturbed[index - 1]?.atMs ?? 0);
    const name = `page ${String(index + 1)}, to ${pages[index]?.target ?? ''}`;
    expect(waited - due, name).toBeGreaterThanOrEqual(0);
    expect(waited - due, name).toBeLessThanOrEqual(mostMs);
  });
};

const LOST: Disturbance['ticks'] = { arrivals: () => [] };

const UNANSWERED = CASES.filter(({ story }) => story === ALARM);

const TROUBLES: readonly { readonly name: string; readonly ticks: Disturbance['ticks'] }[] = [
  { name: 'lost', ticks: LOST },
  { name: 'ten minutes late', ticks: { arrivals: () => [10 * MINUTE] } },
  {
    name: 'late, doubled and reordered',
    ticks: { arrivals: (serial) => [((serial * 7_919) % 900) * SECOND, 600 * SECOND] },
  },
  {
    name: 'failed until they are dead letters',
    ticks: { receive: () => Promise.reject(new Error('no')) },
  },
];

describe.each(TROUBLES)('messages of the clock that are $name', ({ ticks }) => {
  it.each(UNANSWERED)('make pages at most 90 s late, and lose none: $name', async (one) => {
    const undisturbed = await pagesOf(await simulated(one));
    for (const reconcilesFromMs of [1_000, 20_000, 34_999, 35_000, 59_999]) {
      const world = await onQueues(one, { ticks: ticks ?? {}, reconcilesFromMs });
      const pages = await pagesOf(world);
      expectLate(pages, undisturbed, 90 * SECOND);
      // What is missing at the end is what the lateness pushed behind it.
      const last = pages.at(-1)?.atMs ?? 0;
      const next = (undisturbed[pages.length]?.atMs ?? Infinity) - (undisturbed[pages.length - 1]?.atMs ?? 0);
      expect(last + next + 90 * SECOND).toBeGreaterThan(one.forMs);
    }
  });
});

describe('a clock of which only the reconciler is left', () => {
  it('pages at most 90 s late under any policy', async () => {
    await fc.assert(
      fc.asyncProperty(
        aPolicyWithoutSchedule,
        fc.integer({ min: 1, max: 60_000 }),
        async (configuration, reconcilesFromMs) => {
          const one = { configuration, story: ALARM, forMs: 8 * HOUR };
          const undisturbed = await pagesOf(await simulated(one));
          const pages = await pagesOf(await onQueues(one, { ticks: LOST, reconcilesFromMs }));
          expectLate(pages, undisturbed, 90 * SECOND);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a clock whose queue refuses messages', () => {
  it.each([1, 2, 3, 5, 7])('each %i. time, delays pages by the reconciler’s minute, and loses none', async (each) => {
    const one = { configuration: threeLevels, story: ALARM, forMs: 6 * HOUR };
    const undisturbed = await pagesOf(await simulated(one));
    const world = await onQueues(one, { ticks: { refuses: (serial) => serial % each === 0 } });
    const pages = await pagesOf(world);
    // The first page also waits for what its alarm began: it is due when the hold ends.
    expectLate(pages, undisturbed, 95 * SECOND);
    expect(pages.length).toBeGreaterThanOrEqual(9);
    expect(world.dead).toEqual([]);
  });
});

describe('a pages queue that refuses messages', () => {
  it.each([1, 2, 3])('for a while, each %i. time, delays pages and loses none', async (each) => {
    const one = { configuration: threeLevels, story: ALARM, forMs: 6 * HOUR };
    const undisturbed = await pagesOf(await simulated(one));
    const world = await onQueues(one, { pages: { refuses: (serial) => serial < 12 && serial % each === 0 } });
    const sent = await pagesOf(world);
    // Where nothing of a whole pass was sent, everybody else is asked as well.
    const paged = new Set(sent.map(({ target }) => target));
    expect(undisturbed.filter(({ target }) => !paged.has(target))).toEqual([]);
    expect(sent.find(({ target }) => target === 'responder:alice')?.atMs).toBeLessThan(10 * MINUTE);
  });
});

describe('an acknowledgement at the end of a level', () => {
  const DUE = 15 * MINUTE;
  const paged = async (atMs: number, order: number): Promise<readonly string[]> => {
    const story: Story = { ...ALARM, responses: [{ atMs, by: 'alice', response: { type: 'acknowledge' }, order }] };
    const world = await onQueues({ configuration: threeLevels, story, forMs: 40 * MINUTE });
    return (await pagesOf(world)).map(({ target }) => target);
  };

  it('a millisecond before it pages nobody else', async () => {
    expect(await paged(DUE - 1, ORDER.response)).toEqual(['responder:alice']);
  });

  it('at that very instant pages the next level at most, and nobody after', async () => {
    expect(await paged(DUE, ORDER.response)).toEqual(['responder:alice']);
    expect(await paged(DUE, ORDER.tick + 1)).toEqual(['responder:alice', 'responder:bob']);
  });

  it('a millisecond after it has paged the next level, and pages nobody after', async () => {
    expect(await paged(DUE + 1, ORDER.response)).toEqual(['responder:alice', 'responder:bob']);
  });
});
