import type { MetricAlarm } from '../../core/alarm/definition.ts';
import { metricsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import { identityOf } from '../../core/series/metric-identity.ts';
import type { Series } from '../../core/series/series.ts';
import { SECOND } from '../../core/time.ts';
import type { SeriesSource } from './backtest.ts';

/** A metric of which there is no value, rather than one of which nothing is known. */
const empty = (periodSeconds: number): Series => ({
  startMs: 0,
  periodMs: periodSeconds * SECOND,
  values: new Float64Array(),
});

export interface AbsentMetrics {
  readonly series: SeriesSource;
  /** Why nothing of some alarm's metric was found, so far. */
  readonly reasons: () => readonly string[];
}

/**
 * The source, in which what is not held counts as without a value for the alarms that `isMeant` names: they are evaluated
 * on missing data. For the others it stays unknown.
 */
export const absentAsMissing = (source: SeriesSource, isMeant: (alarm: MetricAlarm) => boolean): AbsentMetrics => {
  const reasons = new Set<string>();
  const bind: SeriesSource['bind'] = (alarm) => {
    const bound = source.bind(alarm);
    if (!isMeant(alarm)) return bound;
    if ('unsupported' in bound) {
      if (bound.isAbsent !== true) return bound;
      reasons.add(bound.unsupported);
    }
    const own = new Set(metricsOf(alarm.signal).map(identityOf));
    return (metric) => {
      const held = 'unsupported' in bound ? [] : bound(metric);
      return held.length === 0 && own.has(identityOf(metric)) ? [empty(metric.periodSeconds)] : held;
    };
  };
  return { series: { bind }, reasons: () => [...reasons] };
};
