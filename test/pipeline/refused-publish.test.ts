import { describe, expect, it } from 'vitest';
import type { Target } from '../../lib/core/configuration.ts';
import { epochOf, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import { ORDER } from '../../lib/simulator/virtual-time.ts';
import { PageNotDeliveredError } from '../../lib/ports/pager.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { SqsWorld } from '../support/sqs-world.ts';

const start = '2026-03-01T03:00:00.000Z';

interface Sent {
  readonly target: Target;
  readonly at: Instant;
}

/** What goes out in two minutes of one alarm, on the queues as they are deployed, while SNS refuses the first publishes. */
const sentWhile = async (refusedPublishes: number): Promise<readonly Sent[]> => {
  const sent: Sent[] = [];
  let calls = 0;
  const world = new SqsWorld({
    configuration: threeLevels,
    start,
    publish: (target) => {
      calls += 1;
      if (calls <= refusedPublishes)
        return Promise.reject(new PageNotDeliveredError('ThrottledException', { outcome: 'not-sent' }));
      sent.push({ target, at: world.time.now() });
      return Promise.resolve();
    },
  });
  world.time.at(epochOf(start), ORDER.alarm, () =>
    world.deliver(alarmEvent({ name: 'web-latency', state: 'ALARM', at: start })),
  );
  await world.time.run(epochOf(start) + 2 * MINUTE);
  return sent;
};

const targets = (sent: readonly Sent[]): readonly Target[] => sent.map(({ target }) => target).toSorted();

describe('a publish that SNS refuses for a moment', () => {
  it.each([1, 2, 4])(
    'A2 wakes nobody else: %i refused, and those of the first level hear of it once',
    async (refused) => {
      expect(targets(await sentWhile(refused))).toEqual(['channel:ops', 'responder:alice']);
    },
  );

  it('A2 goes out within 15 s', async () => {
    const inTime = Math.max(...(await sentWhile(0)).map(({ at }) => epochOf(at)));
    const late = Math.max(...(await sentWhile(1)).map(({ at }) => epochOf(at)));
    expect(late - inTime).toBeLessThanOrEqual(15 * SECOND);
  });
});
