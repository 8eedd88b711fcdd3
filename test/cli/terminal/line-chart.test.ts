import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChartInput, type LineChart, lineChart } from '../../../lib/cli/terminal/line-chart.ts';

const chart = (values: readonly number[], rest: Partial<ChartInput> = {}): LineChart => {
  const drawn = lineChart({ values: Float64Array.from(values), limits: [], columns: 4, rows: 2, ...rest });
  if (drawn === undefined) throw new Error('there is no value');
  return drawn;
};

describe('a line chart', () => {
  it('draws each value as a dot, the lowest at the bottom', () => {
    expect(chart([0, 1, 2, 3, 4, 5, 6, 7], { columns: 4 }).lines).toEqual(['  ⡠⠊', '⡠⠊  ']);
  });

  it('labels its ends, from 0 on where that costs little', () => {
    expect([...chart([2, 7]).labels]).toEqual([
      [0, 7],
      [1, 0],
    ]);
    expect([...chart([90, 97]).labels]).toEqual([
      [0, 97],
      [1, 90],
    ]);
    expect([...chart([-3, 7]).labels][1]).toEqual([1, -3]);
  });

  it('joins what lies far apart, so that a step is one line', () => {
    expect(chart([0, 0, 7, 7], { columns: 2 }).lines).toEqual([' ⡏', '⣀⠇']);
  });

  it('leaves a gap where values are missing', () => {
    expect(chart([7, 7, NaN, NaN, 7, 7], { columns: 3, limits: [0] }).lines[0]).toBe('⠉ ⠉');
  });

  it('shows the extremes of what shares a column of dots', () => {
    const values = Array.from({ length: 1_000 }, (_, index) => (index === 500 ? 70 : 0));
    expect(chart(values, { columns: 5 }).lines[0]).toBe('  ⢸  ');
  });

  it('stretches a few values over all columns', () => {
    expect(chart([1, 1], { columns: 4, limits: [0] }).lines[0]).toBe('⠉⠉⠉⠉');
  });

  it('dashes a threshold behind the line and labels its row', () => {
    const { lines, labels } = chart([0, 0, 0, 0, 10, 10, 10, 10], { rows: 4, limits: [5] });
    expect(lines).toEqual(['  ⡏⠉', '╌╌⡇╌', '  ⡇ ', '⣀⣀⠇ ']);
    expect(labels.get(1)).toBe(5);
  });

  it('gives what is above the threshold a row of its own', () => {
    const { lines, labels } = chart([0, 0, 90, 90, 96, 96], { columns: 3, rows: 8, limits: [90] });
    expect(labels.get(1)).toBe(90);
    expect(lines[0]?.trim()).not.toBe('');
  });

  it('labels the highest value, not the room above it', () => {
    const { lines, labels } = chart([0, 0, 90, 90, 96, 96], { columns: 3, rows: 8, limits: [90] });
    expect([...labels].toSorted(([one], [other]) => one - other)).toEqual([
      [0, 96],
      [1, 90],
      [7, 0],
    ]);
    expect(lines[0]).toBe('  ⣀');
    expect([...chart([5, 5], { rows: 3 }).labels]).toEqual([[1, 5]]);
  });

  it('labels nothing that is neither a value, a threshold nor 0', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        fc.array(percent, { minLength: 1 }),
        percent,
        fc.integer({ min: 2, max: 8 }),
        (values, limit, rows) => {
          const { labels } = chart(values, { limits: [limit], rows });
          expect([...labels.values()].filter((value) => ![...values, limit, 0].includes(value))).toEqual([]);
          expect([...labels.values()]).toContain(limit);
          expect(Math.max(...labels.values())).toBe(Math.max(...values, limit));
        },
      ),
    );
  });

  it('labels a threshold in the last row, and under it where that begins', () => {
    const { labels } = chart([0, 0, 5, 10], { rows: 8, limits: [1] });
    expect([labels.get(7), labels.get(8)]).toEqual([1, 0]);
    expect(chart([0, 0, 5, 10], { rows: 8, limits: [5] }).labels.has(8)).toBe(false);
    expect(chart([0, 0, 5, 10], { rows: 8, limits: [0] }).labels.has(8)).toBe(false);
  });

  it('dashes both ends of a band where they are known', () => {
    const lower = Float64Array.from([NaN, NaN, 1, 1]);
    const upper = Float64Array.from([NaN, NaN, 9, 9]);
    const { lines } = chart([5, 5, 5, 5], { columns: 4, rows: 4, limits: [lower, upper] });
    expect(lines[0]).toBe('  ╌╌');
    expect(lines[3]).toBe('  ╌╌');
  });

  it('draws a constant in the middle', () => {
    expect(chart([5, 5], { columns: 1, rows: 3 }).lines.map((line) => line.trim() !== '')).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('is none where there is no value', () => {
    expect(lineChart({ values: Float64Array.of(NaN, NaN), limits: [5], columns: 4, rows: 2 })).toBeUndefined();
    expect(lineChart({ values: new Float64Array(0), limits: [5], columns: 4, rows: 2 })).toBeUndefined();
  });

  it('has its size whatever the values', () => {
    const value = fc.oneof(fc.double({ noNaN: false }), fc.constantFrom(0, 1, 50, -1e308, 1e308, Infinity));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        value,
        fc.integer({ min: 1, max: 20 }),
        (values, limit, columns) => {
          const drawn = lineChart({ values: Float64Array.from(values), limits: [limit], columns, rows: 3 });
          if (drawn === undefined) expect(values.every(Number.isNaN)).toBe(true);
          else expect(drawn.lines.map((line) => line.length)).toEqual([columns, columns, columns]);
        },
      ),
    );
  });
});
