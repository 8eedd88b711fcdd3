import { MINUTE, SECOND } from '../time.ts';
import type { Metric } from '../alarm/definition.ts';
import type { PeriodGrid } from './period-grid.ts';
import type { Series, SeriesLookup, Unsupported } from './series.ts';
import { type Aggregation, aggregationOf, weightOf } from './statistic.ts';

export const seriesName = ({ namespace, metricName, stat }: Metric): string => `${namespace} ${metricName} ${stat}`;

/** What a metric is read from: the series, and those that weigh its values; none: it is not held at all. */
export interface Source {
  readonly series: Series | undefined;
  readonly aggregation: Aggregation;
  readonly weights?: Series;
  /** Its values should be weighted, and what weighs them is not held, or not for all of them. */
  readonly unweighted?: boolean;
}

/** The longest part of a period that lets an alarm be evaluated every minute, else the longest. */
export const partOf = (held: readonly Series[], periodMs: number): Series | undefined => {
  const parts = held.filter((one) => one.periodMs < periodMs && periodMs % one.periodMs === 0);
  const longest = parts.toSorted((one, other) => other.periodMs - one.periodMs);
  return longest.find((one) => one.periodMs <= MINUTE) ?? longest[0];
};

const indexIn = (series: Series, epochMs: number): number => Math.round((epochMs - series.startMs) / series.periodMs);

/** Whether every value has samples beside it: one without would count for nothing. */
const weighsAll = (weights: Series, series: Series): boolean => {
  const shift = indexIn(weights, series.startMs);
  return series.values.every((value, index) => Number.isNaN(value) || (weights.values[index + shift] ?? NaN) > 0);
};

/** Where the values of a metric come from, given the series whose periods fall into those of the alarm. */
export const sourceOf = (
  metric: Metric,
  lookup: SeriesLookup,
  fits: (series: Series) => boolean,
): Source | Unsupported => {
  const held = lookup(metric);
  const periodMs = metric.periodSeconds * SECOND;
  const fitting = held.filter(fits);
  const aggregation = aggregationOf(metric.stat);
  const own = fitting.find((one) => one.periodMs === periodMs);
  if (held.length === 0 || own !== undefined) return { series: own, aggregation };
  const series = partOf(fitting, periodMs);
  const seconds = held.map((one) => `${String(one.periodMs / SECOND)} s`).join(', ');
  const wanted = `${seriesName(metric)} over ${String(metric.periodSeconds)} s`;
  if (series === undefined || aggregation === 'impossible') {
    return {
      unsupported: `${wanted} cannot be told from its values over ${seconds}: it needs data of the alarm's own period`,
    };
  }
  if (aggregation !== 'weighted') return { series, aggregation };
  const weights = lookup({ ...metric, stat: weightOf(metric.stat) }).find((one) => one.periodMs === series.periodMs);
  if (weights === undefined || !weighsAll(weights, series)) return { series, aggregation, unweighted: true };
  return { series, aggregation, weights };
};

const weightsAt = ({ weights, aggregation }: Source, series: Series): ((index: number) => number) => {
  if (aggregation !== 'weighted' || weights === undefined) return () => 1;
  const shift = indexIn(weights, series.startMs);
  return (index) => weights.values[index + shift] ?? NaN;
};

/** What the values of a period come to, one after the other; a weighted one is then divided by all weights. */
const FOLD: Readonly<Record<Aggregation, (so: number, value: number, weight: number) => number>> = {
  sum: (so, value) => so + value,
  minimum: (so, value) => Math.min(so, value),
  maximum: (so, value) => Math.max(so, value),
  weighted: (so, value, weight) => so + value * weight,
  impossible: () => NaN,
};

const BEGIN: Readonly<Record<Aggregation, number>> = {
  sum: 0,
  minimum: Infinity,
  maximum: -Infinity,
  weighted: 0,
  impossible: NaN,
};

/** The value of each period out of those of its parts; a period without any has none. */
const combined = (source: Source, series: Series): ((fromMs: number, toMs: number) => number) => {
  const weightAt = weightsAt(source, series);
  const [fold, begin] = [FOLD[source.aggregation], BEGIN[source.aggregation]];
  return (fromMs, toMs) => {
    let [so, weights, held] = [begin, 0, 0];
    const end = Math.min(indexIn(series, toMs), series.values.length);
    for (let index = Math.max(0, indexIn(series, fromMs)); index < end; index += 1) {
      const value = series.values[index] ?? NaN;
      if (Number.isNaN(value)) continue;
      const weight = weightAt(index);
      so = fold(so, value, weight);
      weights += weight;
      held += 1;
    }
    if (held === 0) return NaN;
    const whole = source.aggregation === 'weighted' ? so / weights : so;
    return Number.isFinite(whole) ? whole : NaN;
  };
};

const isAligned = (series: Series, grid: PeriodGrid): boolean =>
  series.periodMs === grid.periodMs && (grid.startOf(0) - series.startMs) % series.periodMs === 0;

/** The values of a metric on a grid, NaN where there is none. */
export const valuesOn = (source: Source, grid: PeriodGrid): Float64Array => {
  const values = new Float64Array(grid.count).fill(NaN);
  const { series } = source;
  if (series === undefined) return values;
  if (grid.stride === 1 && isAligned(series, grid)) {
    const shift = indexIn(series, grid.startOf(0));
    const from = Math.max(0, -shift);
    if (from < grid.count)
      values.set(series.values.subarray(from + shift, Math.max(from + shift, grid.count + shift)), from);
    return values;
  }
  const valueOf = combined(source, series);
  return values.map((_, index) => valueOf(grid.startOf(index), grid.endOf(index)));
};
