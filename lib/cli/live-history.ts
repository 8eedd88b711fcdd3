import { cloudWatchMetricHistory } from '../adapters/cloudwatch/cloudwatch-metric-history.ts';
import type { Metric } from '../core/alarm/definition.ts';
import type { Span } from '../core/alarm/period-grid.ts';
import type { HeldSeries, MetricHistory } from '../ports/metric-history.ts';
import { cloudWatchClient } from '../runtime/cloudwatch-client.ts';
import { progressOf } from './progress.ts';
import type { Shell } from './shell.ts';

/** Of the account and Region that the caller's AWS credentials are for. */
export const liveHistory = ({ now }: Shell): MetricHistory =>
  cloudWatchMetricHistory({ client: cloudWatchClient(), clock: now });

/** Each series as soon as it is read, with a progress bar. */
export const readLive = async function* (
  shell: Shell,
  metrics: readonly Metric[],
  span: Span,
): AsyncGenerator<HeldSeries> {
  const progress = progressOf('reading metrics', shell);
  let done = 0;
  try {
    for await (const held of liveHistory(shell).series(metrics, span)) {
      done += 1;
      progress.at(done, metrics.length);
      yield held;
    }
  } finally {
    progress.end();
  }
};
