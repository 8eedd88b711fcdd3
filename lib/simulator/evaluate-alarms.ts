import { type AlarmHistory, evaluateMetricAlarm } from '../core/alarm/alarm-transitions.ts';
import { childrenOf } from '../core/alarm/composite/alarm-rule.ts';
import { alarmNameOf } from '../core/alarm/alarm-reference.ts';
import type { CompositeSpan } from '../core/alarm/composite/composite-history.ts';
import { type CompositeHistory, evaluateComposites } from '../core/alarm/composite/evaluate-composites.ts';
import { parseAlarmRule } from '../core/alarm/composite/parse-alarm-rule.ts';
import { type CompositeAlarm, isComposite, type MetricAlarm } from '../core/alarm/definition.ts';
import type { SeriesLookup, Unsupported } from '../core/alarm/series.ts';

export type EvaluatedAlarm = AlarmHistory | CompositeHistory;

type Histories = ReadonlyMap<string, AlarmHistory | Unsupported>;

const WITHOUT_DATA: AlarmHistory = {
  transitions: [],
  evaluations: 0,
  stateAtEnd: 'INSUFFICIENT_DATA',
  approximations: [],
};

/** Children of a composite that were not evaluated. */
const unknownOf = ({ rule }: CompositeAlarm, histories: Histories): string[] => {
  const parsed = parseAlarmRule(rule);
  if ('unsupported' in parsed) return [];
  return childrenOf(parsed)
    .map(alarmNameOf)
    .filter((name) => 'unsupported' in (histories.get(name) ?? WITHOUT_DATA));
};

const withoutData = (name: string): string => `${name} was not evaluated and counts as without data`;

/** Composites of alarms some of which nothing is held of: a recording rarely holds every metric of a service. */
export const evaluateOwnComposites = (
  composites: readonly CompositeAlarm[],
  histories: Histories,
  span: CompositeSpan,
): Map<string, CompositeHistory | Unsupported> => {
  const children = new Map(
    [...histories].map(([name, history]) => [name, 'unsupported' in history ? WITHOUT_DATA : history]),
  );
  const evaluated = evaluateComposites(composites, children, span);
  for (const composite of composites) {
    const history = evaluated.get(composite.name);
    if (history === undefined || 'unsupported' in history) continue;
    const unknown = unknownOf(composite, histories).map(withoutData);
    evaluated.set(composite.name, { ...history, approximations: [...history.approximations, ...unknown] });
  }
  return evaluated;
};

/** The alarms of a service, by name, over what is held of their metrics. */
export const evaluateAlarms = (
  alarms: readonly (MetricAlarm | CompositeAlarm)[],
  series: SeriesLookup,
  span: CompositeSpan,
): Map<string, EvaluatedAlarm | Unsupported> => {
  const histories = new Map<string, AlarmHistory | Unsupported>();
  for (const alarm of alarms) {
    if (!isComposite(alarm)) histories.set(alarm.name, evaluateMetricAlarm(alarm, series, span));
  }
  const composites = alarms.filter((alarm): alarm is CompositeAlarm => isComposite(alarm));
  return new Map<string, EvaluatedAlarm | Unsupported>([
    ...histories,
    ...evaluateOwnComposites(composites, histories, span),
  ]);
};
