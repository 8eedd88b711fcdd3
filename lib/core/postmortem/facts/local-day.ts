import { epochOf, type Instant } from '../../time.ts';

type Part = Intl.DateTimeFormatPartTypes;

const partsOf = (at: Instant, timeZone: string): ReadonlyMap<Part, string> => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZoneName: 'longOffset',
  });
  return new Map(format.formatToParts(epochOf(at)).map(({ type, value }) => [type, value]));
};

const joined = (parts: ReadonlyMap<Part, string>, ...names: readonly Part[]): string =>
  names.map((name) => parts.get(name) ?? '').join(' ');

/** `5 August 2023`. */
export const localDate = (at: Instant, timeZone: string): string =>
  joined(partsOf(at, timeZone), 'day', 'month', 'year');

/** `UTC-04:00`; some runtimes say no more than `GMT` of UTC itself. */
export const utcOffset = (at: Instant, timeZone: string): string =>
  joined(partsOf(at, timeZone), 'timeZoneName').replace(/^GMT$/u, 'GMT+00:00').replace('GMT', 'UTC');

/** `Saturday 5 August 2023, UTC-04:00`: times below it are those of this day and offset. */
export const localDay = (at: Instant, timeZone: string): string =>
  `${joined(partsOf(at, timeZone), 'weekday')} ${localDate(at, timeZone)}, ${utcOffset(at, timeZone)}`;
