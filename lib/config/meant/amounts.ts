import { DAY, HOUR, MINUTE, SECOND } from '../../core/time.ts';

/** From the smallest: as tocsin.yaml writes them, and what else people write for them. */
const UNITS: readonly (readonly [unit: string, ms: number, others: RegExp])[] = [
  ['ms', 1, /^(?:ms|msecs?|millis|milliseconds?)$/i],
  ['s', SECOND, /^(?:s|secs?|seconds?)$/i],
  ['m', MINUTE, /^(?:m|mins?|minutes?)$/i],
  ['h', HOUR, /^(?:h|hrs?|hours?)$/i],
  ['d', DAY, /^(?:d|days?)$/i],
  ['w', 7 * DAY, /^(?:w|wks?|weeks?)$/i],
];

const SIZES = ['MB', 'GB', 'TB'] as const;

const wholeDays = (ms: number): readonly string[] => {
  const days = ms / DAY;
  return Number.isInteger(days) && days > 0 ? [days === 1 ? '1 day' : `${String(days)} days`] : [];
};

/** In the largest unit that needs no fraction: `90m` for an hour and a half. */
const asDuration = (ms: number): string => {
  const [unit, of] = UNITS.slice(0, 4).findLast(([, size]) => ms % size === 0) ?? ['ms', 1];
  return `${String(ms / of)}${unit}`;
};

const PARTS = /(\d+(?:[.,]\d+)?)\s*([a-z]+)\s*/giy;

const milliseconds = (text: string): number | undefined => {
  const parts = Array.from(text.matchAll(PARTS));
  if (parts.length === 0) return undefined;
  if (parts.reduce((read, [part]) => read + part.length, 0) !== text.length) return undefined;
  return parts.reduce<number | undefined>((total, [, number = '', word = '']) => {
    const unit = UNITS.find(([, , others]) => others.test(word));
    if (total === undefined || unit === undefined) return undefined;
    return total + Math.round(Number(number.replace(',', '.')) * unit[1]);
  }, 0);
};

/** `1h30m`, `5 min`, `1,5s` and `PT5M` as a duration, and as days. */
const durationsIn = (text: string): readonly string[] => {
  const ms = milliseconds(text.replace(/^P(?=[\dT])/iu, '').replace(/T(?=\d)/iu, ''));
  return ms === undefined ? [] : [asDuration(ms), ...wholeDays(ms)];
};

/** `5m` as a number of seconds. */
export const secondsIn = (text: string): readonly number[] => {
  const ms = milliseconds(text);
  return ms === undefined ? [] : [ms / SECOND];
};

/** `20 gb`, `20GiB` and `20G` as a size. */
const sizesIn = (text: string): readonly string[] => {
  const [, number, letter] = /^(\d+(?:[.,]\d+)?)\s*([mgt])(?:i?b)?$/i.exec(text) ?? [];
  return number === undefined || letter === undefined ? [] : [`${number.replace(',', '.')}${letter.toUpperCase()}B`];
};

const TURNS: readonly (readonly [said: RegExp, turn: string])[] = [
  [/^(?:daily|day|every day)$/i, '1 day'],
  [/^(?:weekly|week|every week)$/i, '1 week'],
  [/^(?:fortnight(?:ly)?|bi-?weekly)$/i, '2 weeks'],
];

/** A number that lacks its unit, with each. */
const withUnits = (number: string): readonly string[] => [
  ...UNITS.slice(number.includes('.') ? 1 : 0, 4).map(([unit]) => number + unit),
  ...wholeDays(Number(number) * DAY),
  `${number} week${number === '1' ? '' : 's'}`,
  ...SIZES.map((unit) => number + unit),
  `${String(Math.round(Number(number) / 1_024 ** 2))}MB`,
];

/** Durations, turns and sizes that a text may mean. */
export const amountsIn = (text: string): readonly string[] =>
  /^\d{1,15}(?:\.\d{1,6})?$/.test(text)
    ? withUnits(text)
    : [...durationsIn(text), ...sizesIn(text), ...TURNS.flatMap(([said, turn]) => (said.test(text) ? [turn] : []))];
