import * as z from 'zod';
import type { Metric } from '../../core/alarm/definition.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { bindAlarm } from './bind-alarm.ts';
import { addPart, type HeldParts, seriesReader } from './held-parts.ts';
import {
  joined,
  NO_POINTS,
  NOWHERE,
  type Periods,
  type Points,
  pointsOf,
  type Reach,
  reachOf,
  reachProblem,
} from './points.ts';
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
  /** The longest time that divides what lies between any two timestamps; 0: there is at most one. */
  apartMs: number;
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

const grainOf = (epochs: Iterable<number>, before: number): number => {
  let grain = before;
  for (const epoch of epochs) {
    let [larger, smaller] = [Math.abs(epoch), grain];
    while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
    grain = larger;
  }
  return grain;
};

/** Takes further values into account. */
const widen = (parts: MetricDataParts, { epochs }: Points): void => {
  const first = parts.count === 0 ? (epochs[0] ?? 0) : parts.reach.from;
  parts.count += epochs.length;
  parts.grainMs = grainOf(epochs, parts.grainMs);
  parts.apartMs = grainOf(
    epochs.map((epoch) => epoch - first),
    parts.apartMs,
  );
};

const STEPS = [3_600, 300, 60, 30, 10, 5, 1].map((seconds) => seconds * SECOND);

/** The longest usual period whose starts all timestamps can be; of a single one a minute, which most metrics have. */
const stepOf = ({ grainMs, reach }: Pick<MetricDataParts, 'grainMs' | 'reach'>): number =>
  STEPS.find((step) => grainMs % step === 0 && (step <= MINUTE || reach.from < reach.to)) ?? SECOND;

/** From so many values on without a gap, or so many with hardly one, they are of the period they are apart. */
const ENOUGH_VALUES = { withoutGap: 6, withHardlyOne: 20 };

/** Whether values are one every so often, rather than shorter periods of which most have none. */
const isDense = ({ count, reach }: MetricDataParts, apartMs: number): boolean => {
  const [length, filled] = [reach.to - reach.from + apartMs, count * apartMs];
  return count >= ENOUGH_VALUES.withHardlyOne
    ? filled >= 0.9 * length
    : count >= ENOUGH_VALUES.withoutGap && filled === length;
};

/**
 * The period of an alarm, when all timestamps can be starts of it, else the step. CloudWatch counts periods from the
 * minute that was asked from: five-minute values may stand at :02, :07 …
 */
const periodsFor = (parts: MetricDataParts, { periodSeconds }: Metric): Periods => {
  const { grainMs, apartMs, reach } = parts;
  const periodMs = periodSeconds * SECOND;
  const step = STEPS.find((one) => apartMs % one === 0) ?? SECOND;
  const since = (own: number): Periods => ({ periodMs: own, phaseMs: reach.from % own });
  if (isDense(parts, apartMs) && step > periodMs) return since(step);
  if (grainMs % periodMs === 0) return { periodMs, phaseMs: 0 };
  return apartMs % periodMs === 0 && isDense(parts, apartMs)
    ? since(periodMs)
    : { periodMs: stepOf(parts), phaseMs: 0 };
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
    const periods = periodsFor(parts, metric);
    return reachProblem(parts.reach, periods.periodMs) === undefined ? [read(parts, periods)] : [];
  };
  let extent: Reach = NOWHERE;
  return {
    add: (element, span) => {
      const name = named.safeParse(element);
      const points = name.success ? pointsIn(element) : undefined;
      if (!name.success || points === undefined) return result.safeParse(element).error?.issues ?? UNREADABLE;
      const { Id: id, Label: label, StatusCode: status } = name.data;
      const key = JSON.stringify([id, label]);
      const parts = held.get(key) ?? { id, label, status, spans: [], reach: NOWHERE, grainMs: 0, apartMs: 0, count: 0 };
      held.set(key, parts);
      const reach = reachOf(points);
      widen(parts, points);
      addPart(parts, span, reach);
      parts.status = status;
      extent = joined(extent, {
        from: reach.from,
        to: reach.to + stepOf({ grainMs: grainOf(points.epochs, 0), reach }),
      });
      const tooLong = reachProblem(parts.reach, stepOf(parts));
      return tooLong === undefined ? [] : [{ path: ['Timestamps'], message: tooLong }];
    },
    extent: () => extent,
    beginOf: () => Infinity,
    remarks: () => [...held.values()].flatMap(remarkOf),
    lookup: (metric) => {
      const found = labelledResult(metric, [...held.values()], [metric]);
      return found === undefined || 'unsupported' in found ? [] : seriesFor(found, metric);
    },
    bind: (alarm, among) => bindAlarm({ alarm, among, results: [...held.values()] }, seriesFor),
  };
};
