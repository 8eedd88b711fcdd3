import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { epochOf, later, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { UnreliableWorld } from '../support/unreliable-world.ts';

const start: Instant = '2026-01-05T06:40:00.000Z';

/** What CloudWatch says of CPU under an alarm of one minute, on the datapoint of that minute, 305 s after it ended. */
const cpuAlarm = (state: AlarmState, minute: number, previous: AlarmState): Record<string, unknown> => {
  const point = later(start, minute * MINUTE);
  const at = later(point, 365 * SECOND);
  const event = alarmEvent({ name: 'svc-cpu', state, at }) as { readonly detail: object };
  const words = `1 datapoint [1.0 (05/01/26 06:${String(40 + minute)}:00)] was${state === 'OK' ? ' not' : ''}`;
  const reasonData = {
    version: '1.0',
    queryDate: at.replace('Z', '+0000'),
    startDate: point.replace('Z', '+0000'),
    period: 60,
    recentDatapoints: state === 'INSUFFICIENT_DATA' ? [] : [1],
    threshold: 60,
    evaluatedDatapoints: [
      { timestamp: point.replace('Z', '+0000'), ...(state === 'INSUFFICIENT_DATA' ? {} : { value: 1 }) },
    ],
  };
  return {
    ...event,
    detail: {
      ...event.detail,
      configuration: {
        metrics: [
          {
            id: 'a',
            metricStat: { metric: { namespace: 'AWS/EC2', name: 'CPUUtilization' }, period: 60, stat: 'Average' },
            returnData: true,
          },
        ],
      },
      state: {
        value: state,
        reason: `Threshold Crossed: ${words} greater than the threshold (60.0).`,
        reasonData: JSON.stringify(reasonData),
        timestamp: at.replace('Z', '+0000'),
      },
      previousState: { value: previous },
    },
  };
};

/** What becomes of the incident, each event a second after its time. */
const statusAfterEvents = async (events: readonly { readonly time: Instant }[]): Promise<string> => {
  const world = new UnreliableWorld({ configuration: threeLevels, start });
  for (const event of events) world.deliver(event, epochOf(event.time) + SECOND);
  await world.run(later(start, 40 * MINUTE));
  expect(world.unexpected).toEqual([]);
  const { value } = (await world.incidents.list({})[Symbol.asyncIterator]().next()) as {
    value: { incidentId: string };
  };
  const head = await world.incidents.head(value.incidentId);
  return head === undefined ? 'none' : statusOf(head);
};

const statusAfter = (...changes: readonly (readonly [AlarmState, number])[]): Promise<string> => {
  const states: readonly AlarmState[] = ['OK', ...changes.map(([state]) => state)];
  return statusAfterEvents(
    changes.map(([state, minute], index) => ({
      ...cpuAlarm(state, minute, states[index] ?? 'OK'),
      time: later(start, minute * MINUTE + 365 * SECOND),
    })),
  );
};

describe('a metric that comes every five minutes under an alarm of one minute', () => {
  it('resolves its incident by the first good datapoint', async () => {
    expect(await statusAfter(['ALARM', 0], ['OK', 10])).toBe('resolved');
  });

  it('also after a time without data, which alone resolves nothing', async () => {
    expect(await statusAfter(['ALARM', 0], ['INSUFFICIENT_DATA', 3])).toBe('triggered');
    expect(await statusAfter(['ALARM', 0], ['INSUFFICIENT_DATA', 3], ['OK', 10])).toBe('resolved');
  });

  it('resolves it in the words of CloudWatch: an OK on a datapoint of 305 s before', async () => {
    const text = readFileSync(new URL('../fixtures/late-points.json', import.meta.url), 'utf8');
    const events = JSON.parse(text) as readonly { readonly time: Instant }[];
    expect(await statusAfterEvents(events)).toBe('resolved');
    expect(await statusAfterEvents(events.slice(0, 1))).toBe('triggered');
  });
});
