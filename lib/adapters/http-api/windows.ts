import { DAY, earliest, epochOf, type Instant, later } from '../../core/time.ts';
import type { IncidentQuery } from '../../ports/incident-reader.ts';

/** Without a beginning, a list goes so far back: as the table itself is read. */
const LOOK_BACK_MS = 400 * DAY;
/** The API takes 92 days, by its own clock. */
const WINDOW_MS = 91 * DAY;

/** Ranges that the API takes, newest first: each incident is found in one of them. */
export const windowsOf = (query: IncidentQuery, now: Instant): readonly IncidentQuery[] => {
  const { after, isOpenedOnly, ...asked } = query;
  const until = earliest([asked.until, after && later(after.openedAt, 1)]);
  const end = until === undefined || until > now ? now : until;
  const since = asked.since ?? later(end, -LOOK_BACK_MS);
  const windows: IncidentQuery[] = [];
  // The newest has no end where it goes up to now: what opens while it is read, or by a clock ahead, is in it.
  let to = end === now ? undefined : end;
  while (epochOf(to ?? now) - epochOf(since) > WINDOW_MS) {
    const from = later(to ?? now, -WINDOW_MS);
    windows.push({ ...asked, since: from, until: to, isOpenedOnly: true });
    to = from;
  }
  windows.push({ ...asked, since, until: to, isOpenedOnly });
  // A cursor is of the newest; what is older lies behind it anyway.
  return windows.map((window, index) => (index === 0 ? { ...window, after } : window));
};
