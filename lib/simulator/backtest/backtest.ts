import { type Agreement, agreementOf } from '../../core/cloudwatch/evaluation/agreement.ts';
import type { AlarmHistory } from '../../core/cloudwatch/evaluation/alarm-transitions.ts';
import type { CompositeAction } from '../../core/cloudwatch/composite/suppressed-actions.ts';
import type { CompositeHistory } from '../../core/cloudwatch/composite/evaluate-composites.ts';
import { type AlarmState, isComposite, type MetricAlarm } from '../../core/alarm/definition.ts';
import type { DescribedAlarm } from '../../core/cloudwatch/described/described-alarms.ts';
import type { RecordedChange } from '../../core/cloudwatch/described/described-history.ts';
import type { Span } from '../../core/series/period-grid.ts';
import type { SeriesLookup, Unsupported } from '../../core/series/series.ts';
import { periodSecondsOf } from '../../core/cloudwatch/evaluation/signal.ts';
import { type Instant, latest, MINUTE, SECOND } from '../../core/time.ts';
import { evaluationRemarks } from './evaluation-remarks.ts';
import { evaluateAlarms } from '../evaluate-alarms.ts';

/** Where the values are that alarms look at. */
export interface SeriesSource {
  bind(alarm: MetricAlarm): SeriesLookup | Unsupported;
}

export interface BacktestInput {
  readonly alarms: readonly DescribedAlarm[];
  readonly series: SeriesSource;
  readonly span: Span;
  /** What CloudWatch did; absent: that is not known. */
  readonly recorded?: readonly RecordedChange[];
  /** What was before is not recorded. @default the span's beginning */
  readonly recordedSince?: Instant | undefined;
  /** What a composite alarm takes an alarm for that cannot be evaluated; absent: it cannot be evaluated either. */
  readonly unknownAlarms?: 'without-data';
  readonly onProgress?: (done: number, total: number) => void;
}

/** A change of an alarm's state, why in CloudWatch's words. */
export interface BacktestedChange {
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  /** The start of the newest period that it rests on; absent: it rests on the states of other alarms. */
  readonly newestPeriodAt?: Instant | undefined;
}

/** What one alarm would have done. */
export interface BacktestedAlarm {
  readonly alarm: DescribedAlarm;
  /** Oldest first; of an unsupported alarm none. */
  readonly changes: readonly BacktestedChange[];
  readonly evaluations: number;
  readonly stateAtEnd: AlarmState;
  readonly approximations: readonly string[];
  /** Why this says less than it seems. */
  readonly remarks: readonly string[];
  readonly unsupported: string | undefined;
  /** When a composite alarm with a suppressor would have acted. */
  readonly actions?: readonly CompositeAction[];
  /** Absent: nothing is known of what CloudWatch did. */
  readonly agreement?: Agreement;
}

/** Below this a backtest says nothing of what CloudWatch would do with other settings. */
export const ENOUGH_AGREEMENT = 0.95;

const NOT_JUDGED: Unsupported = { unsupported: 'it was not evaluated' };

type Outcome = Omit<BacktestedAlarm, 'alarm' | 'agreement' | 'remarks'>;

const notEvaluated = (unsupported: string): Outcome => ({
  changes: [],
  evaluations: 0,
  stateAtEnd: 'INSUFFICIENT_DATA',
  approximations: [],
  unsupported,
});

/** Reason data, which a composite's are nearly all of, is not kept: an alarm that flaps for a month has much of it. */
const changesIn = (transitions: readonly BacktestedChange[]): readonly BacktestedChange[] =>
  transitions.map(({ at, from, to, reason, newestPeriodAt }) => ({ at, from, to, reason, newestPeriodAt }));

type Kept = Omit<AlarmHistory, 'transitions'> & { readonly transitions: readonly BacktestedChange[] };

const kept = ({ transitions, ...rest }: AlarmHistory): Kept => ({ ...rest, transitions: changesIn(transitions) });

const compositeOutcome = (alarm: DescribedAlarm, history: CompositeHistory): Outcome => {
  const { transitions, evaluations, stateAtEnd, approximations, actions } = history;
  const outcome = { changes: changesIn(transitions), evaluations, stateAtEnd, unsupported: undefined };
  if ('unsupported' in actions) return { ...outcome, approximations: [...approximations, actions.unsupported] };
  const isSuppressed = 'suppressor' in alarm && alarm.suppressor !== undefined;
  return { ...outcome, approximations, ...(isSuppressed ? { actions } : {}) };
};

const outcomeOf = (alarm: DescribedAlarm, history: Kept | CompositeHistory | Unsupported): Outcome => {
  if ('unsupported' in history) return notEvaluated(history.unsupported);
  if ('actions' in history) return compositeOutcome(alarm, history);
  const { transitions: changes, evaluations, stateAtEnd, approximations } = history;
  return { changes, evaluations, stateAtEnd, approximations, unsupported: undefined };
};

const periodMsOf = (alarm: DescribedAlarm): number =>
  'unsupported' in alarm || isComposite(alarm) ? MINUTE : periodSecondsOf(alarm.signal) * SECOND;

/**
 * The recorded changes of one alarm; undefined when they are not known: the history of one alarm says nothing of another.
 * One that names several, or none, is taken to be of all alarms.
 */
const recordedOf = (
  alarm: DescribedAlarm,
  recorded: ReadonlyMap<string, readonly RecordedChange[]>,
): readonly RecordedChange[] | undefined => recorded.get(alarm.name) ?? (recorded.size === 1 ? undefined : []);

/** What each of the alarms, in their order, would have done. */
export const backtest = (input: BacktestInput): readonly BacktestedAlarm[] => {
  const { series, span, unknownAlarms, onProgress, recordedSince = span.from } = input;
  const bind: SeriesSource['bind'] = (alarm) => series.bind(alarm);
  const histories = evaluateAlarms(input.alarms, { bind, span, keep: kept, unknownAlarms, onProgress });
  const recorded = input.recorded && Map.groupBy(input.recorded, ({ alarmName }) => alarmName);
  return input.alarms.map((alarm) => {
    const history = histories.get(alarm.name) ?? NOT_JUDGED;
    const remarks = 'unsupported' in history ? [] : evaluationRemarks(alarm, history, span);
    const outcome = { ...outcomeOf(alarm, history), remarks };
    if (recorded === undefined || outcome.unsupported !== undefined) return { alarm, ...outcome };
    const own = recordedOf(alarm, recorded);
    if (own === undefined) return { alarm, ...outcome };
    const compared = { periodMs: periodMsOf(alarm), span: { from: latest(span.from, recordedSince), to: span.to } };
    return { alarm, ...outcome, agreement: agreementOf(own, outcome.changes, compared) };
  });
};

/** Whether advice may rest on it: CloudWatch is not known to have done otherwise. */
export const isTrusted = ({ agreement }: BacktestedAlarm): boolean =>
  agreement === undefined || agreement.score >= ENOUGH_AGREEMENT;
