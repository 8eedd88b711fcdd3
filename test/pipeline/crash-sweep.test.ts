import { describe, expect, it } from 'vitest';
import { eventOf } from '../../lib/core/incident/chain.ts';
import type { IncidentEvent } from '../../lib/core/incident/events.ts';
import { HOUR, later, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { UnreliableWorld, type WorldOptions } from '../support/unreliable-world.ts';

const start: Instant = '2026-03-01T03:00:00.000Z';

const oneAlarm = async (options: Partial<WorldOptions> = {}): Promise<UnreliableWorld> => {
  const world = new UnreliableWorld({ configuration: threeLevels, start, ...options });
  world.deliver(alarmEvent({ state: 'ALARM', at: start }));
  await world.run(later(start, 3 * HOUR));
  return world;
};

const pagesOf = (world: UnreliableWorld): string[] =>
  world.published
    .filter(({ target }) => target.startsWith('responder:'))
    .map(
      ({ target, at }) =>
        `${target.slice('responder:'.length)} +${String(Math.round((Date.parse(at) - Date.parse(start)) / MINUTE))}`,
    );

const UNDISTURBED = [
  'alice +0',
  'bob +15',
  'carol +35',
  'alice +55',
  'bob +70',
  'carol +90',
  'alice +110',
  'bob +110',
  'carol +110',
  'alice +170',
  'bob +170',
  'carol +170',
];

const targetOf = (page: string): string => page.split(' ')[0] ?? '';

const holdsInOrder = (all: readonly string[], wanted: readonly string[]): boolean => {
  const rest = [...wanted];
  for (const one of all) if (one === rest[0]) rest.shift();
  return rest.length === 0;
};

const timelineOf = async ({ incidents }: UnreliableWorld): Promise<readonly IncidentEvent[]> => {
  const events: IncidentEvent[] = [];
  for await (const { incidentId } of incidents.list({}))
    events.push(...(await incidents.timeline(incidentId)).map(eventOf));
  return events;
};

describe('an alarm that nobody answers', () => {
  it('pages every level of every round at its time, then everybody, every hour', async () => {
    expect(pagesOf(await oneAlarm())).toEqual(UNDISTURBED);
  });

  it('pages the same people at the same times when every message is delivered three times', async () => {
    const world = await oneAlarm({ deliveries: 3 });
    expect(pagesOf(world)).toEqual(UNDISTURBED);
    expect(world.unexpected).toEqual([]);
  });

  it('pages each at most 90 s late when every message of the clock is lost', async () => {
    const world = await oneAlarm({ losesTicks: true });
    const sent = world.published.filter(({ target }) => target.startsWith('responder:'));
    const waits = [0, 15, 20, 20, 15, 20, 20].map((minutes) => minutes * MINUTE);
    let due = Date.parse(start);
    for (const [index, wait] of waits.entries()) {
      due += wait;
      const at = Date.parse(sent[index]?.at ?? '');
      expect(at - due, `page ${String(index + 1)}`).toBeGreaterThanOrEqual(0);
      expect(at - due, `page ${String(index + 1)}`).toBeLessThanOrEqual(90 * SECOND);
      due = at;
    }
  });
});

describe('a process that dies at any one call', () => {
  it('loses no page, doubles one at most, and the first is out within one redelivery', async () => {
    const { calls } = await oneAlarm();
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await oneAlarm({ crashes: new Map([[call, when]]) });
        const pages = pagesOf(world).map(targetOf);
        const name = `call ${String(call)} ${when}: ${pages.join(' ')}`;
        expect(holdsInOrder(pages, UNDISTURBED.slice(0, 9).map(targetOf)), name).toBe(true);
        expect(pages.length, name).toBeLessThanOrEqual(UNDISTURBED.length + 1);
        const first = world.published.find(({ target }) => target === 'responder:alice');
        expect(Date.parse(first?.at ?? '') - Date.parse(start), name).toBeLessThanOrEqual(210 * SECOND);
        expect(world.unexpected, name).toEqual([]);
      }
    }
  });
});

describe('C1 a process that dies at any one call while it takes in three groups at once', () => {
  const NAMES = ['disk', 'queue', 'cache'];

  const threeGroups = async (options: Partial<WorldOptions> = {}): Promise<UnreliableWorld> => {
    const world = new UnreliableWorld({ configuration: threeLevels, start, ...options });
    world.deliverBatch(NAMES.map((name) => alarmEvent({ name, state: 'ALARM', at: start, tags: {} })));
    await world.run(later(start, 10 * MINUTE));
    return world;
  };

  /** Seconds after the alarm at which Alice was told of it. */
  const toldOf = ({ published }: UnreliableWorld, name: string): readonly number[] =>
    published
      .filter(({ target, message }) => target === 'responder:alice' && message.text.includes(name))
      .map(({ at }) => (Date.parse(at) - Date.parse(start)) / SECOND);

  it('pages for each of them within one redelivery, once or twice, wherever each of them was', async () => {
    const { calls } = await threeGroups();
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await threeGroups({ crashes: new Map([[call, when]]) });
        for (const name of NAMES) {
          const told = toldOf(world, name);
          expect([1, 2], `call ${String(call)} ${when}: ${name}`).toContain(told.length);
          expect(told[0], `call ${String(call)} ${when}: ${name}`).toBeLessThanOrEqual(210);
        }
        expect(world.unexpected).toEqual([]);
      }
    }
  });
});

describe('a target that cannot be reached', () => {
  it('is passed over at once when its page is refused for good', async () => {
    const world = await oneAlarm({ refuses: (target) => (target === 'responder:alice' ? 'for-good' : undefined) });
    expect(pagesOf(world).slice(0, 2)).toEqual(['bob +0', 'carol +20']);
  });

  it('is passed over after a minute while its page is refused for now, and tried on', async () => {
    const recovery = later(start, 10 * MINUTE);
    const world = await oneAlarm({
      refuses: (target, at) => (target === 'responder:alice' && at < recovery ? 'for-now' : undefined),
    });
    expect(pagesOf(world).slice(0, 3)).toEqual(['bob +1', 'alice +10', 'carol +21']);
    const skipped = (await timelineOf(world)).filter(({ type }) => type === 'LevelSkipped');
    expect(skipped).toMatchObject([{ level: 1, round: 1, because: 'not-sent' }]);
  });
});

describe('the timeline', () => {
  it('has no gap and an unbroken chain wherever a process died', async () => {
    const { calls } = await oneAlarm();
    for (let call = 1; call <= calls; call += 3) {
      const world = await oneAlarm({ crashes: new Map([[call, 'after']]) });
      for await (const { incidentId } of world.incidents.list({})) {
        const sealed = await world.incidents.timeline(incidentId);
        expect(sealed.map(({ version }) => version)).toEqual(sealed.map((_, index) => index + 1));
        expect(sealed.every(({ prev }, index) => prev === (sealed[index - 1]?.hash ?? ''))).toBe(true);
        expect(eventOf(sealed[0] ?? { version: 0, body: '{}', prev: '', hash: '' }).type).toBe('IncidentOpened');
      }
    }
  });
});
