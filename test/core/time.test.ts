import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../lib/core/time.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** By the rules of the calendar alone. */
const daysIn = (year: number, month: number): number => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

describe('an instant', () => {
  it.each([
    ['2023-08-05T14:15:00Z', '2023-08-05T14:15:00.000Z'],
    ['2023-08-05T10:15-04:00', '2023-08-05T14:15:00.000Z'],
    ['2023-08-31t23:30:00-01:00', '2023-09-01T00:30:00.000Z'],
    ['2024-02-29T12:00:00.5z', '2024-02-29T12:00:00.500Z'],
    ['0004-02-29T00:00Z', '0004-02-29T00:00:00.000Z'],
    ['2026-01-05 10:00:00.250000+00:00', '2026-01-05T10:00:00.250Z'],
  ])('is read in UTC: %s', (text, at) => {
    expect(parseInstant(text)).toBe(at);
  });

  it.each(['2023-02-30T00:00:00Z', '2023-02-29T10:00Z', '2023-04-31T23:00:00+02:00', '1900-02-29T00:00Z'])(
    'is none on a day that its month has not: %s',
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );

  it('is of every day that there is, and of no other', () => {
    const [year, month, day] = [fc.nat(9_999), fc.nat(13), fc.nat(32)];
    fc.assert(
      fc.property(year, month, day, (y, m, d) => {
        const date = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`;
        const exists = d >= 1 && d <= daysIn(y, m);
        expect(parseInstant(`${date}T12:00:00Z`)).toBe(exists ? `${date}T12:00:00.000Z` : undefined);
      }),
      { numRuns: 1_000 },
    );
  });
});
