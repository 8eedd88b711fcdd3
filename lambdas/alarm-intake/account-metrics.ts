import { cloudWatchMetricHistory } from '../../lib/adapters/cloudwatch/cloudwatch-metric-history.ts';
import type { MetricHistory } from '../../lib/ports/metric-history.ts';
import { systemClock as clock } from '../../lib/runtime/clock.ts';
import { briefMetricsClient } from '../../lib/runtime/cloudwatch-client.ts';

const client = briefMetricsClient();

/** Imported when a first page waits for it, and not before: a batch that opens nothing pays for no second client. */
export const accountMetrics = (abortSignal: AbortSignal): Pick<MetricHistory, 'series'> =>
  cloudWatchMetricHistory({ client, clock, abortSignal });
