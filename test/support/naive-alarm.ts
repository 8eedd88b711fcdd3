import type { AlarmState, ThresholdComparison } from '../../lib/core/alarm/definition.ts';
import type { MissingData } from '../../lib/core/alarm-settings.ts';
import { clockPeriods } from './naive-clock.ts';

/**
 * A second reading of how CloudWatch evaluates an alarm, for clarity alone: slices and filters, nothing shared with
 * lib/core. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export interface NaiveAlarm extends NaiveRule {
  readonly comparison: ThresholdComparison;
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Sum, SampleCount, Minimum, Maximum, Average; anything else only from data of the alarm's own period. */
  readonly stat: string;
  readonly zone?: string;
  readonly warmUp?: { readonly minutes: number; readonly whole: boolean };
  /** A period with fewer samples leaves the state as it is. */
  readonly enoughSamples?: number;
}

export interface NaiveRule {
  readonly m: number;
  readonly n: number;
  readonly treatment: MissingData;
}

/** Epoch milliseconds of the start of a period, and its value. */
export type Points = readonly (readonly [number, number])[];

export interface NaiveData {
  readonly everySeconds: number;
  readonly points: Points;
  /** Samples behind each point. */
  readonly counts: Points;
}

/** Epoch milliseconds, end exclusive. */
export type Stretch = readonly [number, number];

/** Not breaching, breaching, missing. */
export type Mark = '0' | 'X' | '-';

const MINUTE = 60_000;

/** How many periods CloudWatch looks at: 5 for 3 is documented, the rest is our rule. */
export const naiveRange = (n: number): number => n + Math.max(2, Math.floor(n / 3));

const breachesAmong = (marks: readonly Mark[]): number => marks.filter((mark) => mark === 'X').length;

/** The state that the marks of the evaluation range lead to; oldest first. */
export const naiveState = (
  marks: readonly Mark[],
  { m, n, treatment }: NaiveRule,
  previous: AlarmState,
): AlarmState => {
  const alarmIf = (evaluated: readonly Mark[]): AlarmState => (breachesAmong(evaluated) >= m ? 'ALARM' : 'OK');
  const real = marks.filter((mark) => mark !== '-');
  if (real.length >= n) return alarmIf(real.slice(-n));
  const filled = (fill: Mark): Mark[] => [...real, ...Array.from({ length: n - real.length }, () => fill)];
  if (treatment === 'breaching') return alarmIf(filled('X'));
  if (treatment === 'notBreaching') return alarmIf(filled('0'));
  if (real.includes('0')) return alarmIf(real);
  if (treatment === 'ignore') return previous;
  const ageOfOldest = marks.includes('X') ? marks.length - marks.indexOf('X') : 0;
  return ageOfOldest >= m && ageOfOldest > 0 ? 'ALARM' : 'INSUFFICIENT_DATA';
};

const within = (points: Points, [from, to]: Stretch): Points => points.filter(([at]) => at >= from && at < to);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** The statistic over one window; undefined when nothing was reported in it. */
const valueIn = ({ stat }: NaiveAlarm, { points, counts }: NaiveData, window: Stretch): number | undefined => {
  const inside = within(points, window);
  const values = inside.map(([, value]) => value);
  if (values.length < 2 && stat !== 'Average') return values[0];
  if (values.length === 0) return undefined;
  if (stat === 'Sum' || stat === 'SampleCount') return sum(values);
  if (stat === 'Maximum') return Math.max(...values);
  if (stat === 'Minimum') return Math.min(...values);
  if (stat !== 'Average') throw new Error(`${stat} cannot be made of smaller periods`);
  if (values.length === 1) return values[0];
  const weights = inside.map(([at]) => counts.find(([other]) => other === at)?.[1] ?? Number.NaN);
  return sum(values.map((value, i) => value * (weights[i] ?? Number.NaN))) / sum(weights);
};

const breaches = (value: number, { comparison, threshold }: NaiveAlarm): boolean =>
  ({
    GreaterThanOrEqualToThreshold: value >= threshold,
    GreaterThanThreshold: value > threshold,
    LessThanThreshold: value < threshold,
    LessThanOrEqualToThreshold: value <= threshold,
  })[comparison];

const markOf = (value: number | undefined, alarm: NaiveAlarm): Mark => {
  if (value === undefined) return '-';
  return breaches(value, alarm) ? 'X' : '0';
};

/** Every minute, every ten seconds below it; once a period where data has no finer grain. */
const evaluationTimes = (alarm: NaiveAlarm, { everySeconds }: NaiveData, [from, to]: Stretch): number[] => {
  const { periodSeconds, zone } = alarm;
  const inSpan = (at: number): boolean => at > from && at <= to;
  if (zone !== undefined)
    return clockPeriods(zone, periodSeconds, [from, to])
      .map(([, end]) => end)
      .filter(inSpan);
  const cadence = Math.max(periodSeconds < 60 ? 10 : 60, everySeconds);
  const step = 1000 * (everySeconds === periodSeconds ? periodSeconds : cadence);
  const first = Math.floor(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, i) => first + i * step).filter(inSpan);
};

/** Windows that an evaluation looks at, oldest first. */
const windowsAt = (at: number, { n, periodSeconds, zone }: NaiveAlarm): Stretch[] => {
  const period = 1000 * periodSeconds;
  if (zone !== undefined) {
    const longest = (n + 1) * (period + 60 * MINUTE);
    return clockPeriods(zone, periodSeconds, [at - longest, at])
      .filter(([, end]) => end <= at)
      .slice(-n);
  }
  return Array.from({ length: naiveRange(n) }, (_, i): Stretch => [at - (i + 1) * period, at - i * period]).reverse();
};

interface WarmUp {
  readonly at: number;
  readonly createdAt: number;
  /** What the first evaluation would look at begins here; older data is as good as none. */
  readonly since: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html: 10:00, 10:04, so 10:19. */
const isWarmingUp = (alarm: NaiveAlarm, { points }: NaiveData, { at, createdAt, since }: WarmUp): boolean => {
  const { warmUp, n } = alarm;
  if (warmUp === undefined || at >= createdAt + warmUp.minutes * MINUTE) return false;
  if (warmUp.whole) return true;
  const evaluated = windowsAt(at, alarm).slice(-n);
  const start = evaluated[0]?.[0] ?? at;
  const newest = evaluated.at(-1) ?? [at, at];
  const reachesBack = points.some(([time]) => time >= since && time <= start);
  return !(reachesBack && within(points, newest).length > 0);
};

const hasTooFewSamples = ({ enoughSamples }: NaiveAlarm, { points, counts }: NaiveData, newest: Stretch): boolean =>
  enoughSamples !== undefined &&
  within(points, newest).length > 0 &&
  sum(within(counts, newest).map(([, count]) => count)) < enoughSamples;

export interface NaiveEvaluation {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly from: AlarmState;
  readonly state: AlarmState;
}

/** Every evaluation in the span (its start is the alarm's creation and no evaluation; its end may be one). */
export const naiveEvaluations = (alarm: NaiveAlarm, data: NaiveData, span: Stretch): NaiveEvaluation[] => {
  const evaluations: NaiveEvaluation[] = [];
  const times = evaluationTimes(alarm, data, span);
  const since = windowsAt(times[0] ?? span[0], alarm)[0]?.[0] ?? span[0];
  for (const at of times) {
    // A warm-up that is over does not come again.
    if (evaluations.length === 0 && isWarmingUp(alarm, data, { at, createdAt: span[0], since })) continue;
    const from = evaluations.at(-1)?.state ?? 'INSUFFICIENT_DATA';
    const windows = windowsAt(at, alarm);
    const marks = windows.map((window) => markOf(valueIn(alarm, data, window), alarm));
    const isKept = hasTooFewSamples(alarm, data, windows.at(-1) ?? [at, at]);
    evaluations.push({ at, from, state: isKept ? from : naiveState(marks, alarm, from) });
  }
  return evaluations;
};
