import { localTime } from '../page/spoken-time.ts';
import { epochOf, type Instant } from '../time.ts';

/** How the clocks of one zone show an instant. */
export interface LocalClock {
  readonly timeZone: string;
  /** `Sat 5 Aug 2023, EDT`. */
  day(at: Instant): string;
  /** `10:15`; with its seconds where they are not zero. */
  time(at: Instant): string;
  /** `10:15`, whatever the seconds. */
  minute(at: Instant): string;
  /** `Sat`. */
  weekday(at: Instant): string;
  /** `2023-08-05 10:15`. */
  stamp(at: Instant): string;
}

const UNKNOWN = 'unknown time';

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const format = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...format, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...format, timeZone: 'UTC' });
  }
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (value: number | string): string => String(value).padStart(2, '0');

/** The clock of a zone; of UTC where this runtime does not know the zone. */
export const localClock = (timeZone: string): LocalClock => {
  const formatter = formatterOf(timeZone);
  const shown = (at: Instant, say: (part: (name: Intl.DateTimeFormatPartTypes) => string) => string): string => {
    const epochMs = epochOf(at);
    if (!Number.isFinite(epochMs)) return UNKNOWN;
    const parts = new Map(formatter.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    return say((name) => parts.get(name) ?? '');
  };
  const zone = (at: Instant): string => localTime(at, timeZone).slice('10:15 '.length);
  return {
    timeZone: formatter.resolvedOptions().timeZone,
    day: (at) => shown(at, (of) => `${of('weekday')} ${of('day')} ${of('month')} ${of('year')}, ${zone(at)}`),
    time: (at) => shown(at, (of) => `${of('hour')}:${of('minute')}${of('second') === '00' ? '' : `:${of('second')}`}`),
    weekday: (at) => shown(at, (of) => of('weekday')),
    minute: (at) => shown(at, (of) => `${of('hour')}:${of('minute')}`),
    stamp: (at) =>
      shown(at, (of) => {
        const month = MONTHS.indexOf(of('month')) + 1;
        return `${of('year')}-${twoDigits(month)}-${twoDigits(of('day'))} ${of('hour')}:${of('minute')}`;
      }),
  };
};
