import { weekdayOf } from '../schedule/layer.ts';
import { minutesOf, zoneOf } from '../schedule/zoned-time.ts';
import { epochOf, type Instant } from '../time.ts';

/** Wall-clock hours in which people sleep; `tocsin.yaml` has no keys for these, so that teams compare. */
const NIGHT = { from: '22:00', to: '07:00' } as const;

/** Wall-clock hours of work; holidays are not known. */
const WORKING_HOURS = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' } as const;

interface Hours {
  readonly isNight: boolean;
  /** Outside working hours: every night is. */
  readonly isOffHours: boolean;
}

/** What hour of a person's an instant is; in UTC where this runtime does not know the zone. */
export const hoursIn = (timeZone: string): ((at: Instant) => Hours) => {
  const zone = zoneOf(timeZone);
  if (zone === undefined) return hoursIn('UTC');
  return (at) => {
    const epochMs = epochOf(at);
    const day = zone.dayAt(epochMs);
    const isBetween = (from: string, to: string): boolean =>
      epochMs >= zone.epochAt(day, minutesOf(from)) && epochMs < zone.epochAt(day, minutesOf(to));
    const isWorkday = WORKING_HOURS.days.some((name) => name === weekdayOf(day));
    return {
      isNight: !isBetween(NIGHT.to, NIGHT.from),
      isOffHours: !isWorkday || !isBetween(WORKING_HOURS.from, WORKING_HOURS.to),
    };
  };
};
