import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../bench/wilson-interval.ts';

describe("Wilson's interval of a share", () => {
  it('is that of the textbook: 81 of 263 are 25.5 to 36.6 %', () => {
    const [low, high] = wilsonInterval(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
  });

  it('ends at nothing and at all, and says nothing of nothing', () => {
    expect(wilsonInterval(0, 10)[0]).toBe(0);
    expect(wilsonInterval(0, 10)[1]).toBeCloseTo(0.2775, 4);
    expect(wilsonInterval(10, 10)[1]).toBe(1);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });

  it('holds the share, is within 0 and 1, and mirrors with what is counted', () => {
    const sample = fc
      .integer({ min: 1, max: 500 })
      .chain((total) => fc.tuple(fc.nat({ max: total }), fc.constant(total)));
    fc.assert(
      fc.property(sample, ([count, total]) => {
        const [low, high] = wilsonInterval(count, total);
        const [mirroredLow, mirroredHigh] = wilsonInterval(total - count, total);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(count / total + 1e-12);
        expect(high).toBeGreaterThanOrEqual(count / total - 1e-12);
        expect(mirroredLow).toBeCloseTo(1 - high, 10);
        expect(mirroredHigh).toBeCloseTo(1 - low, 10);
      }),
    );
  });
});
