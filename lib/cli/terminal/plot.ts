import { type LocalClock, localClock } from '../../core/report/local-clock.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { DAY, epochOf, instantOf } from '../../core/time.ts';
import { toLeft, toRight, widthOf } from './layout.ts';
import type { LineChart } from './line-chart.ts';

const MARGIN = 2;
/** Labels take what the longest may need. */
const LABEL = 8;

/** So many characters are left for what is plotted. */
export const plotColumns = (width: number): number => width - MARGIN - LABEL - 2;

const FEWEST_DIGITS = 3;

/** So many digits count; of three: `96.7`, `0.25`, `12.3K`, `3.2e-5`. */
const shortNumber = (value: number, maximumSignificantDigits: number): string => {
  const size = Math.abs(value);
  if (size > 0 && (size < 0.001 || size >= 1e15)) return value.toExponential(1);
  const notation = size >= 10_000 ? 'compact' : 'standard';
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits, useGrouping: false, notation }).format(value);
};

/** More digits where two labels would read alike, or a threshold as another number. */
const labelTexts = ({ labels }: LineChart, thresholds: readonly number[]): ReadonlyMap<number, string> => {
  const values = [...labels.values()];
  const digits = [FEWEST_DIGITS, 4].find((count) => {
    const read = values.map((value) => Number(value.toPrecision(count)));
    const areExact = thresholds.every((threshold) => !values.includes(threshold) || read.includes(threshold));
    return areExact && new Set(read).size === read.length;
  });
  const texts = [...labels].map(([row, value]): [number, string] => {
    const text = shortNumber(value, digits ?? 5);
    return [row, widthOf(text) <= LABEL ? text : shortNumber(value, FEWEST_DIGITS)];
  });
  return new Map(texts);
};

/** What stands left of a line of a plot, its edge included. */
export const gutter = (label: string, edge: string): string => `${' '.repeat(MARGIN)}${toRight(label, LABEL)} ${edge}`;

/** A chart with its labels; `thresholds` are read to the last digit. */
export const plotLines = (chart: LineChart, thresholds: readonly number[]): readonly string[] => {
  const { lines } = chart;
  const labels = labelTexts(chart, thresholds);
  const foot = labels.get(lines.length);
  const rows = lines.map((line, row) => gutter(labels.get(row) ?? '', labels.has(row) ? '┤' : '│') + line);
  return [...rows, ...(foot === undefined ? [] : [gutter(foot, '└')])].map((line) => line.trimEnd());
};

const UTC = localClock('UTC');

/** `08-05 12:25` where the chart is longer than a day; the middle stands there where it has room. */
export const axisLine = ({ from, to }: Span, columns: number, clock: LocalClock = UTC): string => {
  const [fromMs, toMs] = [epochOf(from), epochOf(to)];
  const isLong = toMs - fromMs > DAY;
  const spoken = (ms: number): string => {
    const at = instantOf(ms);
    return isLong ? clock.stamp(at).slice(5) : clock.minute(at);
  };
  const [first, middle, last] = [spoken(fromMs), spoken((fromMs + toMs) / 2), spoken(toMs)];
  const hasRoom = [first, middle, last].reduce((sum, one) => sum + widthOf(one), 2) <= columns;
  const lead = hasRoom ? toLeft(first, Math.floor((columns - widthOf(middle)) / 2)) + middle : first;
  return gutter('', ' ') + toLeft(lead, columns - widthOf(last)) + last;
};
