import { describe, expect, it } from 'vitest';
import { epochOf, instantOf, MINUTE } from '../../lib/core/time.ts';
import { PageNotDeliveredError } from '../../lib/ports/pager.ts';
import { ORDER } from '../../lib/simulator/virtual-time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { SqsWorld } from '../support/sqs-world.ts';

const start = '2026-03-01T03:00:00.000Z';

interface Copy {
  readonly target: string;
  readonly minute: number;
}

interface Told {
  readonly isSlow: (minute: number, target: string) => boolean;
  readonly minutes: number;
  /** Words of the alarm after its first, by minute. */
  readonly words?: readonly (readonly [minute: number, state: 'ALARM' | 'OK'])[];
}

/** What reaches people, by target, of one alarm that nobody answers, while SNS takes what it is given and answers too late. */
const copiesWhile = async ({ isSlow, minutes, words = [] }: Told): Promise<readonly Copy[]> => {
  const copies: Copy[] = [];
  const world: SqsWorld = new SqsWorld({
    configuration: threeLevels,
    start,
    publish: (target) => {
      const minute = (epochOf(world.time.now()) - epochOf(start)) / MINUTE;
      copies.push({ target, minute });
      return isSlow(minute, target)
        ? Promise.reject(new PageNotDeliveredError('no answer in time', { outcome: 'unknown' }))
        : Promise.resolve();
    },
  });
  for (const [minute, state] of [[0, 'ALARM'] as const, ...words]) {
    const at = epochOf(start) + minute * MINUTE;
    const event = alarmEvent({ name: 'web-latency', state, at: instantOf(at) });
    world.time.at(at, ORDER.alarm, () => world.deliver(event));
  }
  await world.time.run(epochOf(start) + minutes * MINUTE);
  return copies;
};

const times = (copies: readonly Copy[], target: string): readonly number[] =>
  copies.filter((copy) => copy.target === target).map(({ minute }) => Math.round(minute));

describe('SNS that takes pages and answers too late', () => {
  it('A3 for half an hour: each level is paged in its time, nobody more than twice for it', async () => {
    const copies = await copiesWhile({ isSlow: () => true, minutes: 30 });
    expect(times(copies, 'responder:alice')).toEqual([0, 3]);
    expect(times(copies, 'responder:bob')).toEqual([15, 18]);
    expect(times(copies, 'channel:ops')).toEqual([0, 3]);
  });

  it('A3 once: the page comes again after three minutes, and the next level waits as after any page', async () => {
    const copies = await copiesWhile({ isSlow: (minute) => minute < 1, minutes: 30 });
    expect(times(copies, 'responder:alice')).toEqual([0, 3]);
    expect(times(copies, 'responder:bob')).toEqual([15]);
  });

  it('A3 and an alarm that flaps meanwhile: the level that perhaps never heard of it is asked again', async () => {
    const words = [
      [1, 'OK'],
      [2, 'ALARM'],
    ] as const;
    const copies = await copiesWhile({ isSlow: (minute) => minute < 1, minutes: 14, words });
    expect(times(copies, 'responder:alice')).toEqual([0, 2]);
  });

  it('A3 for all of a pass: everybody is asked, and the ops topic, which has a key of its own', async () => {
    const copies = await copiesWhile({ isSlow: (_, target) => target !== 'ops', minutes: 180 });
    const [first = Infinity, ...again] = times(copies, 'ops');
    expect(first).toBeLessThanOrEqual(56);
    expect(again.length).toBeGreaterThan(0);
    for (const person of ['alice', 'bob', 'carol']) expect(times(copies, `responder:${person}`)).toContain(first);
  });
});
