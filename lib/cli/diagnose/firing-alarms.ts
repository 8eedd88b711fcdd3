import { type AlarmDefinition, isComposite, type MetricAlarmDefinition } from '../../core/alarm/definition.ts';
import { alarmedAbout } from '../../core/diagnosis/facts/alarmed-about.ts';
import type { FiringAlarm } from '../../core/diagnosis/facts/situation.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { SeriesLookup } from '../../core/series/series.ts';
import { evaluateAlarms } from '../../simulator/evaluate-alarms.ts';

/** Alarms that fire at the end of the span and say that somebody is hurt; what cannot be evaluated does not. */
export const firingAlarms = (
  definitions: readonly AlarmDefinition[],
  series: SeriesLookup,
  span: Span,
): readonly FiringAlarm[] => {
  const telling = definitions.filter(
    (one): one is MetricAlarmDefinition => !isComposite(one) && alarmedAbout(one.watches) !== undefined,
  );
  const histories = evaluateAlarms(telling, { bind: () => series, span, keep: (history) => history });
  return telling.flatMap(({ name, watches }): readonly FiringAlarm[] => {
    const history = histories.get(name);
    if (history === undefined || 'unsupported' in history) return [];
    const last = history.transitions.findLast(({ at }) => at <= span.to);
    const about = alarmedAbout(watches);
    return last?.to === 'ALARM' && about !== undefined ? [{ name, since: last.at, about }] : [];
  });
};
