import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalised, probationOf, PROFILES, rawScore, STANDARD, type Window, worthOf } from '../../bench/nab-score.ts';

/** NAB's own tests weigh all by 1 and leave no row out: here 200 quiet rows before take the probation. */
const EVEN = { name: 'even', hit: 1, missed: 1, falseAlarm: 1 };

const scored = (profile: typeof EVEN, alarms: readonly number[], windows: readonly Window[]): number =>
  rawScore(alarms, worthOf(300, windows), profile);

const WINDOWS = [
  { from: 230, to: 234 },
  { from: 265, to: 269 },
];

const anyWindows = fc
  .record({
    starts: fc.uniqueArray(fc.integer({ min: 5, max: 29 }), { maxLength: 4 }),
    width: fc.integer({ min: 2, max: 10 }),
  })
  .map(({ starts, width }) =>
    starts.sort((one, other) => one - other).map((start) => ({ from: 10 * start, to: 10 * start + width - 1 })),
  );
const anyAlarms = fc.array(fc.nat({ max: 299 }));

describe('the score of the Numenta Anomaly Benchmark', () => {
  it("is that of NAB's own test: two alarms at the start of a window, one three rows after its end, one window missed", () => {
    expect(scored(EVEN, [230, 231, 237], WINDOWS)).toBeCloseTo(-0.954, 4);
  });

  it('gives the first row of a window a whole hit, and later ones by 2 / (1 + e^(5y)) - 1, scaled', () => {
    const fading = (position: number): number => 2 / (1 + Math.exp(5 * position)) - 1;
    expect(scored(STANDARD, [230], [{ from: 230, to: 239 }])).toBeCloseTo(1, 12);
    expect(scored(STANDARD, [235], [{ from: 230, to: 239 }])).toBeCloseTo(fading(-0.5) / fading(-1), 12);
    expect(fading(-0.5)).toBeCloseTo(0.84828, 5);
    expect(fading(-1)).toBeCloseTo(0.98661, 5);
  });

  it('counts the best alarm of a window alone', () => {
    const window = [{ from: 230, to: 239 }];
    expect(scored(STANDARD, [232, 235, 239], window)).toBe(scored(STANDARD, [232], window));
  });

  it('holds an alarm before the first window, or three widths after one, to be all false', () => {
    expect(scored(EVEN, [200], WINDOWS)).toBe(-3);
    expect(scored(EVEN, [290], WINDOWS)).toBe(-3);
    expect(scored(EVEN, [271], WINDOWS)).toBeGreaterThan(-3);
  });

  it('takes 15 % of the rows for probation, at most 750, and nothing in it for an alarm', () => {
    expect([100, 1000, 5000, 20_000].map(probationOf)).toEqual([15, 150, 750, 750]);
    expect(scored(STANDARD, [0, 44], [])).toBe(0);
    expect(scored(STANDARD, [45], [])).toBe(-0.11);
  });

  it('weighs false alarms twice, or missed windows twice, where the profile says so', () => {
    const [standard = 0, ...others] = PROFILES.map((profile) => scored(profile, [200], WINDOWS));
    expect(standard).toBeCloseTo(-2.11, 12);
    expect(others.map((other) => other - standard)).toEqual([expect.closeTo(-0.11, 12), expect.closeTo(-2, 12)]);
  });

  it('is 0 for no alarm at all and 100 for one at the first row of each window', () => {
    for (const profile of PROFILES) {
      expect(normalised(scored(profile, [], WINDOWS), 2, profile)).toBe(0);
      expect(normalised(scored(profile, [230, 265], WINDOWS), 2, profile)).toBeCloseTo(100, 10);
    }
  });

  it('is never above that of perfect alarms, and never gains by an alarm outside', () => {
    fc.assert(
      fc.property(anyWindows, anyAlarms, (windows, alarms) => {
        const raw = scored(STANDARD, alarms, windows);
        const inside = alarms.filter((row) => windows.some(({ from, to }) => row >= from && row <= to));
        expect(raw).toBeLessThanOrEqual(scored(STANDARD, inside, windows) + 1e-9);
        expect(raw).toBeLessThanOrEqual(windows.length + 1e-9);
      }),
    );
  });
});
