import { type AlarmHistory, evaluateMetricAlarm } from '../../lib/core/cloudwatch/evaluation/alarm-transitions.ts';
import type { AlarmState, Metric, MetricAlarm } from '../../lib/core/alarm/definition.ts';
import type { Series, SeriesLookup } from '../../lib/core/series/series.ts';
import { epochOf, instantOf } from '../../lib/core/time.ts';
import {
  type Mark,
  type NaiveAlarm,
  type NaiveData,
  type NaiveRule,
  naiveEvaluations,
  type Points,
  type Stretch,
} from './naive-alarm.ts';

export const metricOf = (changed: Partial<Metric> = {}): Metric => ({
  namespace: 'Shop',
  metricName: 'Latency',
  dimensions: { Service: 'web' },
  stat: 'Maximum',
  periodSeconds: 60,
  ...changed,
});

/** Three of three minutes at 1 or more. */
export const metricAlarm = (changed: Partial<MetricAlarm> = {}): MetricAlarm => ({
  name: 'tocsin-prod-web-latency-critical',
  signal: { kind: 'metric', metric: metricOf() },
  limit: { comparison: 'GreaterThanOrEqualToThreshold', threshold: 1 },
  datapointsToAlarm: 3,
  evaluationPeriods: 3,
  treatMissingData: 'missing',
  ...changed,
});

/** A column of values, one a period; `undefined` is missing. */
export const seriesOf = (startMs: number, periodSeconds: number, values: readonly (number | undefined)[]): Series => ({
  startMs,
  periodMs: 1000 * periodSeconds,
  values: Float64Array.from(values, (value) => value ?? NaN),
});

/** Series by statistic, whatever else the metric says. */
export const lookupOf =
  (byStat: Readonly<Record<string, Series>>): SeriesLookup =>
  ({ stat }) => {
    const held = byStat[stat];
    return held === undefined ? [] : [held];
  };

/** What an alarm that can be evaluated did; one that cannot fails the test. */
export const historyOf = (alarm: MetricAlarm, series: SeriesLookup, [from, to]: Stretch): AlarmHistory => {
  const history = evaluateMetricAlarm(alarm, series, { from: instantOf(from), to: instantOf(to) });
  if ('unsupported' in history) throw new Error(history.unsupported);
  return history;
};

const columnOf = (points: Points, everySeconds: number): Series => {
  const times = points.map(([at]) => at);
  const step = 1000 * everySeconds;
  const startMs = times.length === 0 ? 0 : Math.min(...times);
  const length = times.length === 0 ? 0 : (Math.max(...times) - startMs) / step + 1;
  const values = new Map(points);
  return seriesOf(
    startMs,
    everySeconds,
    Array.from({ length }, (_, i) => values.get(startMs + i * step)),
  );
};

/** The same alarm and data in the words of lib/core. */
const sameInCore = (
  { comparison, threshold, m, n, treatment, periodSeconds, stat, zone, warmUp, enoughSamples }: NaiveAlarm,
  { everySeconds, points, counts }: NaiveData,
): { readonly alarm: MetricAlarm; readonly series: SeriesLookup } => ({
  alarm: metricAlarm({
    signal: { kind: 'metric', metric: metricOf({ stat, periodSeconds }) },
    limit: { comparison, threshold },
    datapointsToAlarm: m,
    evaluationPeriods: n,
    treatMissingData: treatment,
    ...(zone === undefined ? {} : { wallClock: zone }),
    ...(warmUp === undefined ? {} : { warmUp }),
    ...(enoughSamples === undefined ? {} : { lowSamples: 'ignore' }),
  }),
  series: lookupOf({ SampleCount: columnOf(counts, everySeconds), [stat]: columnOf(points, everySeconds) }),
});

interface Outcome {
  /** `2023-08-05T14:03:00.000Z OK ALARM`. */
  readonly changes: readonly string[];
  readonly evaluations: number;
  readonly stateAtEnd: AlarmState;
}

export const coreOutcome = (alarm: NaiveAlarm, data: NaiveData, span: Stretch): Outcome => {
  const same = sameInCore(alarm, data);
  const { transitions, evaluations, stateAtEnd } = historyOf(same.alarm, same.series, span);
  return { changes: transitions.map(({ at, from, to }) => `${at} ${from} ${to}`), evaluations, stateAtEnd };
};

export const naiveOutcome = (alarm: NaiveAlarm, data: NaiveData, span: Stretch): Outcome => {
  const evaluations = naiveEvaluations(alarm, data, span);
  const changes = evaluations.filter(({ from, state }) => from !== state);
  return {
    changes: changes.map(({ at, from, state }) => `${instantOf(at)} ${from} ${state}`),
    evaluations: evaluations.length,
    stateAtEnd: evaluations.at(-1)?.state ?? 'INSUFFICIENT_DATA',
  };
};

export const START = epochOf('2023-08-05T14:00:00.000Z');

/** An alarm by the minute over marks from START on, to the end of the last; 0 for not breaching, 2 for breaching. */
export const outcomesOverMarks = (marks: readonly Mark[], rule: NaiveRule): { core: Outcome; naive: Outcome } => {
  const alarm: NaiveAlarm = {
    ...rule,
    comparison: 'GreaterThanThreshold',
    threshold: 1,
    periodSeconds: 60,
    stat: 'Maximum',
  };
  const points = marks.flatMap((mark, i): Points => (mark === '-' ? [] : [[START + i * 60_000, mark === 'X' ? 2 : 0]]));
  const data: NaiveData = { everySeconds: 60, points, counts: [] };
  const span: Stretch = [START, START + marks.length * 60_000];
  return { core: coreOutcome(alarm, data, span), naive: naiveOutcome(alarm, data, span) };
};
