import { evaluateMetricAlarm } from '../../core/cloudwatch/evaluation/alarm-transitions.ts';
import type { MetricAlarm } from '../../core/alarm/definition.ts';
import type { DescribedAlarm } from '../../core/cloudwatch/described/described-alarms.ts';
import { longestWindowSeconds } from '../../core/cloudwatch/described/described-metric-alarm.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { SeriesLookup, Unsupported } from '../../core/series/series.ts';
import { periodSecondsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import type { Window } from '../../core/alarm-settings.ts';
import { DAY, epochOf } from '../../core/time.ts';
import { type BacktestedAlarm, ENOUGH_AGREEMENT, isTrusted, type SeriesSource } from './backtest.ts';
import { isOnGrowth, type Leads, leadsOver } from './leads.ts';
import { delaysFrom, type OnsetDelays } from './onsets.ts';
import type { SweepGrid } from './sweep-grid.ts';
import { pagesOf, secondsInAlarm, type Stretch, stretchesInAlarm } from './time-in-alarm.ts';

/** What an alarm with other settings would have done. */
export interface SweepRow extends Window {
  /** Absent: a band, which has none. */
  readonly threshold?: number;
  /** Whether these are the settings of the alarm as it stands. */
  readonly isOwn: boolean;
  readonly timesInAlarm: number;
  readonly secondsInAlarm: number;
  /** Absent: it pages nobody. */
  readonly pages?: number;
  /** Absent: no onsets are known. */
  readonly delays?: OnsetDelays;
  /** Of the alarm on memory growth; absent: the memory alarm of its service could not be evaluated. */
  readonly leads?: Leads;
}

/** The grid, thresholds one after the other; `own` is the alarm as it stands, whether the grid holds it or not. */
export interface Swept {
  readonly rows: readonly SweepRow[];
  readonly own: SweepRow;
}

/** Why there is no table. */
export interface Refused {
  readonly refused: string;
}

export interface SweepInput {
  readonly backtested: BacktestedAlarm;
  readonly grid: SweepGrid;
  readonly series: SeriesSource;
  readonly span: Span;
  /** Undefined: not known. */
  readonly onsets: readonly Stretch[] | undefined;
  /** Undefined: it pages nobody. */
  readonly recoverAfterMs: number | undefined;
  /** When the memory alarm was in ALARM of which the growth is foretold; undefined: not known. */
  readonly memoryAlarms?: readonly Stretch[] | undefined;
}

const notReproduced = (score: number): string =>
  `this backtest does not reproduce what CloudWatch did (agreement ${score.toFixed(2)}, at least ${String(ENOUGH_AGREEMENT)} is needed), so it gives no advice`;

const windowProblem = (alarm: MetricAlarm, windows: readonly Window[]): string | undefined => {
  const periodSeconds = periodSecondsOf(alarm.signal);
  const most = Math.floor(longestWindowSeconds(periodSeconds) / periodSeconds);
  const tooLong = windows.find(({ evaluationPeriods }) => evaluationPeriods > most);
  if (tooLong === undefined) return undefined;
  return `${String(tooLong.evaluationPeriods)} periods of ${String(periodSeconds)} s are more than CloudWatch takes (${String(most)})`;
};

/** The thresholds that an alarm is tried with. */
const thresholdsFor = (alarm: MetricAlarm, { thresholds, exhaustionWithin }: SweepGrid): readonly number[] =>
  isOnGrowth(alarm) && exhaustionWithin.length > 0 ? exhaustionWithin : thresholds;

const isOnlyForGrowth = ({ thresholds, windows, exhaustionWithin }: SweepGrid): boolean =>
  exhaustionWithin.length > 0 && thresholds.length === 0 && windows.length === 0;

/** Whether a grid says anything of an alarm. */
export const isSweptBy = (grid: SweepGrid, alarm: DescribedAlarm): boolean =>
  !isOnlyForGrowth(grid) || ('signal' in alarm && isOnGrowth(alarm));

const formProblem = ({ alarm, unsupported }: BacktestedAlarm, grid: SweepGrid): string | undefined => {
  const { thresholds } = grid;
  if (unsupported !== undefined) return `it was not evaluated: ${unsupported}`;
  if (!isSweptBy(grid, alarm)) return 'exhaustionWithin= is of the alarm on memory growth';
  if ('rule' in alarm) return 'a composite alarm has neither threshold nor periods: sweep the alarms of its rule';
  if (thresholds.length === 0 || !('limit' in alarm) || 'threshold' in alarm.limit) return undefined;
  return 'it compares with an anomaly band, which has no threshold: only for= can be swept';
};

/** The alarm, where it can be swept by that grid. */
const sweepable = ({ backtested, grid }: SweepInput): MetricAlarm | Refused => {
  const { alarm, agreement } = backtested;
  const problem = formProblem(backtested, grid);
  if (problem !== undefined || !('limit' in alarm)) return { refused: problem ?? 'it has no threshold' };
  if (!isTrusted(backtested)) return { refused: notReproduced(agreement?.score ?? 0) };
  const tooLong = windowProblem(alarm, grid.windows);
  return tooLong === undefined ? alarm : { refused: tooLong };
};

const withSettings = (alarm: MetricAlarm, threshold: number | undefined, window: Window): MetricAlarm => {
  const { limit } = alarm;
  if (threshold === undefined || !('threshold' in limit)) return { ...alarm, ...window };
  return { ...alarm, ...window, limit: { comparison: limit.comparison, threshold } };
};

const thresholdOf = ({ limit }: MetricAlarm): number | undefined =>
  'threshold' in limit ? limit.threshold : undefined;

const isSame = (one: MetricAlarm, other: MetricAlarm): boolean =>
  one.datapointsToAlarm === other.datapointsToAlarm &&
  one.evaluationPeriods === other.evaluationPeriods &&
  thresholdOf(one) === thresholdOf(other);

const rowOf = (
  alarm: MetricAlarm,
  { span, onsets, recoverAfterMs, memoryAlarms }: SweepInput,
  [lookup, isOwn]: readonly [SeriesLookup, boolean],
): SweepRow | Unsupported => {
  const history = evaluateMetricAlarm(alarm, lookup, span);
  if ('unsupported' in history) return history;
  const { transitions } = history;
  const stretches = stretchesInAlarm(transitions, span.to);
  const threshold = thresholdOf(alarm);
  return {
    ...(threshold === undefined ? {} : { threshold }),
    datapointsToAlarm: alarm.datapointsToAlarm,
    evaluationPeriods: alarm.evaluationPeriods,
    isOwn,
    timesInAlarm: stretches.length,
    secondsInAlarm: secondsInAlarm(stretches),
    ...(recoverAfterMs === undefined ? {} : { pages: pagesOf(transitions, recoverAfterMs) }),
    ...(onsets === undefined ? {} : { delays: delaysFrom(onsets, stretches) }),
    ...(memoryAlarms === undefined ? {} : { leads: leadsOver(memoryAlarms, stretches) }),
  };
};

/** One alarm under every combination of the grid. */
export const sweep = (input: SweepInput): Swept | Refused => {
  const own = sweepable(input);
  if ('refused' in own) return own;
  const lookup = input.series.bind(own);
  if ('unsupported' in lookup) return { refused: lookup.unsupported };
  const { windows } = input.grid;
  const thresholds = thresholdsFor(own, input.grid);
  const variants = (thresholds.length === 0 ? [undefined] : thresholds).flatMap((threshold) =>
    (windows.length === 0 ? [own] : windows).map((window) => {
      const { datapointsToAlarm, evaluationPeriods } = window;
      return withSettings(own, threshold, { datapointsToAlarm, evaluationPeriods });
    }),
  );
  const rows: SweepRow[] = [];
  for (const variant of [own, ...variants]) {
    const row = rowOf(variant, input, [lookup, isSame(variant, own)]);
    if ('unsupported' in row) return { refused: row.unsupported };
    rows.push(row);
  }
  const [first, ...rest] = rows;
  return first === undefined ? { refused: 'nothing was evaluated' } : { own: first, rows: rest };
};

export const weeksOf = ({ from, to }: Span): number => (epochOf(to) - epochOf(from)) / (7 * DAY);
