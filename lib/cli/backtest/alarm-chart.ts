import { alarmView } from '../../core/cloudwatch/evaluation/alarm-view.ts';
import type { MetricAlarm } from '../../core/alarm/definition.ts';
import type { PeriodGrid, Span } from '../../core/series/period-grid.ts';
import { epochOf, spokenDuration } from '../../core/time.ts';
import type { BacktestedAlarm, SeriesSource } from '../../simulator/backtest/backtest.ts';
import { wrap } from '../terminal/layout.ts';
import { type ChartInput, DOTS, lineChart } from '../terminal/line-chart.ts';
import { axisLine, gutter, plotColumns, plotLines } from '../terminal/plot.ts';
import type { Shell, Style } from '../terminal/shell.ts';
import { type Mark, type MarkedRun, STATE_MARKS, stateStrip } from './state-strip.ts';

/** Where the values of a chart come from, and from when to when it goes. */
export interface ChartSource {
  readonly series: SeriesSource;
  readonly span: Span;
}

const ROOMY = 80;

const STYLES: Readonly<Record<Mark, Style>> = {
  OK: 'green',
  INSUFFICIENT_DATA: 'dim',
  ALARM: 'red',
  BRIEF_ALARM: 'red',
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

const thresholdsOf = ({ limit }: MetricAlarm): readonly number[] => ('threshold' in limit ? [limit.threshold] : []);

/** What an alarm looks at; undefined where no line shows that. */
const seenBy = (alarm: MetricAlarm, { series, span }: ChartSource, dots: number): Seen | undefined => {
  const lookup = series.bind(alarm);
  const view = 'unsupported' in lookup ? lookup : alarmView(alarm, lookup, span);
  if ('unsupported' in view || view.through !== undefined) return undefined;
  const { grid, band, values } = view;
  const isFew = grid.count - grid.first < dots;
  const cut = (column: Float64Array): Float64Array =>
    isFew ? spread(column, grid, { span, dots }) : column.subarray(grid.first, grid.count);
  return { values: cut(values), limits: band === undefined ? thresholdsOf(alarm) : [cut(band.lower), cut(band.upper)] };
};

const plotOf = ({ alarm }: BacktestedAlarm, source: ChartSource, { width }: Shell): readonly string[] => {
  if (!('signal' in alarm)) return [];
  const columns = plotColumns(width);
  const seen = seenBy(alarm, source, columns * DOTS.across);
  if (seen === undefined) return [];
  const chart = lineChart({ ...seen, columns, rows: width < ROOMY ? 6 : 8 });
  return chart === undefined ? [] : plotLines(chart, thresholdsOf(alarm));
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
  const columns = plotColumns(width);
  const runs = stateStrip(one.changes, source.span, columns);
  const strip = runs.map(({ mark, length }) => ink(STATE_MARKS[mark].repeat(length), STYLES[mark])).join('');
  return [
    ...plotOf(one, source, shell).map((line) => ink(line)),
    ink(gutter('state', ' ')) + strip,
    ink(axisLine(source.span, columns), 'dim'),
    ...legendLines(runs, source.span, columns).map((line) => ink(line, 'dim')),
  ];
};
