/** Zones move in steps of at least this: boundaries of their hours, days and weeks are found by looking everywhere. */
const STEP = 15 * 60_000;
const DAY = 24 * 60 * 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const labels = new Map<string, string>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone.replace(/^UTC(?=[+-])/u, ''),
    dateStyle: 'short',
    timeStyle: 'long',
    hourCycle: 'h23',
  });
  formats.set(zone, format);
  return format;
};

/** `2023-03-26, 01:15:00 GMT+1` of the zone's clock: which hour, day or week an instant belongs to. */
const labelOf = (zone: string, periodSeconds: number, at: number): string => {
  const spoken = formatOf(zone).format(at);
  const date = spoken.slice(0, 10);
  // The hour that comes twice is told apart by the offset.
  if (periodSeconds === 3_600) return `${spoken.slice(0, 14)} ${spoken.slice(21)}`;
  if (periodSeconds === 86_400) return date;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  return new Date(midnight - sinceMonday * DAY).toISOString().slice(0, 10);
};

const remembered = (zone: string, periodSeconds: number, at: number): string => {
  const key = `${zone} ${String(periodSeconds)} ${String(at)}`;
  const known = labels.get(key) ?? labelOf(zone, periodSeconds, at);
  labels.set(key, known);
  return known;
};

/** Whole periods of a zone's clock that end in a stretch or begin in it, oldest first; epoch milliseconds. */
export const clockPeriods = (
  zone: string,
  periodSeconds: number,
  [from, to]: readonly [number, number],
): (readonly [number, number])[] => {
  const boundaries: number[] = [];
  if (periodSeconds <= 300) {
    const step = periodSeconds * 1_000;
    for (let at = Math.floor(from / step) * step - step; at <= to; at += step) boundaries.push(at);
  } else {
    const longest = periodSeconds * 1_000 + 2 * 3_600_000;
    for (let at = Math.floor((from - longest) / STEP) * STEP; at <= to; at += STEP) {
      if (remembered(zone, periodSeconds, at) !== remembered(zone, periodSeconds, at - STEP)) boundaries.push(at);
    }
  }
  return boundaries.slice(1).map((end, i) => [boundaries[i] ?? end, end]);
};
