import * as z from 'zod';
import type { Metric } from '../../core/alarm/definition.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { bindAlarm } from './bind-alarm.ts';
import { addPart, type HeldParts, seriesReader } from './held-parts.ts';
import { joined, NOWHERE, type Points, pointsOf, type Reach, reachOf, reachProblem } from './points.ts';
import type { Issue } from './recording-error.ts';
import { labelledResult } from './labelled-result.ts';
import type { ElementReader, SeriesIndex } from './series-index.ts';
import { awsTimeReader } from './timestamps.ts';

/** A result of GetMetricData, all its pages. */
export interface MetricDataParts extends HeldParts {
  readonly id: string;
  readonly label: string;
  /** The longest time that divides all timestamps, in milliseconds; 0: there is none. */
  grainMs: number;
  count: number;
  /** Of its last page: PartialData before it says that there are more. */
  status: string;
}

const named = z.object({
  Id: z.string().min(1),
  Label: z
    .string()
    .nullish()
    .transform((label) => label ?? ''),
  StatusCode: z
    .string()
    .nullish()
    .transform((status) => status ?? 'Complete'),
});

const isTime = (value: unknown): boolean => !Number.isNaN(awsTimeReader()(value));

const result = named
  .extend({
    Timestamps: z.array(
      z.unknown().refine(isTime, {
        error: ({ input }) =>
          `expected an instant such as 2023-08-05T14:15:00+00:00 or epoch seconds, got ${JSON.stringify(input).slice(0, 60)}`,
      }),
    ),
    Values: z.array(z.number()),
  })
  .refine(({ Timestamps, Values }) => Timestamps.length === Values.length, {
    path: ['Values'],
    error: 'expected as many Values as Timestamps',
  });

const pointsIn = (element: unknown): Points | undefined => {
  const { Timestamps, Values } = element as Record<string, unknown>;
  return pointsOf(Timestamps, Values, awsTimeReader());
};

const UNREADABLE: readonly Issue[] = [{ path: [], message: 'expected Timestamps and Values' }];

const NO_POINTS: Points = { epochs: new Float64Array(), values: new Float64Array() };

const grainOf = ({ epochs }: Points, before: number): number => {
  let grain = before;
  for (const epoch of epochs) {
    let [larger, smaller] = [epoch, grain];
    while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
    grain = larger;
  }
  return grain;
};

const STEPS = [3_600, 300, 60, 30, 10, 5, 1].map((seconds) => seconds * SECOND);

/** The longest usual period whose starts all timestamps can be; of a single one a minute, which most metrics have. */
const stepOf = ({ grainMs, reach }: Pick<MetricDataParts, 'grainMs' | 'reach'>): number =>
  STEPS.find((step) => grainMs % step === 0 && (step <= MINUTE || reach.from < reach.to)) ?? SECOND;

/** From so many values on, with hardly a gap between them, they are of the period they are apart. */
const ENOUGH_VALUES = 20;

/** Whether values are no minutes with gaps, but five-minute or hourly ones: fetched so, or all that is still held. */
const isLonger = (parts: MetricDataParts, periodMs: number): boolean => {
  const { grainMs, count, reach } = parts;
  return stepOf(parts) > periodMs && count >= ENOUGH_VALUES && count * grainMs >= 0.9 * (reach.to - reach.from);
};

/** The period of an alarm, when all timestamps can be starts of it; else the step. */
const periodFor = (parts: MetricDataParts, { periodSeconds }: Metric): number => {
  const periodMs = periodSeconds * SECOND;
  return parts.grainMs % periodMs === 0 && !isLonger(parts, periodMs) ? periodMs : stepOf(parts);
};

const remarkOf = ({ id, label, status }: MetricDataParts): readonly string[] => {
  if (status === 'Complete') return [];
  const why =
    status === 'PartialData' ? 'not all of its values are in the file' : 'CloudWatch could not give all of its values';
  return [`${id} ${JSON.stringify(label)}: ${status}: ${why}; fetch it again`];
};

/** The series of what `aws cloudwatch get-metric-data` printed: nothing but ids and labels says what they are of. */
export const metricDataIndex = (elementAt: ElementReader): SeriesIndex => {
  const held = new Map<string, MetricDataParts>();
  const read = seriesReader((span) => pointsIn(elementAt(span)) ?? NO_POINTS);
  const seriesFor = (parts: MetricDataParts, metric: Metric): ReturnType<SeriesIndex['lookup']> => {
    const periodMs = periodFor(parts, metric);
    return reachProblem(parts.reach, periodMs) === undefined ? [read(parts, periodMs)] : [];
  };
  let extent: Reach = NOWHERE;
  return {
    add: (element, span) => {
      const name = named.safeParse(element);
      const points = name.success ? pointsIn(element) : undefined;
      if (!name.success || points === undefined) return result.safeParse(element).error?.issues ?? UNREADABLE;
      const { Id: id, Label: label, StatusCode: status } = name.data;
      const key = JSON.stringify([id, label]);
      const parts = held.get(key) ?? { id, label, status, spans: [], reach: NOWHERE, grainMs: 0, count: 0 };
      held.set(key, parts);
      const reach = reachOf(points);
      addPart(parts, span, reach);
      parts.status = status;
      parts.count += points.epochs.length;
      parts.grainMs = grainOf(points, parts.grainMs);
      extent = joined(extent, { from: reach.from, to: reach.to + stepOf({ grainMs: grainOf(points, 0), reach }) });
      const tooLong = reachProblem(parts.reach, stepOf(parts));
      return tooLong === undefined ? [] : [{ path: ['Timestamps'], message: tooLong }];
    },
    extent: () => extent,
    remarks: () => [...held.values()].flatMap(remarkOf),
    lookup: (metric) => {
      const found = labelledResult(metric, [...held.values()], [metric]);
      return found === undefined || 'unsupported' in found ? [] : seriesFor(found, metric);
    },
    bind: (alarm, among) => bindAlarm({ alarm, among, results: [...held.values()] }, seriesFor),
  };
};
