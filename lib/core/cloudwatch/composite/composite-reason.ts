import type { AlarmState } from '../../alarm/definition.ts';
import { epochOf, type Instant } from '../../time.ts';
import { cloudWatchTime } from '../evaluation/state-reason.ts';

/** `state.reasonData` of a composite alarm; https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export interface CompositeReasonData {
  readonly triggeringAlarms: readonly {
    readonly arn: string;
    readonly state: { readonly value: AlarmState; readonly timestamp: string };
  }[];
}

/** An alarm that a rule names, in its state since an instant. */
export interface ChildState {
  readonly arn: string;
  readonly value: AlarmState;
  readonly since: Instant;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** `Friday 04 August, 2023 12:54:46 UTC`. */
const spoken = (at: Instant): string => {
  const date = new Date(epochOf(at));
  const day = DAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  return `${day} ${at.slice(8, 10)} ${month}, ${at.slice(0, 4)} ${at.slice(11, 19)} UTC`;
};

/** Why a composite alarm changes because children did, in CloudWatch's words; it names one. */
export const changedReason = ({ arn, value, since }: ChildState): string =>
  `${arn} transitioned to ${value} at ${spoken(since)}`;

/** Why a composite alarm takes its first state while no child changes, in CloudWatch's words. */
export const createdReason = (arn: string, state: AlarmState): string =>
  `${arn} was created and its alarm rule evaluates to ${state}`;

export const compositeReasonDataOf = (triggering: readonly ChildState[]): CompositeReasonData => ({
  triggeringAlarms: triggering.map(({ arn, value, since }) => ({
    arn,
    state: { value, timestamp: cloudWatchTime(since) },
  })),
});
