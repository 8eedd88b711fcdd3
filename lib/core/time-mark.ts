import { epochOf, type Instant, instantOf, MINUTE } from './time.ts';

/** A time in a sentence that readers of several zones will read, to the minute: whoever shows it puts it into its reader's. */
export const timeMark = (at: Instant): string => `{t${String(Math.floor(epochOf(at) / MINUTE))}}`;

const MARKS = /\{t(\d{1,9})\}/gu;

/** The text as its reader knows times. */
export const withTimes = (text: string, say: (at: Instant) => string): string =>
  text.replace(MARKS, (_mark, minutes: string) => say(instantOf(Number(minutes) * MINUTE)));

/** Every text of a value as its reader knows times. */
export const inZoneOf = <T>(told: T, say: (at: Instant) => string): T =>
  JSON.parse(JSON.stringify(told), (_key, value: unknown) =>
    typeof value === 'string' ? withTimes(value, say) : value,
  ) as T;

/** Characters of the text with each time as `10:15`. */
export const spokenLength = (text: string): number => withTimes(text, () => '10:15').length;

/** Of a text that was cut, without what is left of a time at its end. */
export const withoutHalfTime = (text: string): string => text.replace(/\s*\{t?\d*(…?)$/u, '$1');
