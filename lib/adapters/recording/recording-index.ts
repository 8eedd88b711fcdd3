import * as z from 'zod';
import type { Metric } from '../../core/alarm/definition.ts';
import { SECOND } from '../../core/time.ts';
import { addPart, type HeldParts, seriesReader } from './held-parts.ts';
import { identityOf } from '../../core/series/metric-identity.ts';
import { ascends, joined, NO_POINTS, NOWHERE, type Points, pointsOf, reachOf, reachProblem } from './points.ts';
import { recordedSeries } from './recording.ts';
import type { Issue } from './recording-error.ts';
import type { ElementReader, SeriesIndex } from './series-index.ts';
import { instantReader } from './timestamps.ts';

/** The schema of a series without its points: checking those one by one takes a hundred times as long. */
const identity = z.object(recordedSeries.shape).omit({ timestamps: true, values: true });

const pointsIn = (element: unknown): Points | undefined => {
  const { timestamps, values } = element as Record<string, unknown>;
  return pointsOf(timestamps, values, instantReader());
};

interface RecordedElement {
  readonly metric: Metric;
  readonly points: Points;
}

const read = (element: unknown): RecordedElement | readonly Issue[] => {
  const metric = identity.safeParse(element);
  if (metric.success) {
    const points = pointsIn(element);
    if (points !== undefined && ascends(points, metric.data.periodSeconds * SECOND))
      return { metric: metric.data, points };
  }
  const explained = recordedSeries.safeParse(element);
  return explained.success
    ? { metric: explained.data, points: pointsIn(explained.data) ?? NO_POINTS }
    : explained.error.issues;
};

/** The series of a recording: each names its metric. */
export const recordingIndex = (elementAt: ElementReader): SeriesIndex => {
  const held = new Map<string, Map<number, HeldParts>>();
  const seriesOf = seriesReader((span) => pointsIn(elementAt(span)) ?? NO_POINTS);
  const lookup: SeriesIndex['lookup'] = (metric) =>
    [...(held.get(identityOf(metric)) ?? [])].map(([periodMs, parts]) => seriesOf(parts, { periodMs, phaseMs: 0 }));
  let extent = NOWHERE;
  return {
    add: (element, span) => {
      const recorded = read(element);
      if (!('metric' in recorded)) return recorded;
      const periodMs = recorded.metric.periodSeconds * SECOND;
      const key = identityOf(recorded.metric);
      const byPeriod = held.get(key) ?? new Map<number, HeldParts>();
      const parts = byPeriod.get(periodMs) ?? { spans: [], reach: NOWHERE };
      held.set(key, byPeriod.set(periodMs, parts));
      const reach = reachOf(recorded.points);
      addPart(parts, span, reach);
      extent = joined(extent, { from: reach.from, to: reach.to + periodMs });
      const tooLong = reachProblem(parts.reach, periodMs);
      return tooLong === undefined ? [] : [{ path: ['timestamps'], message: tooLong }];
    },
    extent: () => extent,
    beginOf: (metric) => {
      const usable = [...(held.get(identityOf(metric)) ?? [])].filter(([ms]) => ms <= metric.periodSeconds * SECOND);
      return Math.min(...usable.map(([, { reach }]) => reach.from));
    },
    remarks: () => [],
    lookup,
    bind: () => lookup,
  };
};
