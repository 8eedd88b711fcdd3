import {
  type AlarmHistoryItem,
  AlarmType,
  type CloudWatchClient,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { Metric } from '../../core/alarm/definition.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { heldPeriods } from '../../core/series/retention.ts';
import { epochOf, instantOf } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HeldSeries, MetricHistory } from '../../ports/metric-history.ts';
import { inOrder } from '../../core/in-order.ts';
import { notAnswered } from './not-answered.ts';
import { type SeriesRequest, type Batch, batchesOf, readBatch } from './read-series.ts';

interface Host {
  readonly client: CloudWatchClient;
  readonly clock: Clock;
  /** Ends what is under way, and what would be begun. @default nothing does */
  readonly abortSignal?: AbortSignal | undefined;
}

/** Four calls of 100,800 values a second are what CloudWatch gives of spans over 3 h: 396,000 a second. */
const CALLS_AT_ONCE = 4;

/** What was given whole, before what failed of the same call. */
const readBatches = async function* (asked: SeriesRequest, batches: readonly Batch[]): AsyncGenerator<HeldSeries> {
  for await (const { whole, failure } of inOrder(batches, CALLS_AT_ONCE, (batch) => readBatch(asked, batch))) {
    yield* whole;
    if (failure !== undefined) throw failure;
  }
};

const readSeries = async function* (
  { client, clock, abortSignal }: Host,
  metrics: readonly Metric[],
  span: Span,
): AsyncGenerator<HeldSeries> {
  const now = clock();
  const byPeriod = Map.groupBy(metrics, ({ periodSeconds }) => periodSeconds);
  for (const [periodSeconds, alike] of byPeriod) {
    const held = heldPeriods(periodSeconds, span, now);
    if (held.count === 0) for (const metric of alike) yield { metric, series: undefined, remarks: held.remarks };
    else yield* readBatches({ client, abortSignal }, batchesOf(alike, held));
  }
};

const readAlarms = async (client: CloudWatchClient): ReturnType<MetricHistory['alarms']> => {
  const [MetricAlarms, CompositeAlarms, LogAlarms]: [object[], object[], object[]] = [[], [], []];
  try {
    // Without types CloudWatch gives metric alarms only.
    const input = { AlarmTypes: Object.values(AlarmType) };
    for await (const page of paginateDescribeAlarms({ client, pageSize: 100, stopOnSameToken: true }, input)) {
      MetricAlarms.push(...(page.MetricAlarms ?? []));
      CompositeAlarms.push(...(page.CompositeAlarms ?? []));
      LogAlarms.push(...(page.LogAlarms ?? []));
    }
  } catch (error) {
    throw await notAnswered(error, { client, operation: 'DescribeAlarms' });
  }
  return { MetricAlarms, CompositeAlarms, LogAlarms };
};

/** The client gives dates where the command prints texts. */
const asPrinted = ({ Timestamp, ...item }: AlarmHistoryItem): object => ({
  ...item,
  ...(Timestamp === undefined ? {} : { Timestamp: instantOf(Timestamp.getTime()) }),
});

const readChanges = async (client: CloudWatchClient, { from, to }: Span): ReturnType<MetricHistory['changes']> => {
  const AlarmHistoryItems: object[] = [];
  try {
    const input = {
      AlarmTypes: Object.values(AlarmType),
      HistoryItemType: 'StateUpdate' as const,
      StartDate: new Date(epochOf(from)),
      EndDate: new Date(epochOf(to)),
    };
    for await (const page of paginateDescribeAlarmHistory({ client, pageSize: 100, stopOnSameToken: true }, input)) {
      AlarmHistoryItems.push(...(page.AlarmHistoryItems ?? []).map(asPrinted));
    }
  } catch (error) {
    throw await notAnswered(error, { client, operation: 'DescribeAlarmHistory' });
  }
  return { AlarmHistoryItems };
};

/** What CloudWatch still holds of the account and Region of the credentials. */
export const cloudWatchMetricHistory = (host: Host): MetricHistory => ({
  alarms: () => readAlarms(host.client),
  changes: (span) => readChanges(host.client, span),
  series: (metrics, span) => readSeries(host, metrics, span),
});
