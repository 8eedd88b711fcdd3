import { describe, expect, it } from 'vitest';
import type { Target } from '../../lib/core/configuration.ts';
import { eventOf } from '../../lib/core/incident/chain.ts';
import { verifyTimeline } from '../../lib/core/incident/verify.ts';
import { epochOf, instantOf, MINUTE, SECOND } from '../../lib/core/time.ts';
import { PageNotDeliveredError } from '../../lib/ports/pager.ts';
import { ORDER } from '../../lib/simulator/virtual-time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { SqsWorld } from '../support/sqs-world.ts';

const start = '2026-03-01T03:00:00.000Z';
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** Numbers in [0, 1), the same for the same seed. https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

interface Storm {
  readonly seed: number;
  readonly alarms: number;
  /** What SNS does with the nth publish. */
  readonly outcomeOf?: (serial: number) => 'sent' | 'not-sent' | 'unknown';
}

/** Alarms of one group within a second, nobody answers, for five minutes; calls take time, and functions overlap. */
const after = async ({ seed, alarms, outcomeOf = () => 'sent' }: Storm) => {
  const random = numbers(seed);
  const published: Target[] = [];
  let calls = 0;
  const world: SqsWorld = new SqsWorld({
    configuration: threeLevels,
    start,
    overlapping: random,
    publish: async (target) => {
      calls += 1;
      const outcome = outcomeOf(calls);
      await world.wait(20);
      if (outcome !== 'sent') throw new PageNotDeliveredError('no', { outcome });
      published.push(target);
    },
  });
  for (let index = 0; index < alarms; index += 1) {
    const at = instantOf(epochOf(start) + Math.floor(random() * SECOND));
    const event = alarmEvent({ name: `web-${String(index)}`, state: 'ALARM', at });
    world.time.at(epochOf(at), ORDER.alarm, () => world.deliver(event));
  }
  await world.time.run(epochOf(start) + 5 * MINUTE);
  return { world, published };
};

const pages = (published: readonly Target[]): readonly Target[] =>
  published.filter((target) => target.startsWith('responder:'));

describe('a storm of 500 alarms of one group in a second', () => {
  it.each(SEEDS)('A2 is one incident and one page, and wakes no second level (%i)', async (seed) => {
    const { world, published } = await after({ seed, alarms: 500 });
    expect(world.table.conflicts).toBeGreaterThan(0);
    expect(pages(published)).toEqual(['responder:alice']);
    expect(world.dead).toEqual([]);
    const ids = await world.incidents.due('9999', 10);
    expect(ids).toHaveLength(1);
    const [incidentId = ''] = ids;
    const head = await world.incidents.head(incidentId);
    const timeline = await world.incidents.timeline(incidentId);
    expect(head && verifyTimeline(timeline, head)).toEqual({ ok: true });
    expect(head?.counts).toMatchObject({ joined: 500, firing: 500 });
    expect(timeline.map(eventOf).filter(({ type }) => type === 'LevelSkipped')).toEqual([]);
  });

  it.each(SEEDS)('A2 with a publish that is throttled meanwhile wakes nobody else (%i)', async (seed) => {
    const { world, published } = await after({
      seed,
      alarms: 100,
      outcomeOf: (serial) => (serial <= 2 ? 'not-sent' : 'sent'),
    });
    expect(pages(published)).toEqual(['responder:alice']);
    expect(world.dead).toEqual([]);
  });

  it.each(SEEDS)('A3 with a publish that is not answered meanwhile wakes nobody else (%i)', async (seed) => {
    const { world, published } = await after({
      seed,
      alarms: 100,
      outcomeOf: (serial) => (serial <= 2 ? 'unknown' : 'sent'),
    });
    expect(pages(published)).toEqual(['responder:alice']);
    expect(world.dead).toEqual([]);
  });
});
