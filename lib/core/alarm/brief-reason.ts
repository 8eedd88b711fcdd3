/** `1.4142135623` → `1.41`; whole numbers from 1,000 on lose no digit but those behind the point. */
const rounded = (number: string): string => {
  const value = Number(number);
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
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
    .replaceAll(/(?<![\w.-])-?\d{1,15}\.\d+(?:E-?\d{1,3})?(?![\w.]*[\w])/gu, rounded);
