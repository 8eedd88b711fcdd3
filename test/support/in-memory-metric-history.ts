import { heldPeriods } from '../../lib/core/series/retention.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { HeldSeries, MetricHistory } from '../../lib/ports/metric-history.ts';
import { type Account, historyItemOf, storedSums } from './stored-metrics.ts';

export const inMemoryMetricHistory = (account: Account, clock: Clock): MetricHistory => ({
  alarms: () => Promise.resolve({ MetricAlarms: [], CompositeAlarms: [], LogAlarms: [], ...account.alarms }),
  changes: ({ from, to }) => {
    const within = (account.changes ?? []).filter(({ at }) => at >= from && at <= to);
    const newestFirst = within.toSorted((one, other) => (one.at < other.at ? 1 : -1));
    return Promise.resolve({
      AlarmHistoryItems: newestFirst.map((change) => ({ ...historyItemOf(change), Timestamp: change.at })),
    });
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, memory is not
  series: async function* (metrics, span): AsyncGenerator<HeldSeries> {
    for (const metric of metrics) {
      const { periodSeconds, startMs, count, remarks } = heldPeriods(metric.periodSeconds, span, clock());
      const periodMs = periodSeconds * 1_000;
      const sums = storedSums(account, metric, [startMs, startMs + count * periodMs, periodMs]);
      const values = new Float64Array(count).fill(Number.NaN);
      for (const [at, sum] of sums) values[(at - startMs) / periodMs] = sum;
      yield { metric, series: sums.length === 0 ? undefined : { startMs, periodMs, values }, remarks };
    }
  },
});
