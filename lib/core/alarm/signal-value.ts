import type { Metric, Signal } from './definition.ts';

/** The points of a metric by the start of their period in epoch milliseconds; undefined where nothing holds the metric. */
export type SeriesLookup = (metric: Metric) => ReadonlyMap<number, number> | undefined;

type PercentSignal = Extract<Signal, { kind: 'percent' }>;

export const periodSecondsOf = (signal: Signal): number =>
  signal.kind === 'metric' ? signal.metric.periodSeconds : (signal.whole[0]?.periodSeconds ?? 60);

/** Requests a period needs to count. Counts are whole: at least one, so that nothing is divided by zero. */
export const guardOf = ({ atLeast }: PercentSignal): number => Math.max(1, atLeast);

/**
 * The metrics without which evaluating an alarm would say nothing: the metric itself; of a percent signal the first of
 * `whole`, and all of `part` when none of them is held. Empty: the alarm can be evaluated.
 */
export const missingMetrics = (signal: Signal, series: SeriesLookup): Metric[] => {
  if (signal.kind === 'metric') return series(signal.metric) === undefined ? [signal.metric] : [];
  const whole = signal.whole.slice(0, 1).filter((metric) => series(metric) === undefined);
  const part = signal.part.filter((metric) => series(metric) === undefined);
  return part.length === signal.part.length ? [...whole, ...part] : whole;
};

const percentAt = (signal: PercentSignal, series: SeriesLookup): ((periodStart: number) => number) => {
  const part = signal.part.map(series);
  const whole = signal.whole.map(series);
  const sum = (counts: readonly (ReadonlyMap<number, number> | undefined)[], at: number): number =>
    counts.reduce((total, points) => total + (points?.get(at) ?? 0), 0);
  return (at) => {
    const all = sum(whole, at);
    return all >= guardOf(signal) ? (100 * sum(part, at)) / all : 0;
  };
};

/** What an alarm sees of one period, given the period's start; undefined: missing. A percent signal is never missing. */
export const signalValues = (signal: Signal, series: SeriesLookup): ((periodStart: number) => number | undefined) => {
  if (signal.kind === 'percent') return percentAt(signal, series);
  const points = series(signal.metric);
  return (at) => {
    const value = points?.get(at);
    return Number.isFinite(value) ? value : undefined;
  };
};
