import { APPEND_LIMITS, type Append } from './incident-store.ts';

const NO_INCIDENT: Pick<NonNullable<Append['incident']>, 'events' | 'members' | 'diagnoses'> = {
  events: [],
  members: [],
};

const checkOnce = (keys: readonly string[]): void => {
  if (new Set(keys).size === keys.length) return;
  const repeated = keys.find((key, index) => keys.indexOf(key) < index) ?? '';
  throw new RangeError(`an append that names ${repeated} twice`);
};

/**
 * @throws RangeError more events or items than one append may hold, or an item named twice (no transaction writes one
 * item twice): a defect of whoever decided so.
 */
export const checkAppendLimits = ({ incident, register, dedups }: Append): void => {
  const { events, members, diagnoses = [] } = incident ?? NO_INCIDENT;
  const items = events.length + members.length + diagnoses.length + register.length + dedups.length;
  if (events.length > APPEND_LIMITS.events || items > APPEND_LIMITS.items) {
    throw new RangeError(
      `an append of ${String(events.length)} events and ${String(items)} items: at most ${String(APPEND_LIMITS.events)} and ${String(APPEND_LIMITS.items)}`,
    );
  }
  checkOnce(members.map(({ alarmId }) => alarmId));
  checkOnce(diagnoses.map(({ number }) => `diagnosis ${String(number)}`));
  checkOnce(register.map(({ alarmKey }) => alarmKey));
  checkOnce(dedups.map(({ key }) => key));
};
