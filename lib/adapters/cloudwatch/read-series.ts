import {
  type CloudWatchClient,
  type GetMetricDataInput,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import type { Metric } from '../../core/alarm/definition.ts';
import { metricText } from '../../core/series/metric-text.ts';
import type { HeldPeriods } from '../../core/series/retention.ts';
import { SECOND } from '../../core/time.ts';
import { type HeldSeries, MetricHistoryError } from '../../ports/metric-history.ts';
import type { WhyUnread } from '../../ports/unread.ts';
import { notAnswered } from './not-answered.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;

/** All that is asked for fits one; who leads on and on leads nowhere. */
const MOST_PAGES = 100;

/** What one call can give in one page. */
export interface Batch {
  readonly metrics: readonly Metric[];
  readonly held: HeldPeriods;
}

/** As few calls as give all the values of these metrics. */
export const batchesOf = (metrics: readonly Metric[], held: HeldPeriods): Batch[] => {
  const size = Math.max(1, Math.min(MOST_QUERIES, Math.floor(MOST_DATAPOINTS / held.count)));
  const batches: Batch[] = [];
  for (let at = 0; at < metrics.length; at += size) batches.push({ metrics: metrics.slice(at, at + size), held });
  return batches;
};

const idOf = (index: number): string => `m${String(index)}`;

const queryOf = (
  { namespace, metricName, dimensions, stat, unit }: Metric,
  Period: number,
): MetricDataQuery['MetricStat'] => ({
  Metric: {
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  },
  Period,
  Stat: stat,
  ...(unit === undefined ? {} : { Unit: unit as StandardUnit }),
});

const inputOf = ({ metrics, held: { periodSeconds, startMs, count } }: Batch): GetMetricDataInput => ({
  MetricDataQueries: metrics.map((metric, index) => ({
    Id: idOf(index),
    MetricStat: queryOf(metric, periodSeconds),
    ...(metric.accountId === undefined ? {} : { AccountId: metric.accountId }),
  })),
  StartTime: new Date(startMs),
  EndTime: new Date(startMs + count * periodSeconds * SECOND),
  ScanBy: 'TimestampAscending',
  MaxDatapoints: MOST_DATAPOINTS,
});

/** What one metric has so far. */
interface Column {
  readonly metric: Metric;
  readonly values: Float64Array;
  points: number;
  /** Of the newest page that speaks of it. */
  status: string;
  said: string;
}

const collect = (column: Column, result: MetricDataResult, { startMs, periodSeconds }: HeldPeriods): void => {
  const { Timestamps = [], Values = [], StatusCode = 'Complete', Messages = [] } = result;
  column.status = StatusCode;
  column.said = Messages.map(({ Code = '', Value = '' }) => `: ${Code} ${Value}`).join('');
  Timestamps.forEach((at, index) => {
    const period = Math.floor((at.getTime() - startMs) / (periodSeconds * SECOND));
    const value = Values[index];
    if (value === undefined || period < 0 || period >= column.values.length) return;
    column.values[period] = value;
    column.points += 1;
  });
};

const WHY: Readonly<Record<string, WhyUnread>> = { Forbidden: 'denied', PartialData: 'partial' };

/** Of what no page speaks: that is not that there is no value. */
const LEFT_OUT = 'nothing of it';

const INCOMPLETE: Readonly<Record<string, string>> = {
  Forbidden: 'CloudWatch forbids to read it: this needs cloudwatch:GetMetricData, and of another account its sharing',
  InternalError: 'CloudWatch failed on it: try again',
  PartialData: 'CloudWatch gave a part of it and no way to the rest: try again, or a shorter span',
};

const heldSeries = ({ metric, values, points }: Column, held: HeldPeriods): HeldSeries => {
  const series = { startMs: held.startMs, periodMs: held.periodSeconds * SECOND, values };
  return { metric, series: points === 0 ? undefined : series, remarks: held.remarks };
};

/** What was not given whole; of several reasons the first. */
const failureIn = (columns: readonly Column[]): MetricHistoryError | undefined => {
  const failed = columns.filter(({ status }) => status !== 'Complete');
  const [first] = failed;
  if (first === undefined) return undefined;
  const { metric, status, said } = first;
  const alike = failed.filter((one) => one.status === status).map((one) => one.metric);
  const text = `${metricText(metric)}: ${INCOMPLETE[status] ?? `CloudWatch says ${status}`}${said}`;
  return new MetricHistoryError(text, { why: WHY[status] ?? 'unanswered', metrics: alike });
};

/** CloudWatch names a query that it refuses by its place. */
const refused = (error: unknown, { metrics }: Batch): Metric | undefined => {
  const place = /MetricDataQueries\.member\.(\d+)/u.exec(error instanceof Error ? error.message : '')?.[1];
  return metrics.length === 1 ? metrics[0] : metrics[Number(place) - 1];
};

const readColumns = async ({ client, abortSignal }: SeriesRequest, batch: Batch): Promise<readonly Column[]> => {
  const columns = new Map<string | undefined, Column>(
    batch.metrics.map((metric, index) => {
      const values = new Float64Array(batch.held.count).fill(Number.NaN);
      return [idOf(index), { metric, values, points: 0, status: LEFT_OUT, said: '' }];
    }),
  );
  let pages = 0;
  for await (const page of paginateGetMetricData({ client, stopOnSameToken: true }, inputOf(batch), { abortSignal })) {
    for (const result of page.MetricDataResults ?? []) {
      const column = columns.get(result.Id);
      if (column !== undefined) collect(column, result, batch.held);
    }
    pages += 1;
    if (pages >= MOST_PAGES || typeof page.NextToken !== 'string') break;
  }
  return [...columns.values()];
};

/** Whom to ask, and when to give up. */
export interface SeriesRequest {
  readonly client: CloudWatchClient;
  readonly abortSignal: AbortSignal | undefined;
}

interface ReadBatch {
  readonly whole: readonly HeldSeries[];
  /** Of the others. */
  readonly failure: MetricHistoryError | undefined;
}

/** @throws MetricHistoryError there is no answer. */
export const readBatch = async (asked: SeriesRequest, batch: Batch): Promise<ReadBatch> => {
  let columns: readonly Column[];
  try {
    columns = await readColumns(asked, batch);
  } catch (error) {
    const { client } = asked;
    throw await notAnswered(error, { client, operation: 'GetMetricData', about: refused(error, batch) });
  }
  const whole = columns.filter(({ status }) => status === 'Complete').map((column) => heldSeries(column, batch.held));
  return { whole, failure: failureIn(columns) };
};
