import type { Metric } from '../../lib/core/alarm/definition.ts';
import { MINUTE, SECOND } from '../../lib/core/time.ts';
import type { StubAnswer, StubRequest } from './aws-stub.ts';
import type { ValueOf } from './leaking-service.ts';

/** How a question is dealt with. */
export type Manner =
  | 'answers'
  | 'answers late'
  | 'answers in part'
  | 'answers what it was not asked'
  | 'answers in another shape'
  | 'holds nothing'
  | 'throttles'
  | 'denies'
  | 'forbids'
  | 'breaks'
  | 'never answers';

/** Minutes of the newest that are not there yet, and of those before that of which counts have a part: a share. */
export interface Lag {
  readonly missing: number;
  readonly inPart: number;
  readonly part: number;
}

/** What CloudWatch has of it so far, later and less than there was: by its namespace. */
export const lagging =
  (valueOf: ValueOf, lagOf: (namespace: string) => Lag): ValueOf =>
  (metric, minutesAgo) => {
    const { missing, inPart, part } = lagOf(metric.namespace);
    const endedAgo = minutesAgo - metric.periodSeconds / 60;
    if (endedAgo < missing) return undefined;
    const value = valueOf(metric, minutesAgo);
    return value !== undefined && metric.stat === 'Sum' && endedAgo < missing + inPart ? value * part : value;
  };

/** What a stand-in holds and how it behaves, each as it is when it is asked. */
export interface StandIn {
  readonly valueOf: ValueOf;
  readonly nowMs: () => number;
  readonly manner: (periodSeconds: number) => Manner;
}

/** Later than anybody waits. */
const LATE_MS = 30_000;
interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly Namespace: string; readonly MetricName: string; readonly Dimensions: readonly Pair[] };
    readonly Period: number;
    readonly Stat: string;
  };
}

interface Pair {
  readonly Name: string;
  readonly Value: string;
}

interface Asked {
  readonly MetricDataQueries: readonly Query[];
  /** Seconds since 1970. */
  readonly StartTime: number;
  readonly EndTime: number;
}

const metricOf = ({ MetricStat: { Metric: named, Period, Stat } }: Query): Metric => ({
  namespace: named.Namespace,
  metricName: named.MetricName,
  dimensions: Object.fromEntries(named.Dimensions.map(({ Name, Value }) => [Name, Value])),
  stat: Stat,
  periodSeconds: Period,
});

const resultOf = ({ valueOf, nowMs }: StandIn, query: Query, { StartTime, EndTime }: Asked): object => {
  const metric = metricOf(query);
  const [Timestamps, Values]: [number[], number[]] = [[], []];
  for (let at = StartTime; at < EndTime; at += metric.periodSeconds) {
    const value = valueOf(metric, (nowMs() - at * SECOND) / MINUTE);
    if (value === undefined) continue;
    Timestamps.push(at);
    Values.push(value);
  }
  return { Id: query.Id, Timestamps, Values, StatusCode: 'Complete' };
};

type Answering = (results: readonly object[]) => StubAnswer;

const emptied = (results: readonly object[], StatusCode: string): StubAnswer => ({
  result: { MetricDataResults: results.map((one) => ({ ...one, Timestamps: [], Values: [], StatusCode })) },
});

const whole: Answering = (MetricDataResults) => ({ result: { MetricDataResults } });

const ANSWERS: Readonly<Record<Manner, Answering>> = {
  answers: whole,
  'answers late': (MetricDataResults) => ({ afterMs: LATE_MS, answer: { result: { MetricDataResults } } }),
  'answers in part': (results) => emptied(results, 'PartialData'),
  'answers what it was not asked': (results) => whole(results.map((one) => ({ ...one, Id: 'somebodyElses' }))),
  'answers in another shape': () => ({ result: { MetricDataResults: 'none', NextToken: { no: 'token' } } }),
  'holds nothing': (results) => emptied(results, 'Complete'),
  throttles: () => ({ error: 'Throttling' }),
  denies: () => ({ error: 'AccessDenied', status: 403 }),
  forbids: (results) => emptied(results, 'Forbidden'),
  breaks: () => 'broken connection',
  'never answers': () => 'no answer',
};

/**
 * CloudWatch over HTTP, for `startAwsStub`: it holds metrics, with `lagging` as late and in part as CloudWatch does, and
 * no diagnosis.
 */
export const cloudWatchStandIn =
  (standIn: StandIn) =>
  ({ body }: StubRequest): StubAnswer => {
    const asked = body as unknown as Asked;
    const [first] = asked.MetricDataQueries;
    const results = asked.MetricDataQueries.map((query) => resultOf(standIn, query, asked));
    return ANSWERS[standIn.manner(first?.MetricStat.Period ?? 0)](results);
  };
