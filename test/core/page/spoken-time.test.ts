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
