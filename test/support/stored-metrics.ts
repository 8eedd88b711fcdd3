import type { AlarmState, Metric } from '../../lib/core/alarm/definition.ts';
import { epochOf, type Instant } from '../../lib/core/time.ts';

/** One value, as a metric's owner put it; a period sums its values up, whatever the statistic. */
export interface StoredValue {
  readonly metric: Pick<Metric, 'namespace' | 'metricName' | 'dimensions'>;
  readonly at: Instant;
  readonly value: number;
}

export interface StoredChange {
  readonly AlarmName: string;
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

/** What DescribeAlarmHistory gives of a change, but for its time, which each form writes in its own way. */
export const historyItemOf = ({ AlarmName, from, to }: StoredChange): object => ({
  AlarmName,
  AlarmType: 'MetricAlarm',
  HistoryItemType: 'StateUpdate',
  HistorySummary: `Alarm updated from ${from} to ${to}`,
  HistoryData: JSON.stringify({ version: '1.0', oldState: { stateValue: from }, newState: { stateValue: to } }),
});

/** What an account holds. */
export interface Account {
  readonly alarms?: { readonly MetricAlarms?: readonly object[]; readonly CompositeAlarms?: readonly object[] };
  readonly changes?: readonly StoredChange[];
  readonly values: readonly StoredValue[];
}

const keyOf = ({ namespace, metricName, dimensions }: StoredValue['metric']): string =>
  JSON.stringify([namespace, metricName, Object.entries(dimensions).sort()]);

/** The sum of each period of `[fromMs, toMs)` that has a value, by its start, oldest first. */
export const storedSums = (
  { values }: Account,
  metric: StoredValue['metric'],
  [fromMs, toMs, periodMs]: readonly [number, number, number],
): [startMs: number, sum: number][] => {
  const sums = new Map<number, number>();
  for (const { metric: of, at, value } of values) {
    const start = Math.floor(epochOf(at) / periodMs) * periodMs;
    if (keyOf(of) === keyOf(metric) && start >= fromMs && start < toMs) sums.set(start, (sums.get(start) ?? 0) + value);
  }
  return [...sums].sort(([one], [other]) => one - other);
};
