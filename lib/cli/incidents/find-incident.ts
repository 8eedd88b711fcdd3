import { ID_LENGTH, idTimes } from '../../core/incident/incident-id.ts';
import { DAY, instantOf } from '../../core/time.ts';
import type { IncidentQuery, IncidentRecord } from '../../ports/incident-reader.ts';
import { FailedError } from '../terminal/command-error.ts';
import type { PlacedIncidents } from './target.ts';

const MOST_NAMED = 5;

/** Times of longer stretches narrow nothing. */
const NARROW_MS = 400 * DAY;
/** An alarm may come as late as its queue keeps it, 14 days: so much later its incident may have opened. */
const EARLIER_MS = DAY;
const LATER_MS = 15 * DAY;

/** When incidents opened whose ids begin so; undefined: no id does. */
const rangeOf = (prefix: string): IncidentQuery | undefined => {
  const times = idTimes(prefix);
  if (times === undefined) return undefined;
  const { first, last } = times;
  if (last - first > NARROW_MS) return {};
  return { since: instantOf(first - EARLIER_MS), until: instantOf(last + LATER_MS), isOpenedOnly: true };
};

/** @throws FailedError */
export const absentIncident = ({ place }: PlacedIncidents, prefix: string): FailedError =>
  new FailedError(
    `there is no incident ${JSON.stringify(prefix)} in ${place.name}: npx tocsin incidents list ${place.option} shows those there are`,
  );

const isWhole = (id: string): boolean => id.length === ID_LENGTH && /^[0-9A-Z]+$/u.test(id);

/** The whole id of what was given, which may be its beginning; whether a whole one is there its reader finds. @throws FailedError no incident or several begin so. */
export const findIncident = async (placed: PlacedIncidents, prefix: string): Promise<string> => {
  const begin = prefix.toUpperCase();
  if (isWhole(begin)) return begin;
  const range = rangeOf(begin);
  const found: string[] = [];
  if (range !== undefined)
    for await (const { incidentId } of placed.incidents.query(range))
      if (incidentId.startsWith(begin)) found.push(incidentId);
  const [only] = found;
  if (only === undefined) throw absentIncident(placed, prefix);
  if (found.length === 1) return only;
  const named = found.slice(0, MOST_NAMED).join(', ');
  throw new FailedError(
    `${JSON.stringify(prefix)} means ${String(found.length)} incidents: give more of the id (${named}${found.length > MOST_NAMED ? ', …' : ''})`,
  );
};

/** @throws FailedError there is no such incident, or its head is lost. */
export const readFound = async (
  placed: PlacedIncidents,
  prefix: string,
): Promise<{ readonly head: NonNullable<IncidentRecord['head']>; readonly events: IncidentRecord['events'] }> => {
  const incidentId = await findIncident(placed, prefix);
  const record = await placed.incidents.record(incidentId);
  if (record === undefined) throw absentIncident(placed, prefix);
  const { head, events } = record;
  if (head === undefined)
    throw new FailedError(`incident ${incidentId} has no head: npx tocsin incidents verify ${placed.place.option}`);
  return { head, events };
};
