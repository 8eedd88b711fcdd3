import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTooLateToTell, lastDigestWeek, weekBefore } from '../../../lib/core/digest/week.ts';
import { DAY, epochOf, HOUR, type Instant, instantOf, later } from '../../../lib/core/time.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Asia/Tehran',
];

const hoursOf = ({ from, to }: { readonly from: Instant; readonly to: Instant }): number =>
  (epochOf(to) - epochOf(from)) / HOUR;

describe('the week that people are told of', () => {
  it('is the one before the Monday whose 07:00 was last', () => {
    expect(lastDigestWeek('2023-08-07T07:00:00.000Z', 'UTC')).toEqual({
      week: '2023-W31',
      from: '2023-07-31T00:00:00.000Z',
      to: '2023-08-07T00:00:00.000Z',
      dueAt: '2023-08-07T07:00:00.000Z',
      timeZone: 'UTC',
    });
    expect(lastDigestWeek('2023-08-07T06:59:59.999Z', 'UTC').week).toBe('2023-W30');
    expect(lastDigestWeek('2023-08-13T23:59:59.999Z', 'UTC').week).toBe('2023-W31');
  });

  it.each([
    [
      'begins in New York when it does there',
      { timeZone: 'America/New_York', dueAt: '2023-08-07T11:00:00.000Z', from: '2023-07-31T04:00:00.000Z' },
    ],
    [
      'begins where half hours are off',
      { timeZone: 'Asia/Kolkata', dueAt: '2023-08-07T01:30:00.000Z', from: '2023-07-30T18:30:00.000Z' },
    ],
    [
      'begins an hour later where a clock change skips its midnight',
      { timeZone: 'Asia/Tehran', dueAt: '2021-03-29T02:30:00.000Z', from: '2021-03-21T20:30:00.000Z' },
    ],
  ])('%s', (_, { timeZone, dueAt, from }) => {
    const week = lastDigestWeek(dueAt, timeZone);
    expect(week.dueAt).toBe(dueAt);
    expect(week.from).toBe(from);
    expect(lastDigestWeek(later(dueAt, -1), timeZone).week).not.toBe(week.week);
  });

  it.each([
    ['an hour short in spring', '2023-03-13T12:00:00.000Z', 167],
    ['an hour long in autumn', '2023-11-06T13:00:00.000Z', 169],
    ['a week else', '2023-08-07T12:00:00.000Z', 168],
  ])('is %s', (_, at, hours) => {
    expect(hoursOf(lastDigestWeek(at, 'America/New_York'))).toBe(hours);
  });

  it.each([
    ['2021-01-04T07:00:00.000Z', '2020-W53'],
    ['2021-01-11T07:00:00.000Z', '2021-W01'],
    ['2025-01-06T07:00:00.000Z', '2025-W01'],
    ['2024-12-30T07:00:00.000Z', '2024-W52'],
    ['2027-01-04T07:00:00.000Z', '2026-W53'],
    ['2023-01-02T07:00:00.000Z', '2022-W52'],
  ])('that is due on %s is %s', (at, week) => {
    expect(lastDigestWeek(at, 'UTC').week).toBe(week);
  });

  it('is one of UTC where the zone is not known', () => {
    expect(lastDigestWeek('2023-08-07T07:00:00.000Z', 'Mars/Olympus')).toMatchObject({
      week: '2023-W31',
      timeZone: 'UTC',
    });
  });

  it('follows the one before it, in every zone and at any time, and has a name of its own', () => {
    const at = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) }).map(instantOf);
    fc.assert(
      fc.property(at, fc.constantFrom(...ZONES), (now, timeZone) => {
        const week = lastDigestWeek(now, timeZone);
        const before = weekBefore(week);
        expect(week.dueAt <= now && now < later(week.dueAt, 8 * DAY)).toBe(true);
        expect(before.to).toBe(week.from);
        expect(before.week < week.week).toBe(true);
        expect(lastDigestWeek(week.dueAt, timeZone)).toEqual(week);
        expect(Math.abs(hoursOf(week) - 168)).toBeLessThanOrEqual(24);
      }),
    );
  });
});

describe('a digest', () => {
  it('is news for a day', () => {
    const week = lastDigestWeek('2023-08-07T07:00:00.000Z', 'UTC');
    expect(isTooLateToTell(week, later(week.dueAt, DAY))).toBe(false);
    expect(isTooLateToTell(week, later(week.dueAt, DAY + 1))).toBe(true);
  });
});
