import type { Redelivery } from '../ports/redelivery.ts';
import { errorText, type Telemetry } from '../ports/telemetry.ts';

/** How soon what failed comes again: so often so soon, then every `SELDOM_SECONDS` for as long as its queue keeps it. */
export interface Rhythm {
  readonly seconds: number;
  readonly times: number;
}

const SELDOM_SECONDS = 1_200;

/** Of alarms and of the clock's messages. */
const USUAL: Rhythm = { seconds: 30, times: 20 };

/** A message as its queue handed it over. */
export interface Failed {
  readonly receiptHandle: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

const secondsOf = ({ attributes }: Failed, { seconds, times }: Rhythm): number =>
  Number(attributes.ApproximateReceiveCount) > times ? SELDOM_SECONDS : seconds;

/** Says when failed messages come again. Where SQS refuses, they come when the queue says, which is later. */
export const comeAgain = async <T extends Failed>(
  { redelivery, telemetry }: { readonly redelivery: Redelivery; readonly telemetry: Telemetry },
  failed: readonly T[],
  rhythmOf: (one: T) => Rhythm = () => USUAL,
): Promise<void> => {
  for (const [seconds, same] of Map.groupBy(failed, (one) => secondsOf(one, rhythmOf(one)))) {
    try {
      await redelivery.after(
        seconds,
        same.map(({ receiptHandle }) => receiptHandle),
      );
    } catch (error) {
      telemetry.log('warn', 'what failed comes again later than it should', { error: errorText(error) });
    }
  }
};
