import type { Context } from 'aws-lambda';
import { cloudWatchMetricHistory } from '../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import { cloudWatchMetricSink } from '../../lib/adapters/cloudwatch/cloudwatch-metric-sink.ts';
import { within } from '../../lib/runtime/clock.ts';
import { metricsClient } from '../../lib/runtime/cloudwatch-client.ts';
import { powertoolsTelemetry } from '../../lib/runtime/powertools-telemetry.ts';
import { ownProcess } from '../../lib/runtime/process.ts';
import { MEMORY_FORECAST } from './contract.ts';
import { foretellMemory } from './foretell-memory.ts';

/** Each of two readings: of its minutes, and of traffic where memory grows. */
const READ_WITHIN_MS = 12_000;
/** Of the function's time, for those services that have begun: both readings, and a put of three tries. */
const RESERVE_MS = 40_000;

const { clock, configuration, report } = ownProcess();
const client = metricsClient();
const history = cloudWatchMetricHistory({ client, clock });
const sink = cloudWatchMetricSink(client);
const host = { metrics: history, sink, clock, report, within: within(READ_WITHIN_MS) };
const telemetry = powertoolsTelemetry(MEMORY_FORECAST);

export const handler = (_event: unknown, context: Context): Promise<void> =>
  foretellMemory({ host, telemetry, configuration }, () => context.getRemainingTimeInMillis() > RESERVE_MS);
