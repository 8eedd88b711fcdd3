import { alarmView } from '../../core/alarm/alarm-view.ts';
import type { AlarmState, MetricAlarm } from '../../core/alarm/definition.ts';
import type { Span } from '../../core/alarm/period-grid.ts';
import { localClock } from '../../core/report/local-clock.ts';
import { DAY, epochOf, instantOf } from '../../core/time.ts';
import type { BacktestedAlarm, SeriesSource } from '../../simulator/backtest/backtest.ts';
import type { Shell, Style } from '../shell.ts';
import { type ChartInput, type LineChart, lineChart } from './line-chart.ts';
import { STATE_MARKS, stateStrip } from './state-strip.ts';

/** Where the values of a chart come from, and from when to when it goes. */
export interface ChartSource {
  readonly series: SeriesSource;
  readonly span: Span;
}

const ROOMY = 80;
const MARGIN = 2;

const STYLES: Readonly<Record<AlarmState, Style>> = { OK: 'green', INSUFFICIENT_DATA: 'dim', ALARM: 'red' };

const UTC = localClock('UTC');

const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, useGrouping: false });
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, notation: 'compact' });

/** At most three digits count: `96.7`, `0.25`, `12.3K`, `3.2e-5`. */
const shortNumber = (value: number): string => {
  const size = Math.abs(value);
  if (size > 0 && (size < 0.001 || size >= 1e15)) return value.toExponential(1);
  return size >= 10_000 ? short.format(value) : plain.format(value);
};

type Seen = Pick<ChartInput, 'values' | 'limits'>;

/** What an alarm looks at; undefined where no line shows that. */
const seenBy = (alarm: MetricAlarm, { series, span }: ChartSource): Seen | undefined => {
  const lookup = series.bind(alarm);
  const view = 'unsupported' in lookup ? lookup : alarmView(alarm, lookup, span);
  if ('unsupported' in view || view.through !== undefined) return undefined;
  const { grid, band, values } = view;
  const cut = (column: Float64Array): Float64Array => column.subarray(grid.first, grid.count);
  const { limit } = alarm;
  const limits = 'threshold' in limit ? [limit.threshold] : [];
  return { values: cut(values), limits: band === undefined ? limits : [cut(band.lower), cut(band.upper)] };
};

const chartOf = (one: BacktestedAlarm, source: ChartSource, { width }: Shell): LineChart | undefined => {
  const { alarm } = one;
  const seen = 'signal' in alarm ? seenBy(alarm, source) : undefined;
  if (seen === undefined) return undefined;
  return lineChart({ ...seen, columns: columnsFor(width), rows: width < ROOMY ? 6 : 8 });
};

/** Labels take what the longest may need. */
const LABEL = 8;

const columnsFor = (width: number): number => width - MARGIN - LABEL - 2;

const gutter = (label: string, edge: string): string => `${' '.repeat(MARGIN)}${label.padStart(LABEL)} ${edge}`;

const plotLines = ({ lines, labels }: LineChart): readonly string[] =>
  lines.map((line, row) => {
    const value = labels.get(row);
    return (gutter(value === undefined ? '' : shortNumber(value), value === undefined ? '│' : '┤') + line).trimEnd();
  });

/** `08-05 12:25` where the chart is longer than a day. */
const axisLine = ({ from, to }: Span, columns: number): string => {
  const [fromMs, toMs] = [epochOf(from), epochOf(to)];
  const isLong = toMs - fromMs > DAY;
  const spoken = (ms: number): string => {
    const at = instantOf(ms);
    return isLong ? UTC.stamp(at).slice(5) : UTC.minute(at);
  };
  const [first, middle, last] = [spoken(fromMs), spoken((fromMs + toMs) / 2), spoken(toMs)];
  const before = Math.max(1, Math.floor((columns - middle.length) / 2) - first.length);
  const after = Math.max(1, columns - first.length - before - middle.length - last.length);
  return gutter('', ' ') + first + ' '.repeat(before) + middle + ' '.repeat(after) + last;
};

/** The series of an alarm, its limit, and under it the states over the same time. */
export const alarmChart = (one: BacktestedAlarm, source: ChartSource, shell: Shell): readonly string[] => {
  const { ink, width } = shell;
  const columns = columnsFor(width);
  const plot = chartOf(one, source, shell);
  const strip = stateStrip(one.changes, source.span, columns)
    .map(({ state, length }) => ink(STATE_MARKS[state].repeat(length), STYLES[state]))
    .join('');
  return [
    ...(plot === undefined ? [] : plotLines(plot).map((line) => ink(line))),
    ink(gutter('state', ' ')) + strip,
    ink(axisLine(source.span, columns), 'dim'),
  ];
};
