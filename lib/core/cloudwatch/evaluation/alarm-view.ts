import { type AlarmLayout, alarmLayout } from './alarm-layout.ts';
import { SECOND } from '../../time.ts';
import { type AnomalyBand, anomalyBand, BAND_BASIS } from './anomaly-band.ts';
import type { MetricAlarm } from '../../alarm/definition.ts';
import type { Frame } from '../math/frame.ts';
import { evaluationRange } from './judge-periods.ts';
import { metricText } from '../../series/metric-text.ts';
import type { PeriodGrid, Span } from '../../series/period-grid.ts';
import { seriesName, sourceOf, valuesOn } from '../../series/period-values.ts';
import type { SeriesLookup, Unsupported } from '../../series/series.ts';
import { missingFrom, type Needs, needsOf } from './signal.ts';
import { enoughSamples } from '../../series/statistic.ts';

/** What an alarm sees over a stretch of time. */
export interface AlarmView {
  readonly grid: PeriodGrid;
  /** The value of each period; of a signal that depends on the window it is looked at through: of no use. */
  readonly values: Float64Array;
  /** The values of one evaluation's periods, oldest first, where they depend on the window; absent: those of `values`. */
  readonly through?: (index: number) => Float64Array;
  readonly band?: AnomalyBand;
  /** Whether a period has too few samples to change anything; absent: none has. */
  readonly quiet?: (index: number) => boolean;
  /** What is not CloudWatch's own, in words for the user. */
  readonly approximations: readonly string[];
}

/** A grid with the values of every metric on it. */
interface Filled {
  /** Epoch milliseconds: what was before it is not held, which is not the same as missing. */
  readonly beginsMs: number;
  readonly grid: PeriodGrid;
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly approximations: readonly string[];
}

const columnsOf = ({ metrics }: Needs, { grid, fits }: AlarmLayout, lookup: SeriesLookup): Filled | Unsupported => {
  const columns = new Map<string, Float64Array>();
  const approximations: string[] = [];
  let beginsMs = Infinity;
  for (const [id, metric] of metrics) {
    const source = sourceOf(metric, lookup, fits);
    if ('unsupported' in source) return source;
    if (source.unweighted === true) {
      approximations.push(
        `${seriesName(metric)} is made of shorter periods as if each had as many samples: SampleCount is not held for all of them`,
      );
    }
    beginsMs = Math.min(beginsMs, source.series?.startMs ?? Infinity);
    columns.set(id, valuesOn(source, grid));
  }
  return { grid, columns, beginsMs, approximations };
};

/** The newest so many periods of one evaluation, oldest first. */
const windowFrame = ({ columns, grid }: Filled, [index, count]: readonly [number, number]): Frame => {
  const at = (place: number): number => index - (count - 1 - place) * grid.stride;
  const cut = (column: Float64Array): Float64Array =>
    Float64Array.from({ length: count }, (_, place) => column[at(place)] ?? NaN);
  return {
    count,
    periodSeconds: grid.periodMs / SECOND,
    startOf: (place) => grid.startOf(at(place)),
    columns: new Map([...columns].map(([id, column]) => [id, cut(column)])),
  };
};

/** FILL makes zeros of what was never recorded: they are taken back. */
const sinceHeld = (values: Float64Array, { count, endOf }: PeriodGrid, beginsMs: number): Float64Array => {
  let before = 0;
  while (before < count && endOf(before) <= beginsMs) before += 1;
  return values.slice().fill(NaN, 0, before);
};

type Seen = Pick<AlarmView, 'values' | 'through'>;

const seen = (alarm: MetricAlarm, needs: Needs, filled: Filled): Seen | Unsupported => {
  const { valuesOf, windowed, optional } = needs;
  const { grid, columns, beginsMs } = filled;
  const { count, periodMs, startOf } = grid;
  const whole = valuesOf({ count, periodSeconds: periodMs / SECOND, startOf, columns });
  if ('unsupported' in whole) return whole;
  if (!windowed) return { values: optional.size === 0 ? whole : sinceHeld(whole, grid, beginsMs) };
  const range = evaluationRange(alarm);
  return {
    values: whole,
    through: (index) => {
      const through = new Float64Array(range).fill(NaN);
      const sinceBegin = Math.ceil((grid.endOf(index) - beginsMs) / periodMs);
      const held = Math.max(0, Math.min(range, sinceBegin));
      const values = held === 0 ? through : valuesOf(windowFrame(filled, [index, held]));
      if (!('unsupported' in values)) through.set(values, range - values.length);
      return through;
    },
  };
};

type Quiet = Pick<AlarmView, 'quiet'>;

const quietOf = (
  alarm: MetricAlarm,
  { grid, fits }: AlarmLayout,
  [lookup, values]: readonly [SeriesLookup, Float64Array],
): Quiet | Unsupported => {
  const { signal, lowSamples } = alarm;
  const enough = signal.kind === 'metric' ? enoughSamples(signal.metric.stat) : undefined;
  if (lowSamples !== 'ignore' || signal.kind !== 'metric' || enough === undefined) return {};
  const metric = { ...signal.metric, stat: 'SampleCount' };
  const source = lookup(metric).length === 0 ? undefined : sourceOf(metric, lookup, fits);
  if (source === undefined || 'unsupported' in source) {
    return { unsupported: `it ignores percentiles of few samples, and ${seriesName(metric)} is not held` };
  }
  const counts = valuesOn(source, grid);
  // A value without a count is not known to rest on enough.
  return { quiet: (index) => !Number.isNaN(values[index]) && !((counts[index] ?? NaN) >= enough) };
};

type Banded = Pick<AlarmView, 'band' | 'approximations'>;

const bandOf = (
  { limit }: MetricAlarm,
  { grid, approximations }: Filled,
  { values, through }: Seen,
): Banded | Unsupported => {
  if (!('band' in limit)) return { approximations };
  if (through !== undefined) return { unsupported: 'a band around an expression over several periods cannot be told' };
  const { startOf, periodMs, stride } = grid;
  const band = anomalyBand(values, { startOf, periodMs: periodMs / stride }, limit.band.standardDeviations);
  return {
    band,
    approximations: [...approximations, `the anomaly band is ${BAND_BASIS}: CloudWatch's cannot be reproduced`],
  };
};

const looking = (
  alarm: MetricAlarm,
  needs: Needs,
  [layout, lookup]: readonly [AlarmLayout, SeriesLookup],
): AlarmView | Unsupported => {
  const filled = columnsOf(needs, layout, lookup);
  if ('unsupported' in filled) return filled;
  const looked = seen(alarm, needs, filled);
  if ('unsupported' in looked) return looked;
  const banded = bandOf(alarm, filled, looked);
  if ('unsupported' in banded) return banded;
  const quiet = quietOf(alarm, layout, [lookup, looked.values]);
  return 'unsupported' in quiet ? quiet : { grid: layout.grid, ...looked, ...banded, ...quiet };
};

/** What an alarm looks at, or why that cannot be told from the series held. */
export const alarmView = (alarm: MetricAlarm, lookup: SeriesLookup, span: Span): AlarmView | Unsupported => {
  const needs = needsOf(alarm.signal);
  if ('unsupported' in needs) return needs;
  const missing = missingFrom(needs, lookup);
  if (missing.length > 0) return { unsupported: `no data of ${missing.map(metricText).join(', ')}` };
  const layout = alarmLayout(alarm, needs, [lookup, span]);
  return 'unsupported' in layout ? layout : looking(alarm, needs, [layout, lookup]);
};
