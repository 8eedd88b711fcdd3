import { earliest, epochOf, type Instant, instantOf, MINUTE } from '../../time.ts';
import type { AlarmState } from '../../alarm/definition.ts';
import type { AlarmLocation } from '../../alarm/alarm-reference.ts';
import { type AlarmRule, holds } from './alarm-rule.ts';
import {
  changedReason,
  type ChildState,
  type CompositeReasonData,
  createdReason,
  compositeReasonDataOf,
} from './composite-reason.ts';
import type { Suppression } from './suppressed-actions.ts';

/** A change of a composite alarm's state; with `Suppression` where its actions are held back. */
export interface CompositeTransition extends Partial<Suppression> {
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly reasonData: CompositeReasonData;
}

/** What a composite alarm needs to know of an alarm that its rule names. */
export interface ChildHistory {
  /** Oldest first; before them the alarm is in INSUFFICIENT_DATA. */
  readonly transitions: readonly { readonly at: Instant; readonly from: AlarmState; readonly to: AlarmState }[];
  /** Absent: the first whole minute of the span, as CloudWatch evaluates metric alarms every minute. */
  readonly firstEvaluatedAt?: Instant;
  /** What is not CloudWatch's own, in words for the user. */
  readonly approximations?: readonly string[];
}

/** An alarm that could not be evaluated, for a composite that does without: what rests on it says so. */
export const withoutData = (name: string): ChildHistory => ({
  transitions: [],
  approximations: [`${name} was not evaluated and counts as without data`],
});

export interface CompositeSpan {
  readonly from: Instant;
  readonly to: Instant;
  /** Absent: reasons name an alarm as the rule does. */
  readonly location?: AlarmLocation;
}

/** An alarm that a rule names. */
export interface Child {
  readonly name: string;
  readonly arn: string;
  readonly history: ChildHistory;
  /** When it, or an alarm below it, may have changed; in no order. */
  readonly instants: readonly Instant[];
}

export interface Subject {
  readonly arn: string;
  readonly rule: AlarmRule;
  /** Each alarm of the rule once. */
  readonly children: readonly Child[];
  /** The alarm that a name or ARN of the rule means. */
  readonly nameOf: (written: string) => string;
}

export interface CompositeStates {
  readonly transitions: readonly CompositeTransition[];
  /** When its rule was evaluated, in order. */
  readonly instants: readonly Instant[];
}

interface Change extends ChildState {
  readonly name: string;
  readonly from: AlarmState;
}

const firstMinuteOf = (from: Instant): Instant => instantOf((Math.floor(epochOf(from) / MINUTE) + 1) * MINUTE);

/**
 * When a rule is evaluated: when the first of its alarms is, then whenever one of them, or one below them, may have
 * changed. A rule that names no alarm is evaluated once.
 */
const instantsOf = (children: readonly Child[], { from, to }: CompositeSpan): Instant[] => {
  const changing = children.flatMap(({ instants }) => instants);
  const first = earliest(children.map(({ history }) => history.firstEvaluatedAt)) ?? firstMinuteOf(from);
  return [...new Set([first, ...changing])].filter((at) => at <= to).sort();
};

const changesOf = (children: readonly Child[]): ReadonlyMap<Instant, readonly Change[]> => {
  const changes = new Map<Instant, Change[]>();
  for (const { name, arn, history } of children) {
    for (const { at, from, to } of history.transitions) {
      const together = changes.get(at) ?? [];
      together.push({ name, arn, from, value: to, since: at });
      changes.set(at, together);
    }
  }
  return changes;
};

/**
 * Of alarms that changed together, those without whose change the rule would still be as before; where none alone
 * decides, all. CloudWatch takes one change at a time and names one alarm.
 */
const decidingOf = (changed: readonly Change[], isDecidedWithout: (change: Change) => boolean): readonly Change[] => {
  const deciding = changed.filter(isDecidedWithout);
  return deciding.length > 0 ? deciding : changed;
};

/** The states of a composite alarm that starts in INSUFFICIENT_DATA and leaves it for good when first evaluated. */
export const compositeStates = (subject: Subject, span: CompositeSpan): CompositeStates => {
  const { rule, children, nameOf } = subject;
  const states = new Map<string, ChildState>(
    children.map(({ name, arn }) => [name, { arn, value: 'INSUFFICIENT_DATA', since: span.from }]),
  );
  const isTrue = (undone?: Change): boolean =>
    holds(rule, (written) => {
      const name = nameOf(written);
      return name === undone?.name ? undone.from : (states.get(name)?.value ?? 'INSUFFICIENT_DATA');
    });
  const instants = instantsOf(children, span);
  const changes = changesOf(children);
  const transitions: CompositeTransition[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  for (const at of instants) {
    const changed = changes.get(at) ?? [];
    for (const { name, arn, value, since } of changed) states.set(name, { arn, value, since });
    const holdsNow = isTrue();
    const to = holdsNow ? 'ALARM' : 'OK';
    if (to === state) continue;
    const deciding = decidingOf(changed, (change) => isTrue(change) !== holdsNow);
    const [named] = deciding;
    transitions.push({
      at,
      from: state,
      to,
      reason: named === undefined ? createdReason(subject.arn, to) : changedReason(named),
      reasonData: compositeReasonDataOf(named === undefined ? [...states.values()] : deciding),
    });
    state = to;
  }
  return { transitions, instants };
};
