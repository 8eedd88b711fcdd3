import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layer, Schedule, Weekday } from '../../../lib/core/configuration.ts';
import { onCall, type Turn, turns } from '../../../lib/core/schedule/on-call.ts';
import { DAY, epochOf, HOUR, instantOf } from '../../../lib/core/time.ts';

const weekly: Layer = { rotation: ['alice', 'bob'], everyDays: 7, starting: '2023-07-31', handoff: '09:00' };

const scheduleOf = (timeZone: string, ...layers: readonly Partial<Layer>[]): Schedule => ({
  timeZone,
  layers: layers.map((layer) => ({ ...weekly, ...layer })),
});

/** A hand-off at one wall-clock time every day: each turn's beginning tells what that time was in UTC. */
const dailyHandoffs = (timeZone: string, handoff: string, from: string): readonly string[] =>
  turns(
    scheduleOf(timeZone, { everyDays: 1, starting: '2023-01-01', handoff }),
    `${from}T00:00:00.000Z`,
    instantOf(epochOf(`${from}T00:00:00.000Z`) + 3 * DAY),
  )
    .slice(1)
    .map((turn) => turn.from);

describe('a weekly rotation', () => {
  const schedule = scheduleOf('America/New_York', {});

  it('has alice in the first week, the postmortem of 5 August 2023 among it', () => {
    expect(onCall(schedule, '2023-07-31T13:00:00.000Z')).toBe('alice');
    expect(onCall(schedule, '2023-08-05T14:15:00.000Z')).toBe('alice');
  });

  it('hands over to bob on the millisecond', () => {
    expect(onCall(schedule, '2023-08-07T12:59:59.999Z')).toBe('alice');
    expect(onCall(schedule, '2023-08-07T13:00:00.000Z')).toBe('bob');
  });

  it('begins again with alice when everybody had a turn', () => {
    expect(onCall(schedule, '2023-08-14T13:00:00.000Z')).toBe('alice');
  });

  it('names nobody before its first hand-off', () => {
    expect(onCall(schedule, '2023-07-31T12:59:59.999Z')).toBeUndefined();
    expect(onCall(schedule, '2019-01-01T00:00:00.000Z')).toBeUndefined();
  });

  it('keeps 09:00 on the wall when the clocks change in November and in March', () => {
    expect(turns(schedule, '2023-10-30T13:00:00.000Z', '2023-11-13T14:00:00.000Z')).toEqual([
      { responder: 'bob', from: '2023-10-30T13:00:00.000Z', to: '2023-11-06T14:00:00.000Z' },
      { responder: 'alice', from: '2023-11-06T14:00:00.000Z', to: '2023-11-13T14:00:00.000Z' },
    ]);
    expect(turns(schedule, '2024-03-05T00:00:00.000Z', '2024-03-12T00:00:00.000Z').map(({ from }) => from)).toEqual([
      '2024-03-05T00:00:00.000Z',
      '2024-03-11T13:00:00.000Z',
    ]);
  });

  it('answers for a far year as well', () => {
    expect(onCall(schedule, '2400-01-01T00:00:00.000Z')).toMatch(/^(alice|bob)$/);
  });
});

describe('a hand-off at a wall-clock time', () => {
  it('that New York skips in spring comes when the clock has jumped', () => {
    expect(dailyHandoffs('America/New_York', '02:30', '2024-03-09')).toEqual([
      '2024-03-09T07:30:00.000Z',
      '2024-03-10T07:30:00.000Z',
      '2024-03-11T06:30:00.000Z',
    ]);
  });

  it('that New York has twice in autumn comes the first time only', () => {
    expect(dailyHandoffs('America/New_York', '01:30', '2023-11-04')).toEqual([
      '2023-11-04T05:30:00.000Z',
      '2023-11-05T05:30:00.000Z',
      '2023-11-06T06:30:00.000Z',
    ]);
  });

  it('that London skips or has twice does the same', () => {
    expect(dailyHandoffs('Europe/London', '01:30', '2024-03-30')[1]).toBe('2024-03-31T01:30:00.000Z');
    expect(dailyHandoffs('Europe/London', '01:30', '2023-10-28')[1]).toBe('2023-10-29T00:30:00.000Z');
  });

  it('follows Sydney, whose summer is in January', () => {
    expect(dailyHandoffs('Australia/Sydney', '02:30', '2023-09-29')[1]).toBe('2023-09-30T16:30:00.000Z');
    expect(dailyHandoffs('Australia/Sydney', '02:30', '2024-04-05')[1]).toBe('2024-04-06T15:30:00.000Z');
    expect(dailyHandoffs('Australia/Sydney', '09:00', '2024-04-05')).toEqual([
      '2024-04-05T22:00:00.000Z',
      '2024-04-06T23:00:00.000Z',
      '2024-04-07T23:00:00.000Z',
    ]);
  });

  it('follows Lord Howe, whose clocks change by half an hour', () => {
    expect(dailyHandoffs('Australia/Lord_Howe', '09:00', '2024-04-05')).toEqual([
      '2024-04-05T22:00:00.000Z',
      '2024-04-06T22:30:00.000Z',
      '2024-04-07T22:30:00.000Z',
    ]);
    expect(dailyHandoffs('Australia/Lord_Howe', '02:15', '2023-09-30')[0]).toBe('2023-09-30T15:45:00.000Z');
  });

  it('follows Kathmandu, three quarters of an hour off', () => {
    expect(dailyHandoffs('Asia/Kathmandu', '09:00', '2024-03-30')[0]).toBe('2024-03-30T03:15:00.000Z');
  });
});

describe('a layer restricted to some hours', () => {
  it('covers working days only, and the layer before it the rest', () => {
    const schedule = scheduleOf(
      'Europe/London',
      { rotation: ['night'] },
      { rotation: ['day'], restrict: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '20:00' } },
    );
    expect(turns(schedule, '2023-08-04T00:00:00.000Z', '2023-08-07T12:00:00.000Z')).toEqual([
      { responder: 'night', from: '2023-08-04T00:00:00.000Z', to: '2023-08-04T07:00:00.000Z' },
      { responder: 'day', from: '2023-08-04T07:00:00.000Z', to: '2023-08-04T19:00:00.000Z' },
      { responder: 'night', from: '2023-08-04T19:00:00.000Z', to: '2023-08-07T07:00:00.000Z' },
      { responder: 'day', from: '2023-08-07T07:00:00.000Z', to: '2023-08-07T12:00:00.000Z' },
    ]);
  });

  it('over midnight belongs to the day it begins on', () => {
    const fridayNight = scheduleOf('Europe/London', { restrict: { days: ['fri'], from: '22:00', to: '06:00' } });
    expect(turns(fridayNight, '2023-08-04T00:00:00.000Z', '2023-08-06T00:00:00.000Z')).toEqual([
      { responder: undefined, from: '2023-08-04T00:00:00.000Z', to: '2023-08-04T21:00:00.000Z' },
      { responder: 'alice', from: '2023-08-04T21:00:00.000Z', to: '2023-08-05T05:00:00.000Z' },
      { responder: undefined, from: '2023-08-05T05:00:00.000Z', to: '2023-08-06T00:00:00.000Z' },
    ]);
  });

  it('over a day that its zone skipped whole ends on the day after it', () => {
    const schedule = scheduleOf('Pacific/Apia', {
      starting: '2011-11-01',
      restrict: { from: '22:00', to: '00:30' },
    });
    const line = turns(schedule, '2011-12-30T07:00:00.000Z', '2011-12-30T12:00:00.000Z');
    expect(line).toEqual([
      { responder: undefined, from: '2011-12-30T07:00:00.000Z', to: '2011-12-30T08:00:00.000Z' },
      { responder: 'alice', from: '2011-12-30T08:00:00.000Z', to: '2011-12-30T10:30:00.000Z' },
      { responder: undefined, from: '2011-12-30T10:30:00.000Z', to: '2011-12-30T12:00:00.000Z' },
    ]);
    expect(onCall(schedule, '2011-12-30T10:15:00.000Z')).toBe('alice');
  });

  it('from a time to the same time covers the whole day', () => {
    const schedule = scheduleOf('Europe/London', { rotation: ['alice'], restrict: { from: '09:00', to: '09:00' } });
    expect(turns(schedule, '2023-08-02T00:00:00.000Z', '2023-08-30T00:00:00.000Z')).toEqual([
      { responder: 'alice', from: '2023-08-02T00:00:00.000Z', to: '2023-08-30T00:00:00.000Z' },
    ]);
  });
});

describe('of several layers', () => {
  it('the last that has somebody wins', () => {
    const schedule = scheduleOf('UTC', { rotation: ['first'] }, { rotation: ['second'], starting: '2023-09-01' });
    expect(onCall(schedule, '2023-08-31T12:00:00.000Z')).toBe('first');
    expect(onCall(schedule, '2023-09-01T12:00:00.000Z')).toBe('second');
  });
});

describe('a schedule that names nobody', () => {
  it('is one turn of nobody', () => {
    expect(turns({ timeZone: 'UTC', layers: [] }, '2023-08-01T00:00:00.000Z', '2023-08-02T00:00:00.000Z')).toEqual([
      { responder: undefined, from: '2023-08-01T00:00:00.000Z', to: '2023-08-02T00:00:00.000Z' },
    ]);
    expect(onCall(scheduleOf('UTC', { rotation: [] }), '2023-09-01T12:00:00.000Z')).toBeUndefined();
  });

  it('comes of an unknown zone or time too, and of no time at all', () => {
    expect(onCall(scheduleOf('Mars/Olympus', {}), '2023-09-01T12:00:00.000Z')).toBeUndefined();
    expect(onCall(scheduleOf('UTC', { starting: 'soon' }), '2023-09-01T12:00:00.000Z')).toBeUndefined();
    expect(
      onCall(scheduleOf('UTC', { restrict: { from: 'dawn', to: 'dusk' } }), '2023-09-01T12:00:00.000Z'),
    ).toBeUndefined();
    expect(onCall(scheduleOf('UTC', {}), 'whenever')).toBeUndefined();
    expect(turns(scheduleOf('UTC', {}), '2023-09-01T12:00:00.000Z', '2023-09-01T12:00:00.000Z')).toEqual([]);
  });
});

const zones = [
  'America/New_York',
  'Europe/London',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Havana',
];
const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const wallTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45', '59'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const layers = fc.record(
  {
    rotation: fc.array(fc.constantFrom('alice', 'bob', 'carol'), { minLength: 1, maxLength: 4 }),
    everyDays: fc.integer({ min: 1, max: 15 }),
    starting: fc
      .integer({ min: epochOf('2011-11-01T00:00:00.000Z'), max: epochOf('2024-06-01T00:00:00.000Z') })
      .map((ms) => instantOf(ms).slice(0, 10)),
    handoff: wallTime,
    restrict: fc.record(
      { days: fc.subarray([...weekdays]), from: wallTime, to: wallTime },
      { requiredKeys: ['from', 'to'] },
    ),
  },
  { requiredKeys: ['rotation', 'everyDays', 'starting', 'handoff'] },
);
const schedules = fc.record({ timeZone: fc.constantFrom(...zones), layers: fc.array(layers, { maxLength: 3 }) });
/** Weeks around clock changes, and Samoa's missing 30 December 2011. */
const stretches = fc
  .tuple(
    fc.constantFrom('2011-12-28', '2023-03-10', '2023-03-24', '2023-09-29', '2023-10-28', '2023-11-04', '2024-04-06'),
    fc.integer({ min: 0, max: 3 * DAY }),
    fc.integer({ min: 1, max: 12 * DAY }),
  )
  .map(([day, offset, length]) => ({
    from: instantOf(epochOf(`${day}T00:00:00.000Z`) + offset),
    to: instantOf(epochOf(`${day}T00:00:00.000Z`) + offset + length),
  }));

const holdersOf = (line: readonly Turn[], at: string): readonly (string | undefined)[] =>
  line.filter((turn) => turn.from <= at && at < turn.to).map(({ responder }) => responder);

describe('any schedule', () => {
  it('has exactly one turn at every instant: its turns cover the line, and onCall agrees with them', () => {
    fc.assert(
      fc.property(schedules, stretches, fc.integer({ min: 0, max: 59 * 60_000 }), (schedule, { from, to }, offset) => {
        const line = turns(schedule, from, to);
        expect([line.at(0)?.from, line.at(-1)?.to]).toEqual([from, to]);
        for (const [index, turn] of line.entries()) {
          expect(turn.from < turn.to).toBe(true);
          const next = line[index + 1];
          if (next !== undefined) expect([next.from, next.responder === turn.responder]).toEqual([turn.to, false]);
        }
        for (let at = epochOf(from) + offset; at < epochOf(to); at += HOUR) {
          expect(holdersOf(line, instantOf(at))).toEqual([onCall(schedule, instantOf(at))]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never skips or doubles a turn in years of hand-offs', () => {
    const schedule = scheduleOf('Australia/Lord_Howe', { rotation: ['a', 'b', 'c'], everyDays: 5 });
    const names = turns(schedule, '2023-08-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z').map(
      ({ responder }) => responder,
    );
    expect(names).toHaveLength(178);
    expect(names).toEqual(names.map((_, index) => ['a', 'b', 'c'][index % 3]));
  });
});
