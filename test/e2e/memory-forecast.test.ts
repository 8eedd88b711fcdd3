import { readFileSync } from 'node:fs';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foretellMemory } from '../../lambdas/memory-forecast/foretell-memory.ts';
import { cloudWatchMetricHistory } from '../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { cloudWatchMetricSink } from '../../lib/adapters/cloudwatch/cloudwatch-metric-sink.ts';
import { recordingSchema, seriesOf } from '../../lib/adapters/recording/recording.ts';
import { memoryOf } from '../../lib/core/forecast/foreseen-from.ts';
import { FORECAST_EVERY_MS, forecastMetric } from '../../lib/core/service/forecast-metrics.ts';
import { DAY, epochOf, instantOf, MINUTE } from '../../lib/core/time.ts';
import type { MetricValue } from '../../lib/ports/metric-sink.ts';
import { METRICS_OPTIONS } from '../../lib/runtime/client-options.ts';
import { systemClock, within } from '../../lib/runtime/clock.ts';
import { type AwsEmulator, startAwsEmulator } from '../support/aws-emulator.ts';
import { threeLevels } from '../support/configurations.ts';
import { read } from '../support/metric-history-contract.ts';
import { emulatorOptions } from './adapters/incident-table.ts';

let emulator: AwsEmulator;
let client: CloudWatchClient;

beforeAll(async () => {
  emulator = await startAwsEmulator();
  client = new CloudWatchClient({ ...METRICS_OPTIONS, ...emulatorOptions(emulator) });
});
afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

const RECORDING = new URL('../../examples/incidents/2023-08-05-memory-leak/recording.json', import.meta.url);
/** Percent of the limit: the leak goes on, and hurts nobody yet. */
const NOT_FULL = 75;

/** The memory of a recorded leak, its last minute two minutes ago, and two days level before it. */
const recordedLeak = (nowMs: number): readonly MetricValue[] => {
  const recording = recordingSchema.parse(JSON.parse(readFileSync(RECORDING, 'utf8')));
  const metric = memoryOf(threeLevels.services['web']?.workload ?? { kind: 'custom', metrics: {} });
  const [series] = metric === undefined ? [] : seriesOf(recording)(metric);
  if (metric === undefined || series === undefined) throw new Error('the recording has no memory');
  const known = [...series.values].filter((value) => !Number.isNaN(value));
  known.splice(known.findIndex((value) => value >= NOT_FULL));
  const level = known[0] ?? 0;
  const firstMs = Math.floor(nowMs / MINUTE) * MINUTE - (known.length + 1) * MINUTE;
  const before = Array.from({ length: (2 * DAY) / FORECAST_EVERY_MS }, (_, index) => ({
    atMs: firstMs - (index + 1) * FORECAST_EVERY_MS,
    value: level,
  }));
  const leaking = known.map((value, index) => ({ atMs: firstMs + index * MINUTE, value }));
  return [...before, ...leaking].map(({ atMs, value }) => ({ metric, at: instantOf(atMs), value }));
};

it('foretells a recorded leak where its alarms look', async () => {
  const now = systemClock();
  const sink = cloudWatchMetricSink(client);
  await sink.put(recordedLeak(epochOf(now)));
  const history = cloudWatchMetricHistory({ client, clock: () => now });
  const lines: object[] = [];
  const telemetry = {
    log: (_level: string, _message: string, fields: object) => void lines.push(fields),
    count: () => undefined,
  };
  const host = { metrics: history, sink, clock: () => now, within: within(12_000) };
  await foretellMemory({ host, telemetry, configuration: threeLevels });
  const markMs = Math.floor(epochOf(now) / FORECAST_EVERY_MS) * FORECAST_EVERY_MS;
  expect(lines).toMatchObject([{ at: instantOf(markMs), put: 2, unforeseen: [] }]);
  const watched = (['MemoryExhaustionMinutes', 'SlowLeak'] as const).map((name) => forecastMetric(name, 'web', 'prod'));
  const later = cloudWatchMetricHistory({ client, clock: () => instantOf(markMs + 6 * MINUTE) });
  const held = await read(later, watched, { from: instantOf(markMs), to: instantOf(markMs + 5 * MINUTE) });
  const [minutes, slowly] = held.map(({ series }) => [...(series?.values ?? [])]);
  expect(minutes).toHaveLength(1);
  expect(minutes?.[0]).toBeLessThan(60);
  expect(slowly).toEqual([0]);
});
