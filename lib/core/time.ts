/** ISO-8601 UTC with milliseconds (`2023-08-05T14:15:00.000Z`): for years 0000–9999 text order is time order. */
export type Instant = string;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const epochOf = (at: Instant): number => Date.parse(at);

export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString();

/** Only the last days of a month are looked up: `Date.parse` takes 30 February for 2 March. */
const dateExists = (date: string): boolean => {
  if (date.slice(8) <= '28') return true;
  const epochMs = epochOf(`${date}T00:00Z`);
  return Number.isFinite(epochMs) && instantOf(epochMs).startsWith(date);
};

/**
 * An instant of ISO 8601, also with a space for its `T`, as Python prints it; undefined when the text is none. Without an
 * offset (`Z`, `-04:00`) it is none: each machine would read another.
 */
export const parseInstant = (text: string): Instant | undefined => {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) return undefined;
  const epochMs = epochOf(text.replace(' ', 'T'));
  return Number.isFinite(epochMs) && dateExists(text.slice(0, 10)) ? instantOf(epochMs) : undefined;
};

export const later = (at: Instant, ms: number): Instant => instantOf(epochOf(at) + ms);

export const earliest = (instants: readonly (Instant | undefined)[]): Instant | undefined => {
  let first: Instant | undefined;
  for (const at of instants) if (at !== undefined && (first === undefined || at < first)) first = at;
  return first;
};

export const latest = (one: Instant, other: Instant): Instant => (one > other ? one : other);

const UNITS: ReadonlyMap<string, number> = new Map(
  (
    [
      ['ms', 1, 'millisecond'],
      ['s', SECOND, 'second'],
      ['m', MINUTE, 'minute'],
      ['h', HOUR, 'hour'],
      ['d', DAY, 'day'],
      ['w', 7 * DAY, 'week'],
    ] as const
  ).flatMap(([short, ms, word]) => [[short, ms] as const, [word, ms] as const, [`${word}s`, ms] as const]),
);

/**
 * Milliseconds of a duration such as `15m`, `30 s`, `1 week`; undefined when the text is none.
 * A number and one unit (ms, s, m, h, d, w or the words second … weeks), space optional.
 */
export const parseDuration = (text: string): number | undefined => {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text);
  const unit = UNITS.get((match?.[2] ?? '').toLowerCase());
  return match === null || unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
};

/** `1 h 5 min`, `35 min`, `20 s`: at most two units, for people. */
export const spokenDuration = (ms: number): string => {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(ms / SECOND)) * SECOND;
  for (const [unit, word] of [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ] as const) {
    const whole = Math.floor(rest / unit);
    rest -= whole * unit;
    if (whole > 0 && parts.length < 2) parts.push(`${String(whole)} ${word}`);
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
};

/** How often something comes: `a minute`, `every 5 min`. */
export const spokenEvery = (ms: number): string => (ms === MINUTE ? 'a minute' : `every ${spokenDuration(ms)}`);
