import { shownValue } from '../../core/safe-text.ts';
import type { Window } from '../../core/configuration.ts';

/** What is tried instead of an alarm's own; empty: its own stays. */
export interface SweepGrid {
  readonly thresholds: readonly number[];
  readonly windows: readonly Window[];
}

interface Problem {
  readonly problem: string;
}

const MOST_COMBINATIONS = 500;

const NUMBER = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?`;
const SINGLE = new RegExp(String.raw`^${NUMBER}$`, 'iu');
const RANGE = new RegExp(String.raw`^(${NUMBER})\.\.(${NUMBER}):(${NUMBER})$`, 'iu');
const WINDOW = /^(\d{1,5})\s*of\s*(\d{1,5})$/iu;

const FORM = 'write for example threshold=70..95:5,for=1of1,3of5';

const tooMany = (count: number): Problem => ({
  problem: `${String(count)} combinations: at most ${String(MOST_COMBINATIONS)}; take a larger step, or a shorter range`,
});

/** Without the tail that adding fractions leaves: 0.1 + 0.2 is 0.3. */
const rounded = (value: number): number => Number(value.toPrecision(12));

const range = (text: string, [first = NaN, last = NaN, step = NaN]: readonly number[]): readonly number[] | Problem => {
  if (!(step > 0 && first <= last && Number.isFinite(last - first)))
    return {
      problem: `threshold: expected from..to:step with a step above 0 and from at most to, got ${shownValue(text)}`,
    };
  const count = Math.floor(rounded((last - first) / step)) + 1;
  if (count > MOST_COMBINATIONS) return tooMany(count);
  return Array.from({ length: count }, (_, index) => rounded(first + index * step));
};

const thresholdsOf = (text: string): readonly number[] | Problem => {
  const match = RANGE.exec(text);
  if (match !== null) return range(text, match.slice(1).map(Number));
  const value = SINGLE.test(text) ? Number(text) : Infinity;
  if (Number.isFinite(value)) return [value];
  return { problem: `threshold: expected a number, or a range such as 70..95:5, got ${shownValue(text)}` };
};

const windowOf = (text: string): Window | Problem => {
  const [datapointsToAlarm = 0, evaluationPeriods = 0] = (WINDOW.exec(text) ?? []).slice(1).map(Number);
  if (datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods) return { datapointsToAlarm, evaluationPeriods };
  return {
    problem: `for: expected datapoints of periods such as 3of5, at least 1 and at most all, got ${shownValue(text)}`,
  };
};

interface Setting {
  readonly key: string;
  readonly value: string;
}

/** A part without a key goes on with the key before it. */
const settingsOf = (text: string): Setting[] => {
  let last = '';
  return text.split(',').map((part) => {
    const [key, value] = part.includes('=')
      ? [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]
      : [last, part];
    last = key.trim();
    return { key: last, value: value.trim() };
  });
};

const windowKey = ({ datapointsToAlarm, evaluationPeriods }: Window): string =>
  `${String(datapointsToAlarm)}of${String(evaluationPeriods)}`;

/** Thresholds or windows, by how they are written. */
const valuesOf = ({ key, value }: Setting): ReadonlyMap<string, number | Window> | Problem => {
  if (key === 'threshold') {
    const read = thresholdsOf(value);
    return 'problem' in read ? read : new Map(read.map((one) => [String(one), one]));
  }
  if (key !== 'for')
    return { problem: `expected threshold= or for=, got ${shownValue(key === '' ? value : key)}; ${FORM}` };
  const read = windowOf(value);
  return 'problem' in read ? read : new Map([[windowKey(read), read]]);
};

/** `threshold=70..95:5,for=1of1,3of5`: either key may be absent, either may have several values; each combination once. */
export const parseSweep = (text: string): SweepGrid | Problem => {
  const thresholds = new Set<number>();
  const windows = new Map<string, Window>();
  for (const setting of settingsOf(text)) {
    const read = valuesOf(setting);
    if ('problem' in read) return read;
    for (const [written, one] of read) {
      if (typeof one === 'number') thresholds.add(one);
      else windows.set(written, one);
    }
  }
  const count = Math.max(1, thresholds.size) * Math.max(1, windows.size);
  return count > MOST_COMBINATIONS ? tooMany(count) : { thresholds: [...thresholds], windows: [...windows.values()] };
};
