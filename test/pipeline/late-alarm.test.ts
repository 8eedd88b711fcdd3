import { describe, expect, it } from 'vitest';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { epochOf, later, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import { alarmEvent } from '../support/alarm-events.ts';
import { threeLevels } from '../support/configurations.ts';
import { configurationWith, PlayedWorld, shortly } from '../support/played-world.ts';
import { UnreliableWorld } from '../support/unreliable-world.ts';

const start: Instant = '2026-03-01T03:00:00.000Z';

const onMissingData = (event: Record<string, unknown>): Record<string, unknown> => {
  const { detail } = event as { readonly detail: { readonly state: object } };
  const reasonData = JSON.stringify({ version: '1.0', recentDatapoints: [] });
  const configuration = { metrics: [{ metricStat: { stat: 'p99' } }] };
  return { ...event, detail: { ...detail, configuration, state: { ...detail.state, reasonData } } };
};

/** Intake dies on the ALARM, which SQS delivers again after 180 s; a minute later CloudWatch says this, which is taken in. */
const overtaken = async (by: Record<string, unknown>): Promise<UnreliableWorld> => {
  const world = new UnreliableWorld({ configuration: threeLevels, start, crashes: new Map([[1, 'before']]) });
  world.deliver(alarmEvent({ state: 'ALARM', at: start }));
  world.deliver(by, epochOf(start) + MINUTE);
  await world.run(later(start, 10 * MINUTE));
  expect(world.unexpected).toEqual([]);
  expect(world.crashed).toBe(1);
  return world;
};

const pagesOf = ({ published }: UnreliableWorld): readonly string[] =>
  published
    .filter(({ target }) => target.startsWith('responder:'))
    .map(({ target, at }) => `${target} +${String(Math.round((epochOf(at) - epochOf(start)) / SECOND))} s`);

describe('A7 an alarm that another of its words overtakes, as one crash of intake lets it', () => {
  const minuteLater = later(start, MINUTE);

  it.each([
    ['INSUFFICIENT_DATA', alarmEvent({ state: 'INSUFFICIENT_DATA', at: minuteLater })],
    ['an OK on missing data', onMissingData(alarmEvent({ state: 'OK', at: minuteLater }))],
  ])('pages when that is %s', async (_, by) => {
    expect(pagesOf(await overtaken(by))).toEqual(['responder:alice +180 s']);
  });

  it('is only recorded when that is an OK on real data', async () => {
    const world = await overtaken(alarmEvent({ state: 'OK', at: minuteLater }));
    expect(pagesOf(world)).toEqual([]);
    expect(await world.incidents.list({})[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
  });

  it('joins the open incident of its service, whose last word stands', async () => {
    const played = new PlayedWorld(configurationWith({}));
    await played.alarm('errors', 'ALARM');
    await played.runTo(5);
    await played.alarm('latency', 'ND');
    await played.alarm('latency', 'ALARM', { age: 3 });
    const [head, ...others] = await played.heads();
    expect(others).toEqual([]);
    expect(head?.counts).toMatchObject({ joined: 2, firing: 2, critical: 2 });
    expect(head?.alarms.find(({ name }) => name === 'latency')?.state).toBe('INSUFFICIENT_DATA');
  });

  it('recovers by the next OK, also where the alarm was in an incident before', async () => {
    const played = new PlayedWorld(configurationWith({}));
    await played.alarm('latency', 'ALARM');
    await played.runTo(5);
    await played.alarm('latency', 'OK');
    await played.runTo(60);
    await played.alarm('latency', 'ND');
    await played.alarm('latency', 'ALARM', { age: 1 });
    await played.runTo(70);
    await played.alarm('latency', 'OK');
    await played.runTo(200);
    expect((await played.heads()).map(statusOf)).toEqual(['resolved', 'resolved']);
    expect(shortly(played.pages)).toBe('0:alice 60:alice');
  });
});

describe('A7 an ALARM that is redriven from the dead letters days later', () => {
  const DAYS = 3 * 24 * 60;
  const world = (): PlayedWorld =>
    new PlayedWorld(
      configurationWith(
        { notify: ['channel:ops'] },
        { service: { insufficientData: 'ignore' }, channels: { ops: { name: '#ops', kind: 'chat' } } },
      ),
    );

  it('is told, and wakes nobody, when the alarm has been without data since', async () => {
    const played = world();
    await played.runTo(DAYS);
    await played.alarm('latency', 'ND', { age: DAYS - 10 });
    await played.alarm('latency', 'ALARM', { age: DAYS });
    await played.runTo(DAYS + 1);
    expect(played.pages).toEqual([]);
    expect(played.sent).toMatchObject([{ target: 'ops', why: 'opened' }]);
    expect(await played.newest()).toMatchObject({ severity: 'warning', counts: { firing: 1, critical: 0 } });
  });

  it('pages when it is still the last word', async () => {
    const played = world();
    await played.runTo(DAYS);
    await played.alarm('latency', 'ALARM', { age: DAYS });
    expect(shortly(played.pages)).toBe(`${String(DAYS)}:alice`);
  });

  it('is only recorded when an OK on real data came since', async () => {
    const played = world();
    await played.runTo(DAYS);
    await played.alarm('latency', 'OK', { age: DAYS - 20 });
    await played.alarm('latency', 'ND', { age: DAYS - 30 });
    await played.alarm('latency', 'ALARM', { age: DAYS });
    await played.runTo(DAYS + 1);
    expect(played.sent).toEqual([]);
    expect(await played.heads()).toEqual([]);
  });
});
