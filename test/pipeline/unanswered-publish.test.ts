import { describe, expect, it } from 'vitest';
import { epochOf, MINUTE } from '../../lib/core/time.ts';
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

/** What reaches people, by target, of one alarm that nobody answers, while SNS takes what it is given and answers too late. */
const copiesWhile = async (isSlow: (minute: number) => boolean, minutes: number): Promise<readonly Copy[]> => {
  const copies: Copy[] = [];
  const world: SqsWorld = new SqsWorld({
    configuration: threeLevels,
    start,
    publish: (target) => {
      const minute = (epochOf(world.time.now()) - epochOf(start)) / MINUTE;
      copies.push({ target, minute });
      return isSlow(minute)
        ? Promise.reject(new PageNotDeliveredError('no answer in time', { outcome: 'unknown' }))
        : Promise.resolve();
    },
  });
  const event = alarmEvent({ name: 'web-latency', state: 'ALARM', at: start });
  world.time.at(epochOf(start), ORDER.alarm, () => world.deliver(event));
  await world.time.run(epochOf(start) + minutes * MINUTE);
  return copies;
};

const times = (copies: readonly Copy[], target: string): readonly number[] =>
  copies.filter((copy) => copy.target === target).map(({ minute }) => Math.round(minute));

describe('SNS that takes pages and answers too late', () => {
  it('A3 for half an hour: each level is paged in its time, nobody more than twice for it', async () => {
    const copies = await copiesWhile(() => true, 30);
    expect(times(copies, 'responder:alice')).toEqual([0, 3]);
    expect(times(copies, 'responder:bob')).toEqual([15, 18]);
    expect(times(copies, 'channel:ops')).toEqual([0, 3]);
  });

  it('A3 once: the page comes again after three minutes, and the next level waits as after any page', async () => {
    const copies = await copiesWhile((minute) => minute < 1, 30);
    expect(times(copies, 'responder:alice')).toEqual([0, 3]);
    expect(times(copies, 'responder:bob')).toEqual([15]);
  });
});
