import { DAY, epochOf, HOUR, type Instant, instantOf } from '../../lib/core/time.ts';
import type { StubAnswer, StubRequest } from './aws-stub.ts';
import { type Account, historyItemOf, type StoredValue, storedSums } from './stored-metrics.ts';

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

/** Times are seconds since 1970. */
interface MetricDataRequest {
  readonly MetricDataQueries: readonly Query[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly ScanBy?: string;
  readonly MaxDatapoints?: number;
  readonly NextToken?: string;
}

const refusal = (why: string): StubAnswer => ({ error: 'ValidationError', fields: { message: why } });

/** A period that is no multiple of what is kept where the span begins has no values. */
const isKept = (periodSeconds: number, ageMs: number): boolean => {
  if (ageMs <= 3 * HOUR) return true;
  if (ageMs <= 15 * DAY) return periodSeconds % 60 === 0;
  return periodSeconds % (ageMs <= 63 * DAY ? 300 : 3_600) === 0 && ageMs <= 455 * DAY;
};

interface Point {
  readonly id: string;
  readonly at: number;
  readonly value: number;
}

/** What CloudWatch does with GetMetricData, at most `pageSize` values a page. */
const metricData = (account: Account, request: MetricDataRequest, host: Host): StubAnswer => {
  const { MetricDataQueries: queries, StartTime, EndTime, ScanBy, MaxDatapoints = 100_800, NextToken = '0' } = request;
  if (queries.length > 500) return refusal(`at most 500 queries, got ${String(queries.length)}`);
  if (StartTime >= EndTime) return refusal('StartTime must be less than EndTime');
  const points = queries.flatMap(({ Id: id, MetricStat: { Metric, Period } }): Point[] => {
    if (!isKept(Period, epochOf(host.now) - StartTime * 1_000)) return [];
    const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
    const metric = { namespace: Metric.Namespace, metricName: Metric.MetricName, dimensions };
    const sums = storedSums(account, metric, [StartTime * 1_000, EndTime * 1_000, Period * 1_000]);
    return sums.map(([at, value]) => ({ id, at: at / 1_000, value }));
  });
  const order = ScanBy === 'TimestampAscending' ? 1 : -1;
  points.sort((one, other) => order * (one.at - other.at));
  const from = Number(NextToken);
  const to = from + Math.min(MaxDatapoints, host.pageSize ?? MaxDatapoints);
  const [page, rest] = [points.slice(from, to), points.slice(to)];
  const MetricDataResults = queries.map(({ Id }) => {
    const own = page.filter(({ id }) => id === Id);
    return {
      Id,
      Timestamps: own.map(({ at }) => at),
      Values: own.map(({ value }) => value),
      StatusCode: rest.some(({ id }) => id === Id) ? 'PartialData' : 'Complete',
    };
  });
  return { result: { MetricDataResults, ...(rest.length === 0 ? {} : { NextToken: String(to) }) } };
};

const describeAlarms = ({ alarms }: Account, { AlarmTypes, NextToken }: StubRequest['body']): StubAnswer => {
  const types = Array.isArray(AlarmTypes) ? AlarmTypes : ['MetricAlarm'];
  const metric = types.includes('MetricAlarm') ? (alarms?.MetricAlarms ?? []) : [];
  const composite = types.includes('CompositeAlarm') ? (alarms?.CompositeAlarms ?? []) : [];
  const at = Number(NextToken ?? 0);
  const more = at + 1 < metric.length;
  const CompositeAlarms = more ? [] : composite;
  return {
    result: { MetricAlarms: metric.slice(at, at + 1), CompositeAlarms, ...(more && { NextToken: String(at + 1) }) },
  };
};

const describeHistory = ({ changes = [] }: Account, body: StubRequest['body']): StubAnswer => {
  const { StartDate, EndDate, NextToken, HistoryItemType } = body;
  if (HistoryItemType !== 'StateUpdate') return refusal('this fake knows state updates only');
  const items = changes
    .map((change) => ({ ...historyItemOf(change), Timestamp: epochOf(change.at) / 1_000 }))
    .filter(({ Timestamp }) => Timestamp >= Number(StartDate) && Timestamp <= Number(EndDate))
    .sort((one, other) => other.Timestamp - one.Timestamp);
  const at = Number(NextToken ?? 0);
  const more = at + 1 < items.length;
  return { result: { AlarmHistoryItems: items.slice(at, at + 1), ...(more && { NextToken: String(at + 1) }) } };
};

interface PutRequest {
  readonly Namespace: string;
  readonly MetricData: readonly {
    readonly MetricName: string;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    readonly Timestamp: number;
    readonly Value: number;
  }[];
}

const storedOf = ({ Namespace: namespace, MetricData }: PutRequest): readonly StoredValue[] =>
  MetricData.map(({ MetricName: metricName, Dimensions, Timestamp, Value: value }) => ({
    metric: { namespace, metricName, dimensions: Object.fromEntries(Dimensions.map((one) => [one.Name, one.Value])) },
    at: instantOf(Timestamp * 1_000),
    value,
  }));

interface Host {
  readonly now: Instant;
  /** Fewer values a page than asked for. */
  readonly pageSize?: number;
}

/** CloudWatch before an account's data, and what is put: alarms and changes come one a page. For `startAwsStub`. */
export const fakeCloudWatch = (given: Account, host: Host): ((request: StubRequest) => StubAnswer) => {
  let account = given;
  const put = (request: PutRequest): StubAnswer => {
    if (request.MetricData.length > 1_000) return refusal('at most 1000 values');
    account = { ...account, values: [...account.values, ...storedOf(request)] };
    return { result: {} };
  };
  return ({ operation, body }) => {
    switch (operation) {
      case 'PutMetricData':
        return put(body as unknown as PutRequest);
      case 'GetMetricData':
        return metricData(account, body as unknown as MetricDataRequest, host);
      case 'DescribeAlarms':
        return describeAlarms(account, body);
      case 'DescribeAlarmHistory':
        return describeHistory(account, body);
      default:
        return { error: 'UnknownOperationException' };
    }
  };
};
