import { epochOf, type Instant, instantOf, MINUTE } from '../time.ts';

/** How far the clock of an event may be ahead of ours before it is not believed. */
const CLOCK_TOLERANCE_MS = 15 * MINUTE;

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/u;

/** The instant of an ISO 8601 time with seconds and zone (`Z`, `+0000`, `+00:00`), from 1970 to 9999; else undefined. */
export const parseTimestamp = (value: unknown): Instant | undefined => {
  if (typeof value !== 'string') return undefined;
  const [, seconds, fraction = '', zone = ''] = TIMESTAMP.exec(value.trim()) ?? [];
  if (seconds === undefined) return undefined;
  const offset = zone.replace(/^([+-]\d\d)(\d\d)$/u, '$1:$2');
  const epoch = Date.parse(`${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  return epoch >= 0 && epoch < Date.UTC(10_000, 0) ? instantOf(epoch) : undefined;
};

/** When an event happened: the first of the candidates that is a date; one far ahead of the receipt counts as the receipt. */
export const timeOfEvent = (candidates: readonly unknown[], receivedAt: Instant): Instant => {
  for (const candidate of candidates) {
    const at = parseTimestamp(candidate);
    if (at !== undefined) return epochOf(at) - epochOf(receivedAt) > CLOCK_TOLERANCE_MS ? receivedAt : at;
  }
  return receivedAt;
};
