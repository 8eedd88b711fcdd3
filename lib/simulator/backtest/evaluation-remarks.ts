import { isComposite, type MetricAlarm } from '../../core/alarm/definition.ts';
import type { DescribedAlarm } from '../../core/cloudwatch/described/described-alarms.ts';
import type { ValueRange } from '../../core/cloudwatch/evaluation/value-range.ts';
import { metricsOf, periodSecondsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { metricText } from '../../core/series/metric-text.ts';
import { epochOf, MINUTE, SECOND, spokenDuration } from '../../core/time.ts';

/** What a metric alarm was evaluated on. */
export interface Evaluated {
  readonly evaluations: number;
  /** Absent: of a composite alarm, or not known. */
  readonly valueRange?: ValueRange | undefined;
}

/** A threshold so many times as large as every value of its sign, or as small, is in another unit, or never meant. */
const FAR = 100;

const lengthOf = ({ from, to }: Span): string => spokenDuration(epochOf(to) - epochOf(from));

/** The shortest time in which one evaluation sees all that it looks at. */
const neededMs = ({ evaluationPeriods, warmUp, signal }: MetricAlarm): number =>
  evaluationPeriods * periodSecondsOf(signal) * SECOND + (warmUp?.minutes ?? 0) * MINUTE;

const tooShort = (alarm: MetricAlarm, span: Span): string => {
  const period = spokenDuration(periodSecondsOf(alarm.signal) * SECOND);
  const clock = alarm.wallClock === undefined ? '' : ` by the clock of ${alarm.wallClock}`;
  const warmUp =
    alarm.warmUp === undefined ? '' : ` after a warm-up of ${spokenDuration(alarm.warmUp.minutes * MINUTE)}`;
  return `not one evaluation fits into the ${lengthOf(span)} from ${span.from} to ${span.to}: it is evaluated at the end of each period of ${period}${clock}${warmUp}, and needs at least ${spokenDuration(neededMs(alarm))} of data; its state says nothing`;
};

type Range = Exclude<ValueRange, 'none'>;

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** What of the values lies far from a threshold, which is not 0. */
const farValues = (threshold: number, { lowest, highest }: Range): string | undefined => {
  const [sign, size] = [Math.sign(threshold), Math.abs(threshold)];
  // As large as they are on the side of 0 where the threshold is.
  const [smallest, largest] = sign > 0 ? [lowest, highest] : [-highest, -lowest];
  const far = (which: string, value: number, times: number): string =>
    `the ${which} was ${rounded(sign * value)}, a factor of ${rounded(times)}; is it in the unit of the metric?`;
  // A count of what seldom happens is 0 for days.
  if (largest > 0 && largest * FAR <= size) return far('largest', largest, size / largest);
  if (smallest >= size * FAR) return far('smallest', smallest, smallest / size);
  if (largest > 0 || -smallest < size) return undefined;
  return `all were from ${rounded(lowest)} to ${rounded(highest)}; is its sign meant?`;
};

const farFrom = ({ limit }: MetricAlarm, range: Range): readonly string[] => {
  if (!('threshold' in limit) || limit.threshold === 0) return [];
  const values = farValues(limit.threshold, range);
  return values === undefined ? [] : [`no value came near the threshold ${rounded(limit.threshold)}: ${values}`];
};

/** Why an evaluation says less than it seems, a sentence each. */
export const evaluationRemarks = (
  alarm: DescribedAlarm,
  { evaluations, valueRange }: Evaluated,
  span: Span,
): readonly string[] => {
  if ('unsupported' in alarm) return [];
  if (isComposite(alarm))
    return evaluations > 0
      ? []
      : [
          `not one of the alarms of its rule was evaluated in the ${lengthOf(span)} from ${span.from} to ${span.to}; its state says nothing`,
        ];
  if (evaluations === 0) return [tooShort(alarm, span)];
  if (valueRange !== 'none') return valueRange === undefined ? [] : farFrom(alarm, valueRange);
  const metrics = metricsOf(alarm.signal).map(metricText).join(', ');
  return [
    `there is not one value of ${metrics} from ${span.from} to ${span.to}: it was evaluated on missing data alone`,
  ];
};
