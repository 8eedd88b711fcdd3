import { cloudWatchMetricHistory } from '../../adapters/cloudwatch/cloudwatch-metric-history.ts';
import type { Metric } from '../../core/alarm/definition.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { HeldSeries, MetricHistory } from '../../ports/metric-history.ts';
import { cloudWatchClient } from '../../runtime/cloudwatch-client.ts';
import { waitingFor } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';

const historyFor = ({ env, now }: Shell): MetricHistory =>
  cloudWatchMetricHistory({ client: cloudWatchClient(env['AWS_PROFILE'] || undefined), clock: now });

/** Says what is waited for, as long as it is. */
const awaited = async <Answer>(asked: string, shell: Shell, answer: Promise<Answer>): Promise<Answer> => {
  const waiting = waitingFor(asked, shell);
  try {
    return await answer;
  } finally {
    waiting.end();
  }
};

/** Of the account and Region that the caller's AWS credentials are for. */
export const liveHistory = (shell: Shell): Omit<MetricHistory, 'series'> => {
  const history = historyFor(shell);
  return {
    alarms: () => awaited('asking CloudWatch for the alarms', shell, history.alarms()),
    changes: (span) => awaited('asking CloudWatch for the history of the alarms', shell, history.changes(span)),
  };
};

/** Values alone, without a word. */
export const quietSeries = (shell: Shell): Pick<MetricHistory, 'series'> => historyFor(shell);

/** Each series as soon as it is read, with a progress bar. */
export const readLive = async function* (
  shell: Shell,
  metrics: readonly Metric[],
  span: Span,
): AsyncGenerator<HeldSeries> {
  const progress = waitingFor(`asking CloudWatch for ${String(metrics.length)} series`, shell);
  let done = 0;
  try {
    for await (const held of historyFor(shell).series(metrics, span)) {
      done += 1;
      progress.at(done, metrics.length);
      yield held;
    }
  } finally {
    progress.end();
  }
};
