/** The only module that imports Temporal: drop the polyfill when the Lambda runtime has it (Node 26). */
import { Temporal } from 'temporal-polyfill';
import { DAY, MINUTE } from '../time.ts';

/** The civil calendar of one time zone. Days are counted from 1970-01-01 and may be added to. */
export interface Zone {
  /** The local day at an instant in epoch milliseconds, which must be finite. */
  dayAt(epochMs: number): number;
  /**
   * The instant, in epoch milliseconds, of a wall-clock time; `minutes` past the day's end run into the next days.
   * A time that a clock change skips is that much later, one that comes twice is the first; NaN gives NaN.
   */
  epochAt(day: number, minutes: number): number;
}

/** Undefined for a zone that this runtime does not know. */
export const zoneOf = (timeZone: string): Zone | undefined => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch {
    return undefined;
  }
  return {
    dayAt: (epochMs) => {
      const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
      return Date.UTC(year, month - 1, day) / DAY;
    },
    epochAt: (day, minutes) => {
      const wall = new Date(day * DAY + minutes * MINUTE);
      if (Number.isNaN(wall.getTime())) return NaN;
      const [year, month, date] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()];
      return new Temporal.PlainDateTime(year, month, date, wall.getUTCHours(), wall.getUTCMinutes()).toZonedDateTime(
        timeZone,
        { disambiguation: 'compatible' },
      ).epochMilliseconds;
    },
  };
};

/** Days from 1970-01-01 to a date `YYYY-MM-DD`; NaN when it is none. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** Minutes since midnight of `HH:MM`, `24:00` included; NaN when it is none. */
export const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
};
