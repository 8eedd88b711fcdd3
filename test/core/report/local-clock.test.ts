import { describe, expect, it } from 'vitest';
import { localClock } from '../../../lib/core/report/local-clock.ts';

describe('the clock of a zone', () => {
  it.each([
    ['America/New_York', '2023-08-05T14:15:00.000Z', 'Sat 5 Aug 2023, EDT', '10:15'],
    ['America/New_York', '2023-12-05T14:15:30.000Z', 'Tue 5 Dec 2023, EST', '09:15:30'],
    ['Europe/London', '2023-08-05T23:30:00.000Z', 'Sun 6 Aug 2023, BST', '00:30'],
    ['UTC', '2023-08-05T00:00:00.000Z', 'Sat 5 Aug 2023, UTC', '00:00'],
    ['No/Where', '2023-08-05T00:00:00.000Z', 'Sat 5 Aug 2023, UTC', '00:00'],
  ])('in %s shows %s as %s %s', (...[timeZone, at, day, time]) => {
    const clock = localClock(timeZone);
    expect([clock.day(at), clock.time(at)]).toEqual([day, time]);
  });

  it('has a short form that sorts', () => {
    expect(localClock('Europe/London').stamp('2023-08-05T23:30:30.000Z')).toBe('2023-08-06 00:30');
  });

  it('says so when there is no such time', () => {
    expect(localClock('UTC').time('yesterday')).toBe('unknown time');
  });
});
