import type { LocalClock } from '../../core/report/local-clock.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, type Instant, spokenEvery } from '../../core/time.ts';
import { cut } from './layout.ts';
import { lineChart } from './line-chart.ts';
import { type ChartSign, markLines } from './mark-lines.ts';
import { axisLine, gutter, plotColumns, plotLines } from './plot.ts';
import { printable } from './printable.ts';
import type { Shell } from './shell.ts';

/** A series as it is drawn. */
export interface PlottedSeries {
  readonly name: string;
  /** As CloudWatch calls it. */
  readonly unit: string;
  /** Drawn behind it; null: it has none. */
  readonly limit: number | null;
  /** At equal distances, oldest first; NaN: none. */
  readonly values: Float64Array;
}

/** Series one above the other on one axis of time, and what happened. */
export interface Plots {
  readonly span: Span;
  readonly stepMs: number;
  readonly series: readonly PlottedSeries[];
  readonly marks: readonly ChartSign[];
  /** Of the axis. */
  readonly clock: LocalClock;
  /** The time of a mark. */
  readonly say: (at: Instant) => string;
}

const ROOMY = 80;

const UNITS: Readonly<Record<string, string>> = { Percent: 'percent', Seconds: 'seconds' };

const THOUSANDTH = 0.001;

/** Below a second people read milliseconds. */
const inUnit = (
  { unit, values }: PlottedSeries,
  stepMs: number,
): { readonly unit: string; readonly values: Float64Array } => {
  const most = values.reduce((one, other) => (other > one ? other : one), 0);
  if (unit === 'Seconds' && most < 1)
    return { unit: 'milliseconds', values: values.map((value) => value / THOUSANDTH) };
  return { unit: UNITS[unit] ?? `count ${spokenEvery(stepMs)}`, values };
};

const plotOf = (one: PlottedSeries, { stepMs, series }: Plots, { ink, width }: Shell): readonly string[] => {
  const { unit, values } = inUnit(one, stepMs);
  const limits = one.limit === null ? [] : [one.limit];
  const height = width < ROOMY ? 6 : 8;
  const rows = series.length > 1 ? height - 2 : height;
  const chart = lineChart({ values, limits, columns: plotColumns(width), rows });
  if (chart === undefined) return [];
  const title = `${one.name}, ${unit}${limits.length > 0 ? ' (╌ the limit)' : ''}`;
  return ['', ink(cut(printable(title), width), 'bold'), ...plotLines(chart, limits).map((line) => ink(line))];
};

/** An empty line before each; nothing where no series has a value. */
export const seriesPlots = (plots: Plots, shell: Shell): readonly string[] => {
  const drawn = plots.series.flatMap((one) => plotOf(one, plots, shell));
  if (drawn.length === 0) return [];
  const { span, say, clock } = plots;
  const columns = plotColumns(shell.width);
  const isWithin = ({ at }: ChartSign): boolean => at >= span.from && at <= span.to;
  const marks = plots.marks.filter(isWithin).toSorted((one, other) => epochOf(one.at) - epochOf(other.at));
  const lead = gutter('', ' ');
  return [
    ...drawn,
    shell.ink(axisLine(span, columns, clock), 'dim'),
    ...markLines(marks, { span, columns, say }).map((line) => shell.ink((lead + line).trimEnd())),
  ];
};
