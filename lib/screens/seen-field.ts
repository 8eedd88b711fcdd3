import type { Incident } from '../core/incident/incident.ts';
import { alarmIdsOf, type Seen, seenOf } from '../core/incident/response.ts';

/** What a form says was seen: alarms by their ids, since twenty of their names may weigh more than the screen. */
export const seenField = (incident: Incident): Seen => {
  const seen = seenOf(incident);
  return { ...seen, alarms: alarmIdsOf(incident, seen.alarms ?? []) };
};

/** The same as the rules know it; a form of before named alarms by their names. */
export const seenInField = (incident: Incident, seen: Seen | undefined): Seen | undefined =>
  seen && {
    ...seen,
    alarms: seen.alarms?.map((id) => incident.alarms.find(({ alarmId }) => alarmId === id)?.name ?? id),
  };
