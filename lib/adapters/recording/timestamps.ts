import { epochOf, HOUR, MINUTE, parseInstant, SECOND } from '../../core/time.ts';

/** Epoch milliseconds of what a file gives as a time; NaN for what is none. */
export type TimestampReader = (value: unknown) => number;

/** Later than any time in epoch seconds, and long before those in milliseconds. */
const FIRST_IN_MILLISECONDS = 100_000_000_000;

const [ZERO, COLON] = [0x30, 0x3a];

/** What a time in UTC to the second ends with, by its length. */
const UTC: ReadonlyMap<number, string> = new Map([
  [20, 'Z'],
  [24, '.000Z'],
  [25, '+00:00'],
]);

/** NaN for what are no two digits below `limit`. */
const twoDigits = (text: string, at: number, limit: number): number => {
  const [tens, ones] = [text.charCodeAt(at) - ZERO, text.charCodeAt(at + 1) - ZERO];
  if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return NaN;
  return tens * 10 + ones < limit ? tens * 10 + ones : NaN;
};

/** Milliseconds into the day of `2023-08-05T14:15:00Z`, also with `.000Z` or `+00:00`; NaN for any other form. */
const timeOfDay = (text: string): number => {
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return NaN;
  if (!text.endsWith(UTC.get(text.length) ?? '?')) return NaN;
  return twoDigits(text, 11, 24) * HOUR + twoDigits(text, 14, 60) * MINUTE + twoDigits(text, 17, 60) * SECOND;
};

const slowEpochOf = (text: string): number => {
  const at = parseInstant(text);
  return at === undefined ? NaN : epochOf(at);
};

/** Reads what `parseInstant` reads. The date is parsed once for all times of a day: a month has 43,200 minutes. */
export const instantReader = (): TimestampReader => {
  let [date, day] = ['', NaN];
  return (value) => {
    if (typeof value !== 'string') return NaN;
    const time = timeOfDay(value);
    if (Number.isNaN(time)) return slowEpochOf(value);
    if (date === '' || !value.startsWith(date)) {
      date = value.slice(0, 11);
      day = slowEpochOf(`${date}00:00:00Z`);
    }
    return day + time;
  };
};

/** Reads epoch seconds or milliseconds too, as the AWS CLI and SDKs may print them. */
export const awsTimeReader = (): TimestampReader => {
  const read = instantReader();
  return (value) => {
    if (typeof value !== 'number') return read(value);
    const epoch = value < FIRST_IN_MILLISECONDS ? value * SECOND : value;
    return epoch >= 0 && epoch < Date.UTC(10_000, 0) ? epoch : NaN;
  };
};
