import { MINUTE, SECOND } from '../../time.ts';
import type { MetricAlarm } from '../../alarm/definition.ts';
import { evaluationRange } from './judge-periods.ts';
import { type GridInput, type PeriodGrid, slidingGrid, type Span, wallClockGrid } from '../../series/period-grid.ts';
import { partOf } from '../../series/period-values.ts';
import type { Series, SeriesLookup, Unsupported } from '../../series/series.ts';
import { type Needs, periodSecondsOf } from './signal.ts';

type Held = Needs['metrics'];

/** CloudWatch evaluates every minute, an alarm on a period below a minute every ten seconds. */
const cadenceOf = (periodMs: number): number => (periodMs < MINUTE ? 10 * SECOND : MINUTE);

/** Data of the alarm's own period is evaluated once a period, finer data as often as CloudWatch does. */
const stepOf = (metrics: Held, lookup: SeriesLookup, periodMs: number): number => {
  const held = [...metrics.values()].map(lookup);
  if (held.some((all) => all.some((one) => one.periodMs === periodMs))) return periodMs;
  const parts = held.flatMap((all) => partOf(all, periodMs)?.periodMs ?? []);
  return Math.min(periodMs, Math.max(cadenceOf(periodMs), ...parts));
};

/** The periods of an alarm, and which series have values for them. */
export interface AlarmLayout {
  readonly grid: PeriodGrid;
  readonly fits: (series: Series) => boolean;
}

const isEmpty = ({ values }: Series): boolean => values.length === 0;

/** When a period of a series begins, after a whole multiple of it since 1970. */
const phaseOf = ({ startMs, periodMs }: Series): number => startMs % periodMs;

/** GetMetricData counts periods from the minute it is asked from: five minutes may begin at :02, but all metrics' alike. */
const slidingLayout = (
  needs: Needs,
  lookup: SeriesLookup,
  input: Omit<GridInput, 'stepMs' | 'phaseMs'>,
): AlarmLayout | Unsupported => {
  const { periodMs } = input;
  const stepMs = stepOf(needs.metrics, lookup, periodMs);
  const own = [...needs.metrics.values()].flatMap(lookup).filter((one) => one.periodMs === periodMs && !isEmpty(one));
  const [phaseMs = 0, ...others] = new Set(own.map(phaseOf));
  if (others.length > 0) return { unsupported: 'the periods of its metrics begin at different times' };
  return {
    grid: slidingGrid({ ...input, stepMs, phaseMs }),
    fits: (one) =>
      isEmpty(one) ||
      ((one.periodMs === periodMs ? stepMs === periodMs : stepMs % one.periodMs === 0) &&
        phaseOf(one) === phaseMs % one.periodMs),
  };
};

/** Where the periods of an alarm lie, given what is held of its metrics. */
export const alarmLayout = (
  alarm: MetricAlarm,
  needs: Needs,
  [lookup, span]: readonly [SeriesLookup, Span],
): AlarmLayout | Unsupported => {
  const periodMs = periodSecondsOf(alarm.signal) * SECOND;
  const range = evaluationRange(alarm);
  if (alarm.wallClock === undefined) return slidingLayout(needs, lookup, { periodMs, range, span });
  const grid = wallClockGrid({ periodMs, range, span }, alarm.wallClock);
  if ('unsupported' in grid) return grid;
  const marks = Array.from({ length: grid.count }, (_, index) => grid.startOf(index));
  return { grid, fits: (one) => marks.every((at) => at % one.periodMs === phaseOf(one)) };
};
