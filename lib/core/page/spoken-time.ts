import { epochOf, type Instant, SECOND } from '../time.ts';

/** English abbreviates only the zones of its own country: the first of these that has a name (EDT, BST, AEST) is used. */
const LOCALES = ['en-US', 'en-GB', 'en-AU'] as const;

interface Worded {
  readonly date: string;
  readonly time: string;
}

type Wording = (epochMs: number) => Worded;

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

const wordedBy = (formatter: Intl.DateTimeFormat, epochMs: number): Worded => {
  const parts = new Map(formatter.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const [hour, minute, zone] = [parts.get('hour') ?? '', parts.get('minute') ?? '', parts.get('timeZoneName') ?? ''];
  return { date: `${parts.get('day') ?? ''} ${parts.get('month') ?? ''}`, time: `${hour}:${minute} ${zone}` };
};

/** Of each zone: the messages of a storm tell of the same few, and nothing else in a line takes as long to word. */
const SECONDS_KEPT = 500;

/** By the second: what a zone is off by is whole seconds. */
const kept = (wording: Wording): Wording => {
  const words = new Map<number, Worded>();
  return (epochMs) => {
    const second = Math.floor(epochMs / SECOND);
    const known = words.get(second);
    if (known !== undefined) return known;
    const worded = wording(epochMs);
    if (words.size >= SECONDS_KEPT) words.clear();
    words.set(second, worded);
    return worded;
  };
};

const wordingIn = (timeZone: string): Wording | undefined => {
  const formatters = LOCALES.map((locale) => formatterIn(locale, timeZone)).filter((found) => found !== undefined);
  if (formatters.length === 0) return undefined;
  return kept((epochMs) => {
    let first: Worded | undefined;
    for (const formatter of formatters) {
      const worded = wordedBy(formatter, epochMs);
      if (!/GMT[+-]/.test(worded.time)) return worded;
      first ??= worded;
    }
    return first ?? { date: '', time: '' };
  });
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

/** `10:15 EDT (14:15 UTC)`, once where both agree (`09:15 GMT`); with `now`, each with its date where the local day is another: `4 Aug 22:15 EDT (5 Aug 02:15 UTC)`. */
export const spokenTime = (at: Instant, timeZone: string, now: Instant = at): string => {
  const [epochMs, nowMs, utcWording] = [epochOf(at), epochOf(now), wordingOf('UTC')];
  if (Number.isNaN(epochMs) || Number.isNaN(nowMs) || utcWording === undefined) return 'at an unknown time';
  const wording = wordingOf(timeZone) ?? utcWording;
  const [local, utc] = [wording(epochMs), utcWording(epochMs)];
  const dated = local.date !== wording(nowMs).date;
  const say = ({ date, time }: Worded): string => (dated ? `${date} ${time}` : time);
  const clock = ({ date, time }: Worded): string => `${date} ${time.split(' ', 1)[0] ?? ''}`;
  return clock(local) === clock(utc) ? say(local) : `${say(local)} (${say(utc)})`;
};
