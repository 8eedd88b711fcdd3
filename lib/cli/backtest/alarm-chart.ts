import { alarmView } from '../../core/cloudwatch/evaluation/alarm-view.ts';
import type { MetricAlarm } from '../../core/alarm/definition.ts';
import type { PeriodGrid, Span } from '../../core/series/period-grid.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { DAY, epochOf, instantOf, spokenDuration } from '../../core/time.ts';
import type { BacktestedAlarm, SeriesSource } from '../../simulator/backtest/backtest.ts';
import { toLeft, toRight, widthOf, wrap } from '../terminal/layout.ts';
import type { Shell, Style } from '../terminal/shell.ts';
import { type ChartInput, DOTS, type LineChart, lineChart } from './line-chart.ts';
import { type Mark, type MarkedRun, STATE_MARKS, stateStrip } from './state-strip.ts';

/** Where the values of a chart come from, and from when to when it goes. */
export interface ChartSource {
  readonly series: SeriesSource;
  readonly span: Span;
}

const ROOMY = 80;
const MARGIN = 2;

const STYLES: Readonly<Record<Mark, Style>> = {
  OK: 'green',
  INSUFFICIENT_DATA: 'dim',
  ALARM: 'red',
  BRIEF_ALARM: 'red',
};

const UTC = localClock('UTC');

const FEWEST_DIGITS = 3;

/** So many digits count; of three: `96.7`, `0.25`, `12.3K`, `3.2e-5`. */
const shortNumber = (value: number, maximumSignificantDigits: number): string => {
  const size = Math.abs(value);
  if (size > 0 && (size < 0.001 || size >= 1e15)) return value.toExponential(1);
  const notation = size >= 10_000 ? 'compact' : 'standard';
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits, useGrouping: false, notation }).format(value);
};

/** More digits where two labels would read alike, or a threshold as another number. */
const labelTexts = ({ labels }: LineChart, { limit }: MetricAlarm): ReadonlyMap<number, string> => {
  const values = [...labels.values()];
  const digits = [FEWEST_DIGITS, 4].find((count) => {
    const read = values.map((value) => Number(value.toPrecision(count)));
    const isExact = !('threshold' in limit) || !values.includes(limit.threshold) || read.includes(limit.threshold);
    return isExact && new Set(read).size === read.length;
  });
  const texts = [...labels].map(([row, value]): [number, string] => {
    const text = shortNumber(value, digits ?? 5);
    return [row, widthOf(text) <= LABEL ? text : shortNumber(value, FEWEST_DIGITS)];
  });
  return new Map(texts);
};

type Seen = Pick<ChartInput, 'values' | 'limits'>;

/** Few long periods: each from the end of the one before to its own, and nothing after the last. */
const spread = (column: Float64Array, { first, count, endOf }: PeriodGrid, { span, dots }: Drawn): Float64Array => {
  const [fromMs, toMs] = [epochOf(span.from), epochOf(span.to)];
  let index = first;
  return Float64Array.from({ length: dots }, (_, dot) => {
    const atMs = fromMs + (dot / dots) * (toMs - fromMs);
    while (index < count && endOf(index) <= atMs) index += 1;
    return index < count ? (column[index] ?? NaN) : NaN;
  });
};

interface Drawn {
  readonly span: Span;
  readonly dots: number;
}

/** What an alarm looks at; undefined where no line shows that. */
const seenBy = (alarm: MetricAlarm, { series, span }: ChartSource, dots: number): Seen | undefined => {
  const lookup = series.bind(alarm);
  const view = 'unsupported' in lookup ? lookup : alarmView(alarm, lookup, span);
  if ('unsupported' in view || view.through !== undefined) return undefined;
  const { grid, band, values } = view;
  const isFew = grid.count - grid.first < dots;
  const cut = (column: Float64Array): Float64Array =>
    isFew ? spread(column, grid, { span, dots }) : column.subarray(grid.first, grid.count);
  const { limit } = alarm;
  const limits = 'threshold' in limit ? [limit.threshold] : [];
  return { values: cut(values), limits: band === undefined ? limits : [cut(band.lower), cut(band.upper)] };
};

const plotOf = ({ alarm }: BacktestedAlarm, source: ChartSource, { width }: Shell): readonly string[] => {
  if (!('signal' in alarm)) return [];
  const columns = columnsFor(width);
  const seen = seenBy(alarm, source, columns * DOTS.across);
  if (seen === undefined) return [];
  const chart = lineChart({ ...seen, columns, rows: width < ROOMY ? 6 : 8 });
  return chart === undefined ? [] : plotLines(chart, labelTexts(chart, alarm));
};

/** Labels take what the longest may need. */
const LABEL = 8;

const columnsFor = (width: number): number => width - MARGIN - LABEL - 2;

const gutter = (label: string, edge: string): string => `${' '.repeat(MARGIN)}${toRight(label, LABEL)} ${edge}`;

const plotLines = ({ lines }: LineChart, labels: ReadonlyMap<number, string>): readonly string[] => {
  const foot = labels.get(lines.length);
  const rows = lines.map((line, row) => gutter(labels.get(row) ?? '', labels.has(row) ? '┤' : '│') + line);
  return [...rows, ...(foot === undefined ? [] : [gutter(foot, '└')])].map((line) => line.trimEnd());
};

/** `08-05 12:25` where the chart is longer than a day; the middle stands there where it has room. */
const axisLine = ({ from, to }: Span, columns: number): string => {
  const [fromMs, toMs] = [epochOf(from), epochOf(to)];
  const isLong = toMs - fromMs > DAY;
  const spoken = (ms: number): string => {
    const at = instantOf(ms);
    return isLong ? UTC.stamp(at).slice(5) : UTC.minute(at);
  };
  const [first, middle, last] = [spoken(fromMs), spoken((fromMs + toMs) / 2), spoken(toMs)];
  const hasRoom = [first, middle, last].reduce((sum, one) => sum + widthOf(one), 2) <= columns;
  const lead = hasRoom ? toLeft(first, Math.floor((columns - widthOf(middle)) / 2)) + middle : first;
  return gutter('', ' ') + toLeft(lead, columns - widthOf(last)) + last;
};

/** What nobody guesses. */
const legendLines = (runs: readonly MarkedRun[], { from, to }: Span, columns: number): readonly string[] => {
  if (runs.every(({ mark }) => mark !== 'BRIEF_ALARM')) return [];
  const one = spokenDuration((epochOf(to) - epochOf(from)) / columns);
  const text = `${STATE_MARKS.BRIEF_ALARM} in ALARM for less than half of its ${one}`;
  return wrap(text, columns).map((line) => gutter('', ' ') + line);
};

/** The series of an alarm, its limit, and under it the states over the same time. */
export const alarmChart = (one: BacktestedAlarm, source: ChartSource, shell: Shell): readonly string[] => {
  const { ink, width } = shell;
  const columns = columnsFor(width);
  const runs = stateStrip(one.changes, source.span, columns);
  const strip = runs.map(({ mark, length }) => ink(STATE_MARKS[mark].repeat(length), STYLES[mark])).join('');
  return [
    ...plotOf(one, source, shell).map((line) => ink(line)),
    ink(gutter('state', ' ')) + strip,
    ink(axisLine(source.span, columns), 'dim'),
    ...legendLines(runs, source.span, columns).map((line) => ink(line, 'dim')),
  ];
};
