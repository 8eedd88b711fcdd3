import type { AlarmState, CompositeAlarm, Metric, MetricAlarm } from '../../../lib/core/alarm/definition.ts';
import type { DescribedAlarm } from '../../../lib/core/cloudwatch/described/described-alarms.ts';
import { instantOf, MINUTE } from '../../../lib/core/time.ts';
import {
  type BacktestedAlarm,
  type BacktestInput,
  backtest,
  type SeriesSource,
} from '../../../lib/simulator/backtest/backtest.ts';

const START = Date.parse('2023-08-05T14:00:00Z');

/** The instant so many minutes into the series below. */
export const minute = (minutes: number): string => instantOf(START + minutes * MINUTE);

export const memory: Metric = {
  namespace: 'AWS/ECS',
  metricName: 'MemoryUtilization',
  dimensions: { ClusterName: 'prod', ServiceName: 'web' },
  stat: 'Average',
  periodSeconds: 60,
};

/** ALARM when one minute is 80 or more. */
export const memoryAlarm = (changes: Partial<MetricAlarm> = {}): MetricAlarm => ({
  name: 'memory',
  signal: { kind: 'metric', metric: memory },
  limit: { comparison: 'GreaterThanOrEqualToThreshold', threshold: 80 },
  datapointsToAlarm: 1,
  evaluationPeriods: 1,
  treatMissingData: 'missing',
  ...changes,
});

export const composite = (rule: string, suppressor?: CompositeAlarm['suppressor']): CompositeAlarm => ({
  name: 'impact',
  rule,
  ...(suppressor === undefined ? {} : { suppressor }),
});

type Stretch = readonly [minutes: number, value: number];

/** One value a minute from 14:00 on: `[10, 50], [5, 90]` is ten quiet minutes, then five high ones. */
export const valuesOf = (stretches: readonly Stretch[]): number[] =>
  stretches.flatMap(([minutes, value]) => Array.from({ length: minutes }, () => value));

/** Every alarm sees these values. */
export const seen = (...stretches: readonly Stretch[]): SeriesSource => {
  const series = { startMs: START, periodMs: MINUTE, values: Float64Array.from(valuesOf(stretches)) };
  return { bind: () => () => [series] };
};

export const NOTHING_HELD: SeriesSource = { bind: () => () => [] };

/** Two hours from 14:00 on. */
export const SPAN = { from: minute(0), to: minute(120) };

/** Memory is high in two stretches: 14:10 to 14:15 and 14:18 to 14:28. */
const twiceHigh = seen([10, 50], [5, 90], [3, 50], [10, 90], [92, 50]);

export const backtesting = (
  alarms: readonly DescribedAlarm[],
  input: Partial<BacktestInput> = {},
): readonly BacktestedAlarm[] => backtest({ alarms, series: twiceHigh, span: SPAN, ...input });

export const only = (all: readonly BacktestedAlarm[]): BacktestedAlarm => {
  const [one] = all;
  if (one === undefined || all.length > 1) throw new Error(`${String(all.length)} alarms`);
  return one;
};

/** `+11 ALARM`: minutes into the span. */
export const changesOf = ({ changes }: BacktestedAlarm): readonly string[] =>
  changes.map(({ at, to }) => `+${String((Date.parse(at) - START) / MINUTE)} ${to}`);

export const recordedAt = (
  minutes: number,
  to: AlarmState,
  alarmName = 'memory',
): { alarmName: string; at: string; from: AlarmState; to: AlarmState } => ({
  alarmName,
  at: minute(minutes),
  from: to === 'ALARM' ? 'OK' : 'ALARM',
  to,
});

/** What CloudWatch did where it did what the alarm on `twiceHigh` does. */
export const asPredicted = [
  recordedAt(11, 'ALARM'),
  recordedAt(16, 'OK'),
  recordedAt(19, 'ALARM'),
  recordedAt(29, 'OK'),
];
