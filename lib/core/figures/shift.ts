import type { Schedule } from '../configuration.ts';
import { type Turn, turns } from '../schedule/on-call.ts';
import { DAY, epochOf, HOUR, type Instant, later } from '../time.ts';

/** A longer time on call (one person in a rotation of one) is cut: nobody hands over what was a quarter ago. */
const LONGEST_SHIFT_MS = 31 * DAY;
/** A gap in which nobody is on call may lie between. */
const LOOK_BACK_MS = 2 * LONGEST_SHIFT_MS;
/** So long before its end a shift is being handed over. */
const ENDS_SOON_MS = 2 * HOUR;

/** Somebody's time on call that is handed over, and who has it next. */
export interface Shift {
  readonly responder: string;
  readonly from: Instant;
  readonly to: Instant;
  /** On call when it ends; undefined: nobody. */
  readonly next: string | undefined;
}

const isSomebodys = (turn: Turn): turn is Turn & { readonly responder: string } => turn.responder !== undefined;

/**
 * The last shift of a schedule by an instant: the one that ends within two hours of it, else the one that ended last, else the
 * one that runs. Undefined: nobody was on call lately.
 */
export const lastShift = (schedule: Schedule, at: Instant): Shift | undefined => {
  const from = later(at, -LOOK_BACK_MS);
  // Looked at beyond `at`: an end there is no end of the shift.
  const all = turns(schedule, from, later(at, LONGEST_SHIFT_MS));
  const begun = all.filter((turn) => isSomebodys(turn) && turn.from < at);
  const shift = begun.findLast(({ to }) => to <= later(at, ENDS_SOON_MS)) ?? begun.at(-1);
  if (shift?.responder === undefined) return undefined;
  const earliest = later(shift.to < at ? shift.to : at, -LONGEST_SHIFT_MS);
  return {
    responder: shift.responder,
    from: epochOf(shift.from) > epochOf(earliest) ? shift.from : earliest,
    to: shift.to,
    next: all.find((turn) => turn.from === shift.to)?.responder,
  };
};
