import { describe, expect, it } from 'vitest';
import type { Target } from '../../lib/core/configuration.ts';
import { DAY, epochOf, HOUR, MINUTE } from '../../lib/core/time.ts';
import { PageNotDeliveredError } from '../../lib/ports/pager.ts';
import { ORDER } from '../../lib/simulator/virtual-time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { SqsWorld, type SqsWorldOptions } from '../support/sqs-world.ts';

const start = '2026-03-01T03:00:00.000Z';

interface Sent {
  readonly target: Target;
  /** After the alarm. */
  readonly afterMs: number;
}

interface Told {
  readonly sent: readonly Sent[];
  readonly dead: readonly string[];
}

type Down = Omit<SqsWorldOptions, 'configuration' | 'start' | 'publish'> & {
  readonly refuses?: (afterMs: number, target: Target) => boolean;
};

/** One critical alarm that nobody answers, on the queues as they are deployed. */
const alarmWhile = async ({ refuses, ...down }: Down, forMs: number): Promise<Told> => {
  const sent: Sent[] = [];
  const world = new SqsWorld({
    ...down,
    configuration: threeLevels,
    start,
    publish: (target) => {
      const afterMs = epochOf(world.time.now()) - epochOf(start);
      if (refuses?.(afterMs, target) === true)
        return Promise.reject(new PageNotDeliveredError('AuthorizationError', { outcome: 'not-sent' }));
      sent.push({ target, afterMs });
      return Promise.resolve();
    },
  });
  const event = alarmEvent({ name: 'web-latency', state: 'ALARM', at: start });
  world.time.at(epochOf(start), ORDER.alarm, () => world.deliver(event));
  await world.time.run(epochOf(start) + forMs);
  return { sent, dead: world.dead };
};

const until = (ms: number) => (now: string) => epochOf(now) < epochOf(start) + ms;

describe('a table that cannot be reached', () => {
  it.each([
    ['61 minutes', 61 * MINUTE],
    ['five hours', 5 * HOUR],
    ['two days', 2 * DAY],
  ])('A4 for %s loses no alarm: its page goes out within 20 minutes', async (_, ms) => {
    const { sent, dead } = await alarmWhile({ isTableDown: until(ms) }, ms + HOUR);
    expect(dead).toEqual([]);
    const [first] = sent.filter(({ target }) => target === 'responder:alice');
    expect(first?.afterMs).toBeGreaterThanOrEqual(ms);
    expect(first?.afterMs).toBeLessThanOrEqual(ms + 20 * MINUTE);
  });
});

describe('SNS that refuses everything', () => {
  it.each([2, 10, 45])('A1 for %i minutes: somebody is paged within 15 s after it', async (minutes) => {
    const end = minutes * MINUTE;
    const { sent, dead } = await alarmWhile({ refuses: (afterMs) => afterMs < end }, end + HOUR);
    expect(dead).toEqual([]);
    const [first] = sent.filter(({ target }) => target.startsWith('responder:'));
    expect(first?.afterMs).toBeLessThanOrEqual(end + 15_000);
    expect(sent.filter(({ afterMs }) => afterMs > end + MINUTE).length, 'the ladder goes on').toBeGreaterThan(0);
  });

  it('A1 to people and channels: the ops topic, whose key is its own, hears of it within minutes, and every hour', async () => {
    const { sent } = await alarmWhile({ refuses: (_, target) => target !== 'ops' }, 3 * HOUR);
    const [first, ...again] = sent.map(({ afterMs }) => Math.round(afterMs / MINUTE));
    expect(new Set(sent.map(({ target }) => target))).toEqual(new Set(['ops']));
    expect(first).toBeLessThanOrEqual(5);
    const gaps = again.map((at, index) => at - ([first, ...again][index] ?? 0));
    expect(gaps).toHaveLength(2);
    // At the end of the pass in which the hour is over.
    for (const gap of gaps) expect(gap >= 60 && gap < 65).toBe(true);
  });
});

describe('a sender that dies of every call', () => {
  it.each([2, 10, 45])('A1 for %i minutes: somebody is paged within a minute after it', async (minutes) => {
    const end = minutes * MINUTE;
    const { sent, dead } = await alarmWhile({ isSenderDown: until(end) }, end + HOUR);
    expect(dead).toEqual([]);
    const [first] = sent.filter(({ target }) => target.startsWith('responder:'));
    expect(first?.afterMs).toBeLessThanOrEqual(end + MINUTE);
    expect(sent.filter(({ afterMs }) => afterMs > end + MINUTE).length, 'the ladder goes on').toBeGreaterThan(0);
  });
});
