import { type ChildHistory, type CompositeSpan, withoutData } from '../core/cloudwatch/composite/composite-history.ts';
import { type CompositeHistory, evaluateComposites } from '../core/cloudwatch/composite/evaluate-composites.ts';
import { isComposite, type MetricAlarm } from '../core/alarm/definition.ts';
import type { DescribedAlarm } from '../core/cloudwatch/described/described-alarms.ts';
import { type AlarmHistory, evaluateMetricAlarm } from '../core/cloudwatch/evaluation/alarm-transitions.ts';
import type { SeriesLookup, Unsupported } from '../core/series/series.ts';
import { DAY } from '../core/time.ts';

/** Every period of every alarm is evaluated: one mistyped year would take hours. */
export const LONGEST_MS = 800 * DAY;

export interface Evaluating<Kept> {
  /** Where the values are that an alarm looks at. */
  readonly bind: (alarm: MetricAlarm) => SeriesLookup | Unsupported;
  readonly span: CompositeSpan;
  /** What stays of a metric alarm's history, whose reason data a month of flapping makes much of. */
  readonly keep: (history: AlarmHistory) => Kept;
  /** What a composite alarm takes an alarm for that cannot be evaluated; absent: it cannot be evaluated either. */
  readonly unknownAlarms?: 'without-data' | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The metric alarms one after the other (of the series only those of one at a time are needed), then the composites. */
export const evaluateAlarms = <Kept extends ChildHistory>(
  alarms: readonly DescribedAlarm[],
  { bind, span, keep, unknownAlarms, onProgress }: Evaluating<Kept>,
): Map<string, Kept | CompositeHistory | Unsupported> => {
  const histories = new Map<string, Kept | Unsupported>();
  alarms.forEach((alarm, index) => {
    onProgress?.(index, alarms.length);
    if ('unsupported' in alarm) histories.set(alarm.name, { unsupported: alarm.unsupported });
    else if (!isComposite(alarm)) {
      const lookup = bind(alarm);
      const history = 'unsupported' in lookup ? lookup : evaluateMetricAlarm(alarm, lookup, span);
      histories.set(alarm.name, 'unsupported' in history ? history : keep(history));
    }
  });
  const composites = alarms.flatMap((alarm) => (!('unsupported' in alarm) && isComposite(alarm) ? [alarm] : []));
  const children = [...histories].map(
    ([name, history]) =>
      [name, 'unsupported' in history && unknownAlarms !== undefined ? withoutData(name) : history] as const,
  );
  return new Map<string, Kept | CompositeHistory | Unsupported>([
    ...histories,
    ...evaluateComposites(composites, new Map(children), span),
  ]);
};
