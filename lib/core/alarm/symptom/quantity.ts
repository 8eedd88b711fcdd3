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
const rounded = (value: number, digits: number): string =>
  Math.abs(value) >= 10 ** digits ? String(Math.round(value)) : String(Number(value.toPrecision(digits)));

const plain = (value: number): string => {
  const size = Math.abs(value);
  if (size > 0 && size < 1e-6) return value.toExponential(1);
  const [, factor, letter] = LARGE.find(([least]) => size >= least) ?? [];
  return factor === undefined ? rounded(value, 3) : `${rounded(value / factor, 3)} ${letter}`;
};

/** Close to 100 a tenth tells full from nearly full. */
const percent = (value: number): string => {
  const size = Math.abs(value);
  if (size < 10) return `${rounded(value, 2)} %`;
  return `${size >= 99 && size < 100 ? rounded(value, 3) : String(Math.round(value))} %`;
};

const BYTES = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
const BINARY = 1_024;
const DECIMAL = 1_000;

const bytes = (value: number, apart: number): string => {
  const size = Math.abs(value);
  const steps = size < apart ? 0 : Math.floor(Math.log(size) / Math.log(apart));
  const step = Math.min(BYTES.length - 1, steps);
  return `${rounded(value / apart ** step, 3)} ${BYTES[step] ?? 'B'}`;
};

/** `820 ms`, `3.7 s`, `45 s`, `12 min`, `3 d 4 h`. */
const duration = (ms: number): string => {
  const size = Math.abs(ms);
  if (size < SECOND) return `${rounded(ms, size < 10 ? 2 : 3)} ms`;
  if (size < 2 * MINUTE) return `${rounded(ms / SECOND, 2)} s`;
  const whole = size < DAY ? MINUTE : HOUR;
  return `${ms < 0 ? '-' : ''}${spokenDuration(Math.round(size / whole) * whole)}`;
};

const IN_WORDS: Readonly<Record<Unit, (value: number) => string>> = {
  percent,
  s: (value) => duration(value * SECOND),
  ms: duration,
  bytes: (value) => bytes(value, BINARY),
  'decimal bytes': (value) => bytes(value, DECIMAL),
  MB: (value) => bytes(value * BINARY ** 2, BINARY),
  USD: (value) => `${plain(value)} USD`,
  none: plain,
};

/** A value as people say it, its unit behind it: `93 %`, `3.7 s`, `1.2 GB`, `2814`. */
export const spokenQuantity = (value: number, unit: Unit): string => IN_WORDS[unit](value);
