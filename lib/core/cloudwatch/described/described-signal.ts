import type { MathQuery, Metric, Signal } from '../../alarm/definition.ts';
import type { FieldReader } from './field-reader.ts';
import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';

/** Of the metrics of an alarm what evaluation needs. */
export interface DescribedSignal {
  readonly signal: Signal;
  /** How wide the band is that the signal is compared with; absent: it is compared with a threshold. */
  readonly standardDeviations?: number;
}

const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** Of a band that names no width. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
const USUAL_DEVIATIONS = 2;

const BAND = /^\s*ANOMALY_DETECTION_BAND\s*\(\s*(\w+)\s*(?:,\s*(\d+(?:\.\d+)?)\s*)?\)\s*$/iu;

type Asked = Omit<Metric, 'namespace' | 'metricName' | 'dimensions'>;

const unitOf = (fields: FieldReader): Pick<Asked, 'unit'> =>
  fields.given('Unit') === undefined ? {} : { unit: fields.text('Unit') };

const accountOf = (entry: FieldReader): Pick<Asked, 'accountId'> =>
  entry.given('AccountId') === undefined ? {} : { accountId: entry.text('AccountId') };

const metricOf = (named: FieldReader, statistic: Asked): Metric => ({
  namespace: named.text('Namespace'),
  metricName: named.text('MetricName'),
  dimensions: Object.fromEntries(named.each('Dimensions').map((each) => [each.text('Name'), each.text('Value')])),
  ...statistic,
});

/** A valid period: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const periodOf = (fields: FieldReader): number => {
  const seconds = fields.count('Period', 1);
  if (seconds % 60 !== 0 && ![10, 20, 30].includes(seconds) && !Number.isNaN(seconds))
    fields.wrong('Period', '10, 20, 30 or a multiple of 60 seconds');
  return seconds;
};

const singleMetric = (alarm: FieldReader): Signal => {
  const stat =
    alarm.given('ExtendedStatistic') === undefined
      ? (alarm.choice('Statistic', STATISTICS) ?? '')
      : alarm.text('ExtendedStatistic');
  const metric = metricOf(alarm, { stat, periodSeconds: periodOf(alarm), ...unitOf(alarm) });
  return { kind: 'metric', metric };
};

interface Entry {
  readonly query: MathQuery;
  readonly isReturned: boolean;
  /** Absent: an expression that names none. */
  readonly periodSeconds?: number;
}

const entryOf = (entry: FieldReader): Entry => {
  const id = entry.text('Id');
  const isReturned = entry.flag('ReturnData', true);
  if (entry.given('MetricStat') !== undefined) {
    const statistic = entry.under('MetricStat');
    const periodSeconds = periodOf(statistic);
    const metric = metricOf(statistic.under('Metric'), {
      stat: statistic.text('Stat'),
      periodSeconds,
      ...unitOf(statistic),
      ...accountOf(entry),
    });
    return { query: { id, metric }, isReturned, periodSeconds };
  }
  const expression = entry.text('Expression');
  const label = entry.given('Label') === undefined ? {} : { label: entry.text('Label') };
  const period = entry.given('Period') === undefined ? {} : { periodSeconds: periodOf(entry) };
  return { query: { id, expression, ...label }, isReturned, ...period };
};

const unsupported = (why: string): Unsupported => ({ unsupported: why });

const doubtAbout = (entries: readonly Entry[]): Unsupported | undefined => {
  const byId = Map.groupBy(entries, ({ query }) => query.id);
  const [twice] = [...byId].find(([, same]) => same.length > 1) ?? [];
  if (twice !== undefined)
    return unsupported(`two entries of Metrics have the id ${shownValue(twice)}: give each its own`);
  if (entries.some(({ query }) => 'expression' in query && /^\s*SELECT\s/iu.test(query.expression)))
    return unsupported('it watches a Metrics Insights query (SELECT …), whose series no recording holds');
  if (!entries.some(({ query }) => 'metric' in query))
    return unsupported('expected at least one MetricStat in Metrics, got expressions only');
  const periods = [...new Set(entries.flatMap(({ periodSeconds = [] }) => periodSeconds))];
  if (periods.length > 1)
    return unsupported(`expected one period for all of Metrics, got ${periods.join(', ')} seconds`);
  return undefined;
};

const signalOf = (entries: readonly Entry[]): Signal | Unsupported => {
  const returned = entries.filter(({ isReturned }) => isReturned).map(({ query }) => query);
  const [only] = returned;
  if (only === undefined || returned.length > 1) {
    const which = returned.length === 0 ? 'none' : returned.map(({ id }) => shownValue(id)).join(', ');
    return unsupported(`expected exactly one entry of Metrics with ReturnData, got ${which}`);
  }
  if ('metric' in only) return { kind: 'metric', metric: only.metric };
  return { kind: 'math', queries: entries.map(({ query }) => query), returned: only.id };
};

interface Band {
  readonly query: MathQuery;
  readonly of: string;
  readonly standardDeviations: number;
}

const bandOf = (query: MathQuery): Band | undefined => {
  const [, of, width = String(USUAL_DEVIATIONS)] =
    ('expression' in query ? BAND.exec(query.expression) : undefined) ?? [];
  return of === undefined ? undefined : { query, of, standardDeviations: Number(width) };
};

const bandIn = (entries: readonly Entry[], id: string): Band | Unsupported => {
  const query = entries.find((entry) => entry.query.id === id)?.query;
  const band = query === undefined ? undefined : bandOf(query);
  if (band !== undefined && band.standardDeviations > 0) return band;
  const expected = 'the id of an entry of Metrics such as ANOMALY_DETECTION_BAND(m1, 2)';
  const got = query !== undefined && 'expression' in query ? `, which is ${shownValue(query.expression)}` : '';
  return unsupported(`ThresholdMetricId: expected ${expected}, got ${shownValue(id)}${got}`);
};

/** An alarm on an anomaly band returns two entries: the band, and what is compared with it. */
const bandedSignal = (entries: readonly Entry[], bandId: string): DescribedSignal | Unsupported => {
  const band = bandIn(entries, bandId);
  if ('unsupported' in band) return band;
  const rest = entries.filter(({ query }) => query !== band.query);
  const signal = signalOf(rest);
  if ('unsupported' in signal) return signal;
  const compared = rest.find(({ isReturned }) => isReturned)?.query.id;
  if (compared === band.of) return { signal, standardDeviations: band.standardDeviations };
  const ids = `${shownValue(compared)} with the anomaly band of ${shownValue(band.of)}`;
  return unsupported(`it compares ${ids}: a band says what is usual of one series only`);
};

/** What a described metric alarm looks at; what is wrong with single fields is noted in `alarm.problems`. */
export const describedSignal = (alarm: FieldReader): DescribedSignal | Unsupported => {
  const entries = alarm.each('Metrics').map(entryOf);
  if (entries.length === 0) return { signal: singleMetric(alarm) };
  const doubt = doubtAbout(entries);
  if (doubt !== undefined) return doubt;
  if (alarm.given('ThresholdMetricId') !== undefined) return bandedSignal(entries, alarm.text('ThresholdMetricId'));
  const signal = signalOf(entries);
  return 'unsupported' in signal ? signal : { signal };
};
