import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldPeriods } from '../../../lib/core/series/retention.ts';
import { DAY, epochOf, HOUR, instantOf, later, MINUTE, SECOND } from '../../../lib/core/time.ts';

const NOW = '2026-11-22T12:00:20.000Z';
const back = (ms: number): string => later(NOW, -ms);

describe('the periods that CloudWatch holds of a span', () => {
  it('are whole, within the span but for its first, ended by now, and never shorter than asked', () => {
    const span = fc.tuple(fc.integer({ min: -DAY, max: 500 * DAY }), fc.integer({ min: 0, max: 500 * DAY }));
    fc.assert(
      fc.property(span, fc.constantFrom(1, 10, 30, 60, 120, 300, 420, 3_600, 86_400), ([age, length], asked) => {
        const from = back(age);
        const to = later(from, length);
        const { periodSeconds, startMs, count } = heldPeriods(asked, { from, to }, NOW);
        const periodMs = periodSeconds * SECOND;
        expect(periodSeconds).toBeGreaterThanOrEqual(asked);
        expect(startMs % periodMs).toBe(0);
        expect(startMs).toBeGreaterThan(epochOf(from) - periodMs);
        expect(Number.isInteger(count) && count >= 0).toBe(true);
        if (count > 0) expect(startMs + count * periodMs).toBeLessThanOrEqual(Math.min(epochOf(to), epochOf(NOW)));
      }),
    );
  });

  it('begin a little later at the edge of what is held: it moves on while they are read', () => {
    const held = heldPeriods(60, { from: back(15 * DAY), to: NOW }, later(NOW, SECOND));
    expect(held).toMatchObject({ periodSeconds: 60, remarks: [] });
    expect(instantOf(held.startMs)).toBe('2026-11-07T12:06:00.000Z');
  });

  it('are shorter than a minute for three hours only, and it is said', () => {
    expect(heldPeriods(10, { from: back(3 * HOUR), to: NOW }, NOW)).toMatchObject({ periodSeconds: 10, remarks: [] });
    expect(heldPeriods(10, { from: back(4 * HOUR), to: NOW }, NOW)).toMatchObject({
      periodSeconds: 60,
      remarks: [
        'CloudWatch holds periods of 10 s for 3 h only: read as periods of 60 s; a span that begins less than 3 h ago has the shorter ones',
      ],
    });
  });

  it('are none of a span that is over by the time that is held, or has not begun', () => {
    expect(heldPeriods(60, { from: back(500 * DAY), to: back(460 * DAY) }, NOW).count).toBe(0);
    expect(heldPeriods(60, { from: later(NOW, MINUTE), to: later(NOW, HOUR) }, NOW).count).toBe(0);
  });
});
