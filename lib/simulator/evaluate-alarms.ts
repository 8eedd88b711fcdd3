import { type CompositeSpan, withoutData } from '../core/alarm/composite/composite-history.ts';
import { type CompositeHistory, evaluateComposites } from '../core/alarm/composite/evaluate-composites.ts';
import { type CompositeAlarm, isComposite, type MetricAlarm } from '../core/alarm/definition.ts';
import { type AlarmHistory, evaluateMetricAlarm } from '../core/alarm/evaluation/alarm-transitions.ts';
import type { SeriesLookup, Unsupported } from '../core/alarm/evaluation/series.ts';

export type EvaluatedAlarm = AlarmHistory | CompositeHistory;

/**
 * The alarms of a service, by name, over what is held of their metrics. A recording rarely holds every metric of a
 * service: a composite does without the alarms that could not be evaluated.
 */
export const evaluateAlarms = (
  alarms: readonly (MetricAlarm | CompositeAlarm)[],
  series: SeriesLookup,
  span: CompositeSpan,
): Map<string, EvaluatedAlarm | Unsupported> => {
  const histories = new Map<string, AlarmHistory | Unsupported>();
  for (const alarm of alarms) {
    if (!isComposite(alarm)) histories.set(alarm.name, evaluateMetricAlarm(alarm, series, span));
  }
  const children = [...histories].map(
    ([name, history]) => [name, 'unsupported' in history ? withoutData(name) : history] as const,
  );
  const composites = alarms.filter((alarm): alarm is CompositeAlarm => isComposite(alarm));
  return new Map<string, EvaluatedAlarm | Unsupported>([
    ...histories,
    ...evaluateComposites(composites, new Map(children), span),
  ]);
};
