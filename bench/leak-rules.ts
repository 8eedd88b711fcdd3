import { slowLeak } from '../lib/core/diagnosis/growth/slow-leak.ts';

/** Whether memory (percent, a value every five minutes, NaN where missing) is said to leak at its last value. */
export type LeakRule = (memory: Float64Array) => boolean;

const DAY_OF_VALUES = 288;
const HOUR_OF_VALUES = 12;

/** A line through the last 24 hours that rises and explains 80 % of the variance. */
const straightLine: LeakRule = (memory) => {
  const day = memory.subarray(-DAY_OF_VALUES);
  if (day.length < DAY_OF_VALUES) return false;
  let [count, sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0, 0];
  for (const [x, y] of day.entries()) {
    if (Number.isNaN(y)) continue;
    count += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
    sumYY += y * y;
  }
  if (count < DAY_OF_VALUES / 2) return false;
  const together = count * sumXY - sumX * sumY;
  const spread = (count * sumXX - sumX ** 2) * (count * sumYY - sumY ** 2);
  return together > 0 && spread > 0 && together ** 2 / spread >= 0.8;
};

const hourlyMinima = (memory: Float64Array): number[] =>
  Array.from({ length: DAY_OF_VALUES / HOUR_OF_VALUES }, (_, hour) => {
    const end = memory.length - hour * HOUR_OF_VALUES;
    return Math.min(...memory.subarray(end - HOUR_OF_VALUES, end).filter((value) => !Number.isNaN(value)));
  })
    .filter(Number.isFinite)
    .reverse();

/** One-sided at p < .01, variance without the correction for ties. */
const mannKendall: LeakRule = (memory) => {
  if (memory.length < DAY_OF_VALUES) return false;
  const minima = hourlyMinima(memory);
  let sum = 0;
  for (const [later, value] of minima.entries()) {
    for (let earlier = 0; earlier < later; earlier += 1) sum += Math.sign(value - (minima[earlier] ?? value));
  }
  const count = minima.length;
  return sum - 1 > 2.326 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
};

const fixedThreshold: LeakRule = (memory) => (memory.at(-1) ?? Number.NaN) >= 90;

const tocsin: LeakRule = (memory) => slowLeak(memory) !== undefined;

export const LEAK_RULES: readonly (readonly [name: string, rule: LeakRule])[] = [
  ['Tocsin', tocsin],
  ['straight line, R² ≥ 0.8, 24 h', straightLine],
  ['Mann-Kendall p < .01, hourly minima, 24 h', mannKendall],
  ['fixed threshold 90 %', fixedThreshold],
];
