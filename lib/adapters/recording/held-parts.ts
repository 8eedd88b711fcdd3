import type { Series } from '../../core/series/series.ts';
import type { ValueSpan } from './top-level-values.ts';
import { joined, type Periods, type Points, type Reach, seriesFrom } from './points.ts';

export type ElementSpan = Pick<ValueSpan, 'start' | 'end'>;

/** The elements of a file that together are one series, in the order of the file. */
export interface HeldParts {
  readonly spans: ElementSpan[];
  reach: Reach;
}

export const addPart = (parts: HeldParts, span: ElementSpan, reach: Reach): void => {
  parts.spans.push(span);
  parts.reach = joined(parts.reach, reach);
};

/** A month of minutes takes 350 KB: enough for the metrics that neighbouring alarms share. */
const MOST_KEPT = 16;

/** Gives the series of some parts, read again from the file unless it was asked for just before. */
export type SeriesReader = (parts: HeldParts, periods: Periods) => Series;

export const seriesReader = (read: (span: ElementSpan) => Points): SeriesReader => {
  const kept = new Map<HeldParts, Series>();
  return (parts, periods) => {
    const known = kept.get(parts);
    const series =
      known?.periodMs === periods.periodMs ? known : seriesFrom(parts.spans.values().map(read), parts.reach, periods);
    kept.delete(parts);
    kept.set(parts, series);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return series;
  };
};
