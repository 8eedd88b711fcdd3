import { zoneOf } from '../schedule/zoned-time.ts';
import type { Span } from '../series/period-grid.ts';
import { DAY, epochOf, HOUR, type Instant, instantOf, later, MINUTE } from '../time.ts';

/** A week as one zone counts it, Monday to Sunday, and when people are told of it. */
export interface DigestWeek extends Span {
  /** ISO 8601, of the days: `2023-W31`. */
  readonly week: string;
  /** The Monday after it at 07:00. */
  readonly dueAt: Instant;
  readonly timeZone: string;
}

/** Minutes past midnight. */
const DUE_AT = (7 * HOUR) / MINUTE;
/** Nobody reads of a week in the middle of the next. */
const TOLD_WITHIN_MS = DAY;

/** Days are counted from 1970-01-01, a Thursday. */
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** A week is of the year that its Thursday is in, and the first of a year is the one that has a Thursday of it. */
const isoWeekOf = (monday: number): string => {
  const thursday = new Date((monday + 3) * DAY);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${String(year)}-W${String(number).padStart(2, '0')}`;
};

/** The last week of which people were to be told by an instant; in UTC where this runtime does not know the zone. */
export const lastDigestWeek = (at: Instant, timeZone: string): DigestWeek => {
  const zone = zoneOf(timeZone);
  if (zone === undefined) return lastDigestWeek(at, 'UTC');
  const now = epochOf(at);
  const thisMonday = mondayOf(zone.dayAt(now));
  const monday = now < zone.epochAt(thisMonday, DUE_AT) ? thisMonday - 7 : thisMonday;
  return {
    week: isoWeekOf(monday - 7),
    from: instantOf(zone.epochAt(monday - 7, 0)),
    to: instantOf(zone.epochAt(monday, 0)),
    dueAt: instantOf(zone.epochAt(monday, DUE_AT)),
    timeZone,
  };
};

/** A digest that was not sent by then is not sent any more. */
export const isTooLateToTell = ({ dueAt }: Pick<DigestWeek, 'dueAt'>, at: Instant): boolean =>
  at > later(dueAt, TOLD_WITHIN_MS);

/** The week before another. */
export const weekBefore = ({ dueAt, timeZone }: DigestWeek): DigestWeek =>
  lastDigestWeek(instantOf(epochOf(dueAt) - DAY), timeZone);
