import { epochOf, type Instant } from '../time.ts';

/** English abbreviates only the zones of its own country: the first of these that has a name (EDT, BST, AEST) is used. */
const LOCALES = ['en-US', 'en-GB', 'en-AU'] as const;

type Wording = (epochMs: number) => { readonly date: string; readonly time: string };

const formatterIn = (locale: string, timeZone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat(locale, {
      timeZone,
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
  } catch {
    return undefined;
  }
};

const wordingIn = (timeZone: string): Wording | undefined => {
  const formatters = LOCALES.map((locale) => formatterIn(locale, timeZone)).filter((found) => found !== undefined);
  if (formatters.length === 0) return undefined;
  return (epochMs) => {
    const worded = formatters.map((formatter) => {
      const parts = new Map(formatter.formatToParts(epochMs).map(({ type, value }) => [type, value]));
      const [hour, minute, zone] = [
        parts.get('hour') ?? '',
        parts.get('minute') ?? '',
        parts.get('timeZoneName') ?? '',
      ];
      return { date: `${parts.get('day') ?? ''} ${parts.get('month') ?? ''}`, time: `${hour}:${minute} ${zone}` };
    });
    return worded.find(({ time }) => !/GMT[+-]/.test(time)) ?? worded[0] ?? { date: '', time: '' };
  };
};

/** A formatter takes longer to make than to use; there are as many zones as responders at most. */
const WORDINGS = new Map<string, Wording | undefined>();

const wordingOf = (timeZone: string): Wording | undefined => {
  if (!WORDINGS.has(timeZone)) WORDINGS.set(timeZone, wordingIn(timeZone));
  return WORDINGS.get(timeZone);
};

/** `10:15 EDT`; UTC where the zone is unknown. */
export const localTime = (at: Instant, timeZone: string): string => {
  const epochMs = epochOf(at);
  if (Number.isNaN(epochMs)) return 'at an unknown time';
  return (wordingOf(timeZone) ?? wordingOf('UTC'))?.(epochMs).time ?? at;
};

/** `10:15 EDT (14:15 UTC)`; with `now`, each with its date where the local day is another: `4 Aug 22:15 EDT (5 Aug 02:15 UTC)`. */
export const spokenTime = (at: Instant, timeZone: string, now: Instant = at): string => {
  const [epochMs, nowMs, utcWording] = [epochOf(at), epochOf(now), wordingOf('UTC')];
  if (Number.isNaN(epochMs) || Number.isNaN(nowMs) || utcWording === undefined) return 'at an unknown time';
  const wording = wordingOf(timeZone) ?? utcWording;
  const [local, utc] = [wording(epochMs), utcWording(epochMs)];
  const dated = local.date !== wording(nowMs).date;
  const say = ({ date, time }: ReturnType<Wording>): string => (dated ? `${date} ${time}` : time);
  return local.time === utc.time ? say(utc) : `${say(local)} (${say(utc)})`;
};
