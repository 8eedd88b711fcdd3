import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Configuration, InsufficientData } from '../../lib/core/configuration.ts';
import { statusOf } from '../../lib/core/incident/phase.ts';
import { DAY, epochOf, instantOf, later, MINUTE, SECOND } from '../../lib/core/time.ts';
import { configurationWith, eventBody, PlayedWorld, type Sent } from '../support/played-world.ts';
import { UnreliableWorld } from '../support/unreliable-world.ts';

const start = '2026-03-01T03:00:00.000Z';
const A_DAY = 24 * 60;

const configured = (insufficientData: InsufficientData): Configuration =>
  configurationWith(
    { notify: ['channel:ops'] },
    { service: { insufficientData }, channels: { ops: { name: '#ops', kind: 'chat' } } },
  );

interface Flap {
  /** Minutes without data, then with. */
  readonly lost: number;
  readonly back: number;
}

/** A healthy alarm for a day: its data comes and goes, and is there in the end. */
const playDay = async (
  insufficientData: InsufficientData,
  flaps: readonly Flap[],
  minutes = A_DAY,
): Promise<PlayedWorld> => {
  const world = new PlayedWorld(configured(insufficientData));
  let minute = 0;
  for (let index = 0; minute < minutes; index += 1) {
    const { lost, back } = flaps[index % flaps.length] ?? { lost: 15, back: 15 };
    await world.runTo(minute);
    await world.alarm('latency', 'ND');
    await world.runTo(Math.min(minute + lost, minutes - 1));
    await world.alarm('latency', 'OK');
    minute += lost + back;
  }
  await world.runTo(minutes === A_DAY ? A_DAY + 60 : minutes);
  return world;
};

const told = ({ sent }: PlayedWorld): readonly string[] =>
  sent.map(({ minute, target, why }: Sent) => `${String(minute)} ${target} ${why}`);

describe('a day of one healthy alarm that goes from OK to INSUFFICIENT_DATA and back', () => {
  it.each([
    ['every 15 minutes', { lost: 15, back: 15 }, ['15 ops opened', '20 ops resolved']],
    ['every 30 minutes', { lost: 30, back: 30 }, ['15 ops opened', '35 ops resolved']],
    ['for less than 15 minutes', { lost: 14, back: 16 }, []],
    ['for hours', { lost: 300, back: 60 }, ['15 ops opened', '305 ops resolved']],
  ])('%s is one incident at most, told once, and that it is over', async (_, flap, sent) => {
    const world = await playDay('notify', [flap]);
    expect(told(world)).toEqual(sent);
    expect((await world.heads()).map(statusOf)).toEqual(['resolved']);
  });

  it.each([15, 30])('is nothing where that is ignored (%i minutes)', async (minutes) => {
    const world = await playDay('ignore', [{ lost: minutes, back: minutes }]);
    expect(world.sent).toEqual([]);
    expect(await world.heads()).toEqual([]);
  });

  it('is paged for where no data pages, as an ALARM would be', async () => {
    const world = await playDay('page', [{ lost: 10, back: 1_430 }]);
    expect(world.pages.map(({ minute, target }) => `${String(minute)} ${target}`)).toEqual(['0 alice']);
  });

  it.each([
    ['before anybody was told', { lost: 14, back: 46 }, '735 ops opened'],
    ['after it was told', { lost: 20, back: 40 }, '1455 ops opened'],
  ])('is told of when the data does not come back at last: %s', async (_, flap, last) => {
    const world = await playDay('notify', [flap], 12 * 60);
    await world.alarm('latency', 'ND');
    await world.runTo(2 * A_DAY);
    expect(
      told(world)
        .filter((one) => one.endsWith('opened'))
        .at(-1),
    ).toBe(last);
    expect(world.pages).toEqual([]);
    expect((await world.newest())?.alarms).toMatchObject([{ state: 'INSUFFICIENT_DATA', severity: 'warning' }]);
    expect(await world.heads()).toHaveLength(2);
  });

  it('pages nobody, and is told of once in one incident, however it comes and goes', async () => {
    const flap = fc.record({ lost: fc.integer({ min: 1, max: 600 }), back: fc.integer({ min: 1, max: 600 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(flap, { minLength: 1, maxLength: 5 }), async (flaps) => {
        const world = await playDay('notify', flaps);
        const heads = await world.heads();
        expect(world.pages).toEqual([]);
        expect(new Set(heads.map(statusOf))).toEqual(new Set(['resolved']));
        expect(heads.length).toBeLessThanOrEqual(2);
        expect(world.sent.filter(({ why }) => why === 'opened').length).toBeLessThanOrEqual(1);
        expect(world.sent.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['each message comes twice', {}],
    [
      'intake, sender and clock die now and then',
      { crashes: new Map([1, 4, 9, 17, 40, 77, 130, 200].map((call) => [call, 'after' as const])) },
    ],
    ['no message of the clock arrives', { losesTicks: true }],
  ])('is told no more often where %s', async (_, faults) => {
    const world = new UnreliableWorld({ configuration: configured('notify'), start, ...faults });
    for (let minute = 0; minute < A_DAY; minute += 30) {
      for (const [word, after] of [
        ['ND', 0],
        ['OK', 20],
      ] as const) {
        const at = instantOf(epochOf(start) + (minute + after) * MINUTE);
        const body = eventBody({ name: 'latency', word, at, id: at, severity: 'critical' });
        for (const again of [0, SECOND]) world.deliver(body, epochOf(at) + again);
      }
    }
    await world.run(later(start, DAY));
    expect(world.unexpected).toEqual([]);
    expect([...new Set(world.published.map(({ target, at }) => `${target} ${at.slice(0, 13)}`))]).toEqual([
      'channel:ops 2026-03-01T03',
    ]);
    expect(world.published.length).toBeLessThanOrEqual(4);
  });
});
