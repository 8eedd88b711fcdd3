import type { MetricAlarm } from '../../core/alarm/definition.ts';
import type { DescribedAlarm } from '../../core/cloudwatch/described/described-alarms.ts';
import { forecastWatchedBy } from '../../core/service/forecast-metrics.ts';
import { SECOND } from '../../core/time.ts';
import { backtest, type BacktestInput } from './backtest.ts';
import { medianOf } from './onsets.ts';
import { type Stretch, stretchesInAlarm } from './time-in-alarm.ts';

/** How long before the memory alarm an alarm on memory growth fired, where it was still in ALARM then. */
export interface Leads {
  /** How often the memory alarm fired. */
  readonly memoryAlarms: number;
  readonly foretold: number;
  /** Undefined: none was foretold. Of an even number of them the mean of the middle two. */
  readonly medianSeconds: number | undefined;
}

export const isOnGrowth = (alarm: MetricAlarm): boolean => forecastWatchedBy(alarm) === 'MemoryExhaustionMinutes';

/** The alarm that fires when memory is nearly full, of the service whose growth an alarm watches; undefined: there is none. */
const memoryAlarmOf = (alarm: DescribedAlarm, among: readonly DescribedAlarm[]): MetricAlarm | undefined => {
  if (!('signal' in alarm) || !isOnGrowth(alarm)) return undefined;
  const name = alarm.name.replace('-memory-growth-', '-memory-');
  return among.find((one): one is MetricAlarm => 'signal' in one && one.name === name && one !== alarm);
};

/** When it was in ALARM; undefined: there is none, or it cannot be evaluated. */
export const memoryAlarmsBeside = (
  alarm: DescribedAlarm,
  among: readonly DescribedAlarm[],
  { series, span }: Pick<BacktestInput, 'series' | 'span'>,
): readonly Stretch[] | undefined => {
  const memory = memoryAlarmOf(alarm, among);
  const [evaluated] = memory === undefined ? [] : backtest({ alarms: [memory], series, span });
  if (evaluated === undefined || evaluated.unsupported !== undefined) return undefined;
  return stretchesInAlarm(evaluated.changes, span.to);
};

export const leadsOver = (memoryAlarms: readonly Stretch[], inAlarm: readonly Stretch[]): Leads => {
  const leads = memoryAlarms.flatMap(({ fromMs: at }) =>
    inAlarm.filter(({ fromMs, toMs }) => fromMs <= at && at <= toMs).map(({ fromMs }) => (at - fromMs) / SECOND),
  );
  return { memoryAlarms: memoryAlarms.length, foretold: leads.length, medianSeconds: medianOf(leads) };
};
