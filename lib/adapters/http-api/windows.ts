import { DAY, earliest, epochOf, type Instant, later } from '../../core/time.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';

/** Without a beginning, a list goes so far back: as the table itself is read. */
const LOOK_BACK_MS = 400 * DAY;
/** The API takes 92 days, by its own clock. */
const WINDOW_MS = 91 * DAY;

/** Undefined: now, and whatever opens while it is read, or by a clock ahead of this one. */
const endOf = ({ until, after }: IncidentQuery, now: Instant): Instant | undefined => {
  const end = earliest([until, after && later(after.openedAt, 1)]);
  return end === undefined || end > now ? undefined : end;
};

/** Ranges that the API takes, newest first: each incident is found in one of them. */
export const windowsOf = (query: IncidentQuery, now: Instant): readonly IncidentQuery[] => {
  const { after, isOpenedOnly, ...asked } = query;
  let until = endOf(query, now);
  const since = asked.since ?? later(until ?? now, -LOOK_BACK_MS);
  const windows: IncidentQuery[] = [];
  while (epochOf(until ?? now) - epochOf(since) > WINDOW_MS) {
    const from = later(until ?? now, -WINDOW_MS);
    windows.push({ ...asked, since: from, until, isOpenedOnly: true });
    until = from;
  }
  windows.push({ ...asked, since, until, isOpenedOnly });
  // A cursor is of the newest; what is older lies behind it anyway.
  return windows.map((window, index) => (index === 0 ? { ...window, after } : window));
};
