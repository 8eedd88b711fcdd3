import { epochOf, type Instant, instantOf, MINUTE } from '../../time.ts';
import { type AlarmView, alarmView } from './alarm-view.ts';
import type { AlarmState, MetricAlarm } from '../../alarm/definition.ts';
import { classesOf, judgementOf } from './judgement.ts';
import { evaluationRange, judgePeriods, MISSING_PERIOD, type Verdict } from './judge-periods.ts';
import type { Span } from '../../series/period-grid.ts';
import type { SeriesLookup, Unsupported } from '../../series/series.ts';
import { type ValueRange, valueRangeOf } from './value-range.ts';
import { type ReasonData, reasonDataOf, stateReasonOf } from './state-reason.ts';

/** A change of an alarm's state; `at` is the end of the newest period it rests on. */
export interface AlarmTransition {
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly reasonData: ReasonData;
  /** The start of the newest period that has a value, of those that decided; where none has, of the newest. */
  readonly newestPeriodAt: Instant;
}

/** What an alarm did over a stretch of time. */
export interface AlarmHistory {
  /** Oldest first. */
  readonly transitions: readonly AlarmTransition[];
  readonly evaluations: number;
  readonly stateAtEnd: AlarmState;
  /** After the warm-up. */
  readonly firstEvaluatedAt?: Instant;
  /** Absent: what it looks at depends on the window. */
  readonly valueRange?: ValueRange;
  /** What is not CloudWatch's own, in words for the user. */
  readonly approximations: readonly string[];
}

/** The longest evaluation range whose patterns are kept in a table: two bits a period, a byte a pattern. */
const LONGEST_TABLE = 9;

/** Table entries; 0: not judged yet. */
const VERDICTS: readonly (Verdict | undefined)[] = [undefined, 'OK', 'ALARM', 'INSUFFICIENT_DATA', 'RETAIN'];

interface Walk {
  readonly alarm: MetricAlarm;
  readonly view: AlarmView;
  readonly classes: Uint8Array;
  /** Epoch milliseconds. */
  readonly createdMs: number;
  /** Called at evaluations whose verdict may differ from the one before. */
  readonly onVerdict: (index: number, verdict: Verdict) => void;
}

/** The classes of one evaluation's periods, newest first; the same array is filled anew at the next call. */
const classesAt = ({
  alarm,
  view,
  classes,
}: Pick<Walk, 'alarm' | 'view' | 'classes'>): ((index: number) => Uint8Array) => {
  const { through, grid } = view;
  if (through !== undefined) return (index) => classesOf(alarm.limit, through(index).toReversed(), undefined);
  const looked = new Uint8Array(evaluationRange(alarm));
  return (index) => {
    for (let age = 0; age < looked.length; age += 1) looked[age] = classes[index - age * grid.stride] ?? MISSING_PERIOD;
    return looked;
  };
};

/** The values of one evaluation's periods, newest first. */
const valuesAt = (alarm: MetricAlarm, { through, values, grid }: AlarmView, index: number): Float64Array =>
  through?.(index).toReversed() ??
  Float64Array.from({ length: evaluationRange(alarm) }, (_, age) => values[index - age * grid.stride] ?? NaN);

/** The first evaluation that data fills: N periods after it began to come. */
const filledFrom = (walk: Walk): number => {
  const { count, stride } = walk.view.grid;
  const looked = classesAt(walk);
  let first = 0;
  while (first < count && looked(first)[0] === MISSING_PERIOD) first += 1;
  return first + walk.alarm.evaluationPeriods * stride - 1;
};

/**
 * Whether the warm-up is over at an evaluation, given the class of its newest period: its time has passed, or, unless all
 * of it was asked for, data has come for N periods and the newest has some.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
 */
const warmthOf = (walk: Walk): ((index: number, newest: number | undefined) => boolean) => {
  const { alarm, view, createdMs } = walk;
  const { warmUp } = alarm;
  if (warmUp === undefined) return () => true;
  const endsMs = createdMs + warmUp.minutes * MINUTE;
  const filled = warmUp.whole ? Infinity : filledFrom(walk);
  return (index, newest) => view.grid.endOf(index) >= endsMs || (index >= filled && newest !== MISSING_PERIOD);
};

/** Judges every evaluation anew: any range, any signal. Returns how many there were. */
const walkSlowly = (walk: Walk): number => {
  const { alarm, view, onVerdict } = walk;
  const classesOfPeriods = classesAt(walk);
  const isOver = warmthOf(walk);
  let evaluations = 0;
  let isWarm = false;
  for (let index = view.grid.first; index < view.grid.count; index += 1) {
    const looked = classesOfPeriods(index);
    isWarm ||= isOver(index, looked[0]);
    if (!isWarm) continue;
    evaluations += 1;
    if (view.quiet?.(index) !== true) onVerdict(index, judgePeriods(alarm, looked));
  }
  return evaluations;
};

/** Remembers each pattern's verdict: a pattern is the range's classes, two bits each, the newest lowest. */
const walkByTable = ({ alarm, view, classes, onVerdict }: Walk): number => {
  const range = evaluationRange(alarm);
  const { first, count, stride } = view.grid;
  const table = new Uint8Array(4 ** range);
  const mask = table.length - 1;
  const patterns = new Int32Array(stride);
  const judged = (pattern: number): number => {
    const newestFirst = Uint8Array.from({ length: range }, (_, age) => (pattern >> (2 * age)) & 3);
    const code = VERDICTS.indexOf(judgePeriods(alarm, newestFirst));
    table[pattern] = code;
    return code;
  };
  let last = 0;
  let lane = 0;
  for (let index = 0; index < count; index += 1) {
    const pattern = (((patterns[lane] ?? 0) << 2) | (classes[index] ?? MISSING_PERIOD)) & mask;
    patterns[lane] = pattern;
    lane = (lane + 1) % stride;
    const code = index < first ? last : table[pattern] || judged(pattern);
    if (code === last) continue;
    last = code;
    onVerdict(index, VERDICTS[code] ?? 'RETAIN');
  }
  return Math.max(0, count - first);
};

const canUseTable = ({ alarm, view }: Walk): boolean =>
  evaluationRange(alarm) <= LONGEST_TABLE &&
  view.through === undefined &&
  view.quiet === undefined &&
  alarm.warmUp === undefined;

/**
 * What one metric alarm, which starts in INSUFFICIENT_DATA, does over a stretch of time. The last evaluation is at `to`
 * itself, or at the end of the last whole period before it.
 */
export const evaluateMetricAlarm = (
  alarm: MetricAlarm,
  series: SeriesLookup,
  span: Span,
): AlarmHistory | Unsupported => {
  const view = alarmView(alarm, series, span);
  if ('unsupported' in view) return view;
  const classes = view.through === undefined ? classesOf(alarm.limit, view.values, view.band) : new Uint8Array(0);
  const classesOfPeriods = classesAt({ alarm, view, classes });
  const transitions: AlarmTransition[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  const onVerdict = (index: number, verdict: Verdict): void => {
    if (verdict === 'RETAIN' || verdict === state) return;
    const looked = { classes: classesOfPeriods(index), values: valuesAt(alarm, view, index) };
    const judgement = judgementOf(alarm, view, { index, looked, state: verdict });
    transitions.push({
      at: instantOf(judgement.endsAt),
      from: state,
      to: verdict,
      reason: stateReasonOf(alarm, judgement),
      newestPeriodAt: instantOf(judgement.points[0]?.startMs ?? judgement.periodStarts[0] ?? judgement.endsAt),
      // Made when it is read: a backtest of a flapping alarm reads none of thousands.
      get reasonData() {
        return reasonDataOf(alarm, judgement);
      },
    });
    state = verdict;
  };
  const walk: Walk = { alarm, view, classes, createdMs: epochOf(span.from), onVerdict };
  const evaluations = canUseTable(walk) ? walkByTable(walk) : walkSlowly(walk);
  const { count, endOf } = view.grid;
  return {
    transitions,
    evaluations,
    stateAtEnd: state,
    ...(evaluations > 0 ? { firstEvaluatedAt: instantOf(endOf(count - evaluations)) } : {}),
    ...(view.through === undefined ? { valueRange: valueRangeOf(view.values) } : {}),
    approximations: view.approximations,
  };
};
