import type { Instant } from '../../time.ts';
import type { CompositeAlarm } from '../../alarm/definition.ts';
import type { Unsupported } from '../../series/series.ts';
import type { ChildHistory, CompositeTransition } from './composite-history.ts';
import { type CompositeAction, suppressedActions } from './suppressed-actions.ts';

export interface CompositeActions {
  /** Every change of state, oldest first. */
  readonly transitions: readonly CompositeTransition[];
  /** When it acts, and on which state; unsupported where that hangs on a suppressor that cannot be evaluated. */
  readonly actions: readonly CompositeAction[] | Unsupported;
  /** From a state to the same state: what CloudWatch sends once more at each action that had been held back. */
  readonly repeated: readonly CompositeTransition[];
}

export interface Suppressor extends NonNullable<CompositeAlarm['suppressor']> {
  readonly history: ChildHistory | Unsupported;
}

const unsuppressed = (transitions: readonly CompositeTransition[]): CompositeActions => ({
  transitions,
  actions: transitions.map(({ at, to }) => ({ at, state: to })),
  repeated: [],
});

/** What a composite alarm with these changes does until an instant. */
export const compositeActions = (
  transitions: readonly CompositeTransition[],
  suppressor: Suppressor | undefined,
  until: Instant,
): CompositeActions => {
  if (suppressor === undefined) return unsuppressed(transitions);
  const { history, waitSeconds, extensionSeconds } = suppressor;
  if ('unsupported' in history) {
    const actions = { unsupported: `when it acts is not known, ${history.unsupported}` };
    return { transitions, actions, repeated: [] };
  }
  const { actions, suppressions } = suppressedActions({
    composite: transitions,
    suppressor: history.transitions,
    waitSeconds,
    extensionSeconds,
    until,
  });
  const repeated = actions.flatMap(({ at, state, heldBackBy }) => {
    const change = transitions.findLast((transition) => transition.at <= at);
    return heldBackBy === undefined || change === undefined ? [] : [{ ...change, at, from: state, to: state }];
  });
  return {
    transitions: transitions.map((transition, index) => ({ ...transition, ...suppressions[index] })),
    actions,
    repeated,
  };
};
