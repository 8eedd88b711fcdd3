import { APPEND_LIMITS, type Append } from './incident-store.ts';

/** @throws RangeError more events or items than one append may hold: a defect of whoever decided so much at once. */
export const checkAppendLimits = ({ incident, register, dedups }: Append): void => {
  const events = incident?.events.length ?? 0;
  const items = events + (incident?.members.length ?? 0) + register.length + dedups.length;
  if (events > APPEND_LIMITS.events || items > APPEND_LIMITS.items) {
    throw new RangeError(
      `an append of ${String(events)} events and ${String(items)} items: at most ${String(APPEND_LIMITS.events)} and ${String(APPEND_LIMITS.items)}`,
    );
  }
};
