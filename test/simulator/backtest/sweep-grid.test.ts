import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSweep } from '../../../lib/simulator/backtest/sweep-grid.ts';

const window = (datapointsToAlarm: number, evaluationPeriods: number) => ({ datapointsToAlarm, evaluationPeriods });

const problem = (text: string): string => {
  const read = parseSweep(text);
  return 'problem' in read ? read.problem : '';
};

describe('a sweep', () => {
  it('takes a range of thresholds and several windows', () => {
    expect(parseSweep('threshold=70..95:5,for=1of1,3of5')).toEqual({
      thresholds: [70, 75, 80, 85, 90, 95],
      exhaustionWithin: [],
      windows: [window(1, 1), window(3, 5)],
    });
  });

  it('takes either alone, single numbers, and spaces', () => {
    expect(parseSweep('threshold=0.25')).toMatchObject({ thresholds: [0.25], windows: [] });
    expect(parseSweep('for=3 of 5')).toMatchObject({ thresholds: [], windows: [window(3, 5)] });
    expect(parseSweep(' threshold = 70, 80 , for = 2of3 ')).toMatchObject({
      thresholds: [70, 80],
      windows: [window(2, 3)],
    });
    expect(parseSweep('for=1of1,threshold=-5..5:5')).toMatchObject({
      thresholds: [-5, 0, 5],
      windows: [window(1, 1)],
    });
  });

  it('takes durations, as minutes, for the alarm on memory growth', () => {
    expect(parseSweep('exhaustionWithin=30m..3h:30m')).toEqual({
      thresholds: [],
      exhaustionWithin: [30, 60, 90, 120, 150, 180],
      windows: [],
    });
    expect(parseSweep('exhaustionWithin=90s, 1 hour')).toMatchObject({ exhaustionWithin: [1.5, 60] });
  });

  it('steps through fractions without their tails, to the end where a step meets it', () => {
    expect(parseSweep('threshold=0.1..0.5:0.1')).toMatchObject({ thresholds: [0.1, 0.2, 0.3, 0.4, 0.5] });
    expect(parseSweep('threshold=1..2:0.4')).toMatchObject({ thresholds: [1, 1.4, 1.8] });
    expect(parseSweep('threshold=5..5:1')).toMatchObject({ thresholds: [5] });
  });

  it('takes every combination once', () => {
    expect(parseSweep('threshold=70,70..75:5,for=1of1,1 of 1')).toMatchObject({
      thresholds: [70, 75],
      windows: [window(1, 1)],
    });
  });

  it('has at most 500 combinations', () => {
    expect(parseSweep('threshold=1..250:1,for=1of1,2of2')).toMatchObject({ thresholds: { length: 250 } });
    expect(problem('threshold=1..251:1,for=1of1,2of2')).toContain('502 combinations: at most 500');
    expect(problem('threshold=0..1e9:1e-9')).toContain('at most 500');
  });

  it.each([
    ['', 'expected threshold=, exhaustionWithin= or for='],
    ['exhaustionWithin=60', 'expected a duration'],
    ['exhaustionWithin=0m', 'expected a duration'],
    ['exhaustionWithin=30m..3h', 'a range such as 30m..3h:30m, got "30m..3h"'],
    ['exhaustionWithin=3h..30m:30m', 'exhaustionWithin: expected from..to:step'],
    ['exhaustionWithin=30m..3h:30', 'exhaustionWithin: expected from..to:step'],
    ['70..95:5', 'got "70..95:5"'],
    ['limit=70', 'got "limit"'],
    ['threshold=', 'got ""'],
    ['threshold=70..95', 'a range such as 70..95:5, got "70..95"'],
    ['threshold=95..70:5', 'from at most to'],
    ['threshold=70..95:0', 'a step above 0'],
    ['threshold=70..95:-5', 'a step above 0'],
    ['threshold=1e999', 'expected a number'],
    ['threshold=0..1e999:1', 'expected from..to:step'],
    ['threshold=-1e999..1e999:1e999', 'expected from..to:step'],
    ['threshold=0x10', 'expected a number'],
    ['for=3', 'such as 3of5'],
    ['for=5of3', 'at least 1 and at most all'],
    ['for=0of3', 'at least 1 and at most all'],
    ['for=1of1,', 'got ""'],
  ])('of %j is refused, with what was expected', (text, expected) => {
    expect(problem(text)).toContain(expected);
  });

  it('is a grid or a problem, whatever the text', () => {
    const piece = fc.constantFrom('threshold', 'for', '=', ',', '..', ':', 'of', '1', '-', '5', 'e9', ' ', '\u202e');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          const read = parseSweep(text);
          if ('problem' in read) expect(read.problem).not.toMatch(/[\u202e\n]/u);
          else {
            expect(read.thresholds.every(Number.isFinite)).toBe(true);
            expect(read.thresholds.length + read.windows.length).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
