/** `1.4142135623` → `1.41`; whole numbers from 1,000 on lose no digit but those behind the point. */
const rounded = (value: number, digits: number): number =>
  Math.abs(value) >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits));

/** Digits that a person compares at night; more, where without them a value would read like the limit. */
const DIGITS = [3, 4, 5, 6, 7] as const;

const limitIn = (reason: string): number =>
  Number(/ the threshold \((-?[\d.]{1,30}(?:E-?\d{1,3})?)\)/u.exec(reason)?.[1]);

const isOnSide = (one: number, value: number, limit: number): boolean =>
  Math.sign(one - limit) === Math.sign(value - limit);

const inSoManyDigits = (value: number): readonly number[] => DIGITS.map((digits) => rounded(value, digits));

const firstOnSide = (value: number, limit: number): number | undefined =>
  inSoManyDigits(value).find((one) => isOnSide(one, value, limit));

/** The limit stands as it was set; what is rounded once is not rounded again. */
const roundedBeside =
  (limit: number) =>
  (number: string): string => {
    const value = Number(number);
    if (Number.isNaN(limit)) return String(rounded(value, 3));
    const all = inSoManyDigits(value).filter((one) => isOnSide(one, value, limit));
    return String(all.find((one) => firstOnSide(one, limit) === one) ?? value);
  };

/**
 * CloudWatch's reason for people: without the times of its datapoints, without how many a transition needs, other alarms
 * by name instead of by ARN, numbers rounded to what is read. To be asked before anything cuts the sentence: its end says on which side of the limit it is.
 * Said twice it says the same.
 */
export const briefReason = (reason: string): string =>
  reason
    .replace(/ \(minimum \d+ datapoints?[^)]{0,60}(?:\)|$)/u, '')
    .replaceAll(/\barn:[\w-]+:cloudwatch:[\w-]*:\d*:alarm:/gu, '')
    .replaceAll(/ at \w+day \d{1,2} \w+, \d{4} \d\d:\d\d:\d\d UTC/gu, '')
    .replaceAll(/ \(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\)/gu, '')
    .replaceAll(/(?<![\w.-])-?\d{1,15}\.\d+(?:E-?\d{1,3})?(?![\w.]*[\w])/gu, roundedBeside(limitIn(reason)));
