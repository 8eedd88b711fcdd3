import type { AnomalyBand, PeriodStarts } from '../lib/core/cloudwatch/evaluation/anomaly-band.ts';
import { DAY } from '../lib/core/time.ts';

/** What the chosen band has to beat: the ways that come to mind first, each with the same scatter floor and first points. */
export type Band = (values: Float64Array, grid: PeriodStarts, standardDeviations: number) => AnomalyBand;

type Centre = (history: Float64Array) => { readonly centre: number; readonly scatter: number };

const FEWEST = 15;
const LEAST_SCATTER = 0.02;

const middle = (values: Float64Array): number => values.toSorted()[values.length >> 1] ?? Number.NaN;

export const meanAndDeviation: Centre = (history) => {
  const centre = history.reduce((sum, value) => sum + value, 0) / history.length;
  const variance = history.reduce((sum, value) => sum + (value - centre) ** 2, 0) / history.length;
  return { centre, scatter: Math.sqrt(variance) };
};

/** 1.4826 medians of the distance are a standard deviation where values are normally distributed. */
export const medianAndDistance: Centre = (history) => {
  const centre = middle(history);
  return { centre, scatter: 1.4826 * middle(history.map((value) => Math.abs(value - centre))) };
};

type History = (values: Float64Array, index: number, periodMs: number) => Float64Array;

export const last =
  (ms: number): History =>
  (values, index, periodMs) =>
    values.subarray(Math.max(0, index - Math.max(FEWEST, Math.round(ms / periodMs))), index);

/** The periods within half an hour of this time of day, on each of the last 14 days. */
export const sameTimeOfDay: History = (values, index, periodMs) => {
  const day = Math.round(DAY / periodMs);
  const beside = Math.floor(DAY / 48 / periodMs);
  const history: number[] = [];
  for (let days = 1; days <= 14 && index - days * day >= 0; days += 1) {
    const from = Math.max(0, index - days * day - beside);
    history.push(...values.subarray(from, index - days * day + beside + 1));
  }
  return Float64Array.from(history);
};

export const bandOver =
  (history: History, centreOf: Centre): Band =>
  (values, { periodMs }, standardDeviations) => {
    const lower = new Float64Array(values.length).fill(Number.NaN);
    const upper = lower.slice();
    for (let index = 0; index < values.length; index += 1) {
      const known = history(values, index, periodMs).filter((value) => !Number.isNaN(value));
      if (known.length < FEWEST) continue;
      const { centre, scatter } = centreOf(known);
      const half = standardDeviations * Math.max(scatter, LEAST_SCATTER * Math.abs(centre));
      lower[index] = centre - half;
      upper[index] = centre + half;
    }
    return { lower, upper };
  };
