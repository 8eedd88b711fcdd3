import { z } from 'zod';
import { RESPONSE_TYPES } from '../../core/response/responses.ts';
import { seenSchema } from '../../core/response/seen-schema.ts';
import type { Series, SeriesLookup } from '../../core/series/series.ts';
import type { Metric } from '../../core/alarm/definition.ts';
import { earliest, epochOf, instantOf, type Instant, parseInstant, SECOND } from '../../core/time.ts';
import { identityOf } from '../../core/series/metric-identity.ts';
import { joined, NOWHERE, pointsOf, reachOf, seriesFrom } from './points.ts';
import { instantReader } from './timestamps.ts';

const instant = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, {
    error: ({ input }) => `expected an instant such as 2023-08-05T14:15:00Z, got ${JSON.stringify(input).slice(0, 60)}`,
  })
  .transform((text) => parseInstant(text) ?? text);

/** One element of `series`. */
export const recordedSeries = z
  .object({
    namespace: z.string(),
    metricName: z.string(),
    dimensions: z.record(z.string(), z.string()),
    stat: z.string(),
    unit: z.string().optional(),
    periodSeconds: z.literal([1, 5, 10, 30, 60, 300, 3600]),
    timestamps: z.array(instant),
    values: z.array(z.number()),
  })
  .superRefine(({ timestamps, values, periodSeconds }, context) => {
    if (timestamps.length !== values.length) {
      const message = `expected as many values as timestamps, got ${String(timestamps.length)} timestamps and ${String(values.length)} values`;
      context.addIssue({ code: 'custom', path: ['values'], message });
    }
    const unordered = timestamps.findIndex((at, index) => index > 0 && at <= (timestamps[index - 1] ?? ''));
    if (unordered > 0) {
      const message = `expected ascending timestamps, each once: this one is not after the one before it`;
      context.addIssue({ code: 'custom', path: ['timestamps', unordered], message });
      return;
    }
    const periods = timestamps.map((at) => Math.floor(epochOf(at) / (periodSeconds * SECOND)));
    const second = periods.findIndex((period, index) => index > 0 && period === periods[index - 1]);
    if (second > 0) {
      const message = `expected one value a period of ${String(periodSeconds)} s: this one falls into the period of the one before it`;
      context.addIssue({ code: 'custom', path: ['timestamps', second], message });
    }
  });

const deploy = z.object({
  at: instant,
  id: z.string(),
  system: z.string(),
  service: z.string(),
  revision: z.string().optional(),
  actor: z.string().optional(),
  url: z.string().optional(),
  status: z.enum(['STARTED', 'SUCCEEDED', 'FAILED', 'ROLLED_BACK']),
});

/** Of a service that this one depends on. */
const otherIncident = z.object({
  service: z.string(),
  incidentId: z.string(),
  openedAt: instant,
  resolvedAt: instant.nullish(),
});

const response = z.object({
  at: z.string(),
  action: z.enum(RESPONSE_TYPES),
  by: z.string().optional(),
  text: z.string().optional(),
  for: z.string().optional(),
  to: z.string().optional(),
  cause: z.string().optional(),
  expect: z.optional(seenSchema),
});

/** schema/recording.schema.json, read tolerantly: keys it does not know are left out. */
export const recordingSchema = z.object({
  schema: z.literal('recording/1', { error: 'expected "recording/1": is this a recording?' }),
  service: z.string().min(1),
  description: z.string().optional(),
  memoryLimitPercent: z
    .number()
    .positive('expected more than 0: the value of memory at which the process dies')
    .default(100),
  series: z.array(recordedSeries).min(1),
  deploys: z.array(deploy).default([]),
  logs: z.array(z.object({ at: instant, message: z.string(), stream: z.string().optional() })).default([]),
  responses: z.array(response).default([]),
  incidents: z.array(otherIncident).optional(),
});

export type Recording = z.infer<typeof recordingSchema>;
export type RecordedResponse = Recording['responses'][number];

type Recorded = Recording['series'][number];

/** Several recorded stretches of one metric and period as one series; of two values of one period the later one counts. */
const joinedSeries = (parts: readonly Recorded[], periodMs: number): Series => {
  const points = parts.flatMap(({ timestamps, values }) => pointsOf(timestamps, values, instantReader()) ?? []);
  return seriesFrom(points, points.map(reachOf).reduce(joined, NOWHERE), { periodMs, phaseMs: 0 });
};

/** Every recorded series by its metric; a metric recorded twice is one series. */
export const seriesOf = ({ series: all }: Recording): SeriesLookup => {
  const byMetric = Map.groupBy(all, identityOf);
  const held = new Map(
    [...byMetric].map(([key, recorded]) => [
      key,
      [...Map.groupBy(recorded, (one) => one.periodSeconds)].map(([seconds, parts]) =>
        joinedSeries(parts, seconds * SECOND),
      ),
    ]),
  );
  return (metric) => held.get(identityOf(metric)) ?? [];
};

/** When the first value stands that one of the metrics can be told from: its periods are no longer. */
export const beginOf = ({ series: all }: Recording, metrics: readonly Metric[]): Instant | undefined => {
  const longest = new Map<string, number>();
  for (const metric of metrics) {
    const key = identityOf(metric);
    longest.set(key, Math.max(metric.periodSeconds, longest.get(key) ?? 0));
  }
  const usable = all.filter((one) => one.periodSeconds <= (longest.get(identityOf(one)) ?? 0));
  return earliest(usable.map(({ timestamps }) => timestamps[0]));
};

/** From the start of the first recorded period to the end of the last. */
export const spanOf = ({ series: all }: Recording): { readonly from: Instant; readonly to: Instant } | undefined => {
  let from = Infinity;
  let to = -Infinity;
  for (const { timestamps, periodSeconds } of all) {
    const [first, last] = [timestamps[0], timestamps.at(-1)];
    if (first === undefined || last === undefined) continue;
    from = Math.min(from, epochOf(first));
    to = Math.max(to, epochOf(last) + periodSeconds * SECOND);
  }
  return Number.isFinite(from) ? { from: instantOf(from), to: instantOf(to) } : undefined;
};
