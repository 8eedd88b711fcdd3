import { DAY, HOUR, MINUTE, SECOND, spokenDuration } from '../../time.ts';

/** Of a metric: what its values count. `bytes`: 1,024 to the next; `MB`: what CloudWatch calls so are MiB. */
export type Unit = 'percent' | 's' | 'ms' | 'bytes' | 'decimal bytes' | 'MB' | 'USD' | 'none';

/** From which size on which letter stands for which factor. */
const LARGE = [
  [1e12, 1e12, 'T'],
  [1e9, 1e9, 'G'],
  [1e6, 1e6, 'M'],
  [1e4, 1e3, 'k'],
] as const;

/** Three digits are all that a person compares at night: `0.214`, `3.7`, `93.2`, `128`. */
const DIGITS = 3;

const rounded = (value: number, digits: number): string =>
  Math.abs(value) >= 10 ** digits ? String(Math.round(value)) : String(Number(value.toPrecision(digits)));

/** What is read decides the unit: 999,999 is `1 M`, not `1000 k`. */
const asRead = (size: number): number => Number(size.toPrecision(DIGITS));

/** As people say it, with so many digits more than they usually read. */
type Say = (value: number, more: number) => string;

const plain: Say = (value, more) => {
  const size = Math.abs(value);
  if (size > 0 && size < 1e-6) return value.toExponential(1 + more);
  const [, factor, letter] = (size < 1e4 ? undefined : LARGE.find(([least]) => asRead(size) >= least)) ?? [];
  return factor === undefined ? rounded(value, DIGITS + more) : `${rounded(value / factor, DIGITS + more)} ${letter}`;
};

/** Close to 100 hundredths tell full from nearly full. */
const percent: Say = (value, more) => {
  const size = Math.abs(value);
  if (size < 10 || more > 0) return `${rounded(value, 2 + more)} %`;
  return `${size >= 99 && size < 100 ? String(Number(value.toFixed(2))) : String(Math.round(value))} %`;
};

const BYTES = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
const BINARY = 1_024;
const DECIMAL = 1_000;

const bytesBy =
  (apart: number): Say =>
  (value, more) => {
    const size = Math.abs(value);
    const step = Math.max(
      0,
      BYTES.findLastIndex((_, steps) => asRead(size / apart ** steps) >= 1),
    );
    return `${rounded(value / apart ** step, DIGITS + more)} ${BYTES[step] ?? 'B'}`;
  };

/** `820 ms`, `3.7 s`, `45 s`, `12 min`, `3 d 4 h`. */
const duration: Say = (ms, more) => {
  const size = Math.abs(ms);
  if (asRead(size) < SECOND) return `${rounded(ms, (size < 10 ? 2 : DIGITS) + more)} ms`;
  if (Math.round(size / SECOND) * SECOND < 2 * MINUTE) return `${rounded(ms / SECOND, 2 + more)} s`;
  const coarse = size < DAY ? MINUTE : HOUR;
  const unit = more > 0 ? SECOND : coarse;
  return `${ms < 0 ? '-' : ''}${spokenDuration(Math.round(size / unit) * unit)}`;
};

const [binary, decimal] = [bytesBy(BINARY), bytesBy(DECIMAL)];

const IN_WORDS: Readonly<Record<Unit, Say>> = {
  percent,
  s: (value, more) => (value === 0 ? '0 s' : duration(value * SECOND, more)),
  ms: duration,
  bytes: binary,
  'decimal bytes': decimal,
  MB: (value, more) => binary(value * BINARY ** 2, more),
  USD: (value, more) => `${plain(value, more)} USD`,
  none: plain,
};

/** No unit makes it readable. */
const ENDLESS = 1e20;

/** A value as people say it, its unit behind it: `93 %`, `3.7 s`, `1.2 GB`, `2814`. */
export const spokenQuantity = (value: number, unit: Unit): string =>
  Math.abs(value) < ENDLESS ? IN_WORDS[unit](value, 0) : value.toExponential(1);

/** With as many digits as tell it from another that it is compared with: 49.6 is not `50 %` beside a limit of `50 %`. */
export const spokenBeside = (other: number, value: number, unit: Unit): string => {
  const say = IN_WORDS[unit];
  const more = value === other ? 0 : [0, 1, 2, 3, 4].find((digits) => say(value, digits) !== say(other, digits));
  return say(value, more ?? 0);
};
