import { shownValue } from '../../safe-text.ts';
import type { Unsupported } from '../../series/series.ts';

/** Why a composite alarm cannot be evaluated, and at which alarm that begins. */
export interface Failure extends Unsupported {
  readonly root: string;
  readonly cause: string;
}

const SHOWN_OF_A_CYCLE = 5;

export const failure = (root: string, cause: string): Failure => ({ root, cause, unsupported: cause });

/** Of an alarm that depends on a failed one; however deep composites nest, the sentence names the one at the root. */
export const dependentFailure = ({ root, cause }: Failure): Failure => ({
  root,
  cause,
  unsupported: `it depends on the alarm ${shownValue(root)}, which cannot be evaluated: ${cause}`,
});

/** Of an alarm whose rule leads into a cycle; the way out is the one that API_PutCompositeAlarm names. */
export const cycleFailure = (name: string, cycle: readonly string[]): Failure => {
  const shown = cycle.slice(0, SHOWN_OF_A_CYCLE).map(shownValue);
  const path = [...shown, ...(cycle.length > SHOWN_OF_A_CYCLE ? ['…'] : [])].join(' → ');
  return failure(
    name,
    `its rule leads into a cycle, which CloudWatch does not evaluate: ${path}; set the rule of one of them to FALSE`,
  );
};
