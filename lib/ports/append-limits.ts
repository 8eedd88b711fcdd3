import { APPEND_LIMITS, type Append } from './incident-store.ts';

const twice = (keys: readonly string[]): string | undefined => keys.find((key, index) => keys.indexOf(key) < index);

/**
 * @throws RangeError more events or items than one append may hold, or an item named twice (no transaction writes one
 * item twice): a defect of whoever decided so.
 */
export const checkAppendLimits = ({ incident, register, dedups }: Append): void => {
  const events = incident?.events.length ?? 0;
  const items = events + (incident?.members.length ?? 0) + register.length + dedups.length;
  if (events > APPEND_LIMITS.events || items > APPEND_LIMITS.items) {
    throw new RangeError(
      `an append of ${String(events)} events and ${String(items)} items: at most ${String(APPEND_LIMITS.events)} and ${String(APPEND_LIMITS.items)}`,
    );
  }
  const repeated =
    twice(incident?.members.map(({ alarmId }) => alarmId) ?? []) ??
    twice(register.map(({ alarmKey }) => alarmKey)) ??
    twice(dedups.map(({ key }) => key));
  if (repeated !== undefined) throw new RangeError(`an append that names ${repeated} twice`);
};
