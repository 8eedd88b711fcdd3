import type { AlarmState } from '../../alarm/definition.ts';
import { epochOf, instantOf, type Instant, SECOND } from '../../time.ts';

/** An alarm takes on a state. */
export interface CompositeStateChange {
  readonly at: Instant;
  readonly to: AlarmState;
}

export interface SuppressionInput {
  /** Both in order of time. */
  readonly composite: readonly CompositeStateChange[];
  readonly suppressor: readonly CompositeStateChange[];
  readonly waitSeconds: number;
  readonly extensionSeconds: number;
  /** Actions after this instant are not told of. */
  readonly until: Instant;
}

/** What `state` of an event says while actions are held back; https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export interface Suppression {
  readonly actionsSuppressedBy: 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';
  readonly actionsSuppressedReason: string;
}

/** The composite alarm acts: notifies, creates an incident. */
export interface CompositeAction {
  readonly at: Instant;
  readonly state: AlarmState;
  /** Set where it acts late: CloudWatch then sends the change once more, from the state to the same state, at this time. */
  readonly heldBackBy?: Suppression;
}

export interface SuppressedActions {
  readonly actions: readonly CompositeAction[];
  /** One for each change of the composite alarm; undefined where it acts at once. */
  readonly suppressions: readonly (Suppression | undefined)[];
}

interface Hold {
  readonly by: Suppression['actionsSuppressedBy'];
  /** Epoch milliseconds of its last instant; infinite while the suppressor is in ALARM. */
  readonly until: number;
}

/** Only the words for WaitPeriod are documented. */
const suppressionOf = ({ by }: Hold): Suppression => ({
  actionsSuppressedBy: by,
  actionsSuppressedReason: `Actions suppressed by ${by}`,
});

const periodFrom = (at: Instant, by: Hold['by'], seconds: number): Hold | undefined =>
  seconds > 0 ? { by, until: epochOf(at) + seconds * SECOND } : undefined;

const inOrder = ({
  composite,
  suppressor,
}: SuppressionInput): (CompositeStateChange & { readonly ofComposite: boolean })[] =>
  [
    ...suppressor.map(({ at, to }) => ({ at, to, ofComposite: false })),
    ...composite.map(({ at, to }) => ({ at, to, ofComposite: true })),
  ].sort((one, other) => epochOf(one.at) - epochOf(other.at));

/**
 * When a composite alarm acts, and what its events say of suppression.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
 *
 * Where the documentation is silent: of two changes at one instant the suppressor's counts first; a period includes its
 * last instant ("within 60 seconds"), so a change at its end still discards it; INSUFFICIENT_DATA of the suppressor is
 * as OK; and after a period it acts only if a change was held back, since an alarm acts on changes, not on states.
 */
export const suppressedActions = (input: SuppressionInput): SuppressedActions => {
  const actions: CompositeAction[] = [];
  const suppressions: (Suppression | undefined)[] = [];
  let hold: Hold | undefined;
  let owed: AlarmState | undefined;

  const release = (now: number): void => {
    if (hold === undefined || hold.until >= now) return;
    const at = instantOf(hold.until);
    if (owed !== undefined) actions.push({ at, state: owed, heldBackBy: suppressionOf(hold) });
    owed = undefined;
    hold = undefined;
  };
  const compositeChanges = ({ at, to }: CompositeStateChange): void => {
    if (hold?.until !== Infinity) hold = periodFrom(at, 'WaitPeriod', input.waitSeconds);
    suppressions.push(hold && suppressionOf(hold));
    owed = hold && to;
    if (hold === undefined) actions.push({ at, state: to });
  };
  const suppressorChanges = ({ at, to }: CompositeStateChange): void => {
    if (to === 'ALARM') hold = { by: 'Alarm', until: Infinity };
    else if (hold?.until === Infinity) {
      hold = periodFrom(at, 'ExtensionPeriod', input.extensionSeconds) ?? { by: 'Alarm', until: epochOf(at) };
    }
  };
  for (const change of inOrder(input)) {
    release(epochOf(change.at));
    if (change.ofComposite) compositeChanges(change);
    else suppressorChanges(change);
  }
  release(epochOf(input.until) + 1);
  return { actions, suppressions };
};
