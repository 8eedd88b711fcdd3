import { describe, expect, it } from 'vitest';
import { localTime, spokenTime } from '../../../lib/core/page/spoken-time.ts';
import { instantOf, SECOND } from '../../../lib/core/time.ts';

describe('a spoken time', () => {
  it.each([
    ['America/New_York', '10:15 EDT (14:15 UTC)'],
    ['Europe/London', '15:15 BST (14:15 UTC)'],
    ['Europe/Berlin', '16:15 CEST (14:15 UTC)'],
    ['Asia/Kathmandu', '20:00 GMT+5:45 (14:15 UTC)'],
    ['Australia/Lord_Howe', '00:45 LHST (14:15 UTC)'],
    ['UTC', '14:15 UTC'],
    ['Mars/Olympus', '14:15 UTC'],
  ])('is in the zone of its reader and in UTC: %s', (zone, spoken) => {
    expect(spokenTime('2023-08-05T14:15:00.000Z', zone)).toBe(spoken);
  });

  it('is midnight at 00:00, not 24:00', () => {
    expect(localTime('2023-08-05T04:00:00.000Z', 'America/New_York')).toBe('00:00 EDT');
  });

  it('has dates when it is of another day than the reader', () => {
    const now = '2023-08-05T14:15:00.000Z';
    expect(spokenTime('2023-08-05T02:15:00.000Z', 'America/New_York', now)).toBe('4 Aug 22:15 EDT (5 Aug 02:15 UTC)');
    expect(spokenTime('2023-08-05T05:15:00.000Z', 'America/New_York', now)).toBe('01:15 EDT (05:15 UTC)');
  });

  it('C4 is of its own minute, however many others were told before', () => {
    const start = Date.parse('2023-08-05T00:00:00.000Z');
    for (let second = 0; second < 86_400; second += 20) {
      const at = instantOf(start + second * SECOND + 999);
      expect(localTime(at, 'UTC')).toBe(`${at.slice(11, 16)} UTC`);
    }
  });

  it('is no reason to fail when it is none', () => {
    expect(spokenTime('soon', 'UTC')).toBe('at an unknown time');
    expect(localTime('soon', 'UTC')).toBe('at an unknown time');
  });
});

describe('a time in a zone that agrees with UTC', () => {
  const WINTER = '2024-01-10T09:15:00.000Z';
  const SUMMER = '2024-07-10T09:15:00.000Z';

  it.each([
    ['Europe/London', '09:15 GMT'],
    ['Africa/Abidjan', '09:15 GMT'],
    ['Etc/UTC', '09:15 UTC'],
    ['UTC', '09:15 UTC'],
    ['Europe/Lisbon', /^09:15 \S+$/u],
    ['Atlantic/Reykjavik', '09:15 GMT'],
  ])('is said once: %s', (zone, spoken) => {
    expect(spokenTime(WINTER, zone)).toEqual(typeof spoken === 'string' ? spoken : expect.stringMatching(spoken));
  });

  it.each([
    ['Europe/London', '10:15 BST (09:15 UTC)'],
    ['America/New_York', '05:15 EDT (09:15 UTC)'],
  ])('is said twice in summer, where they do not: %s', (zone, spoken) => {
    expect(spokenTime(SUMMER, zone)).toBe(spoken);
  });

  it('is said twice an hour after the clocks change, and once an hour before', () => {
    const change = Date.parse('2024-03-31T01:00:00.000Z');
    expect(spokenTime(instantOf(change - 1_000), 'Europe/London')).toBe('00:59 GMT');
    expect(spokenTime(instantOf(change), 'Europe/London')).toBe('02:00 BST (01:00 UTC)');
  });

  it('has its date on the other side of a midnight, once too', () => {
    const now = '2024-01-11T00:05:00.000Z';
    expect(spokenTime('2024-01-10T23:55:00.000Z', 'Europe/London', now)).toBe('10 Jan 23:55 GMT');
    expect(spokenTime(now, 'Europe/London', '2024-01-10T23:55:00.000Z')).toBe('11 Jan 00:05 GMT');
  });

  it('has the date of each where only one of them is past midnight', () => {
    const now = '2024-07-10T22:30:00.000Z';
    expect(spokenTime('2024-07-10T23:30:00.000Z', 'Europe/London', now)).toBe('11 Jul 00:30 BST (10 Jul 23:30 UTC)');
    expect(spokenTime('2024-07-11T00:30:00.000Z', 'Europe/London', '2024-07-10T23:30:00.000Z')).toBe(
      '01:30 BST (00:30 UTC)',
    );
  });
});
