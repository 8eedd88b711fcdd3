import { shownValue } from '../../core/safe-text.ts';
import type { Window } from '../../core/alarm-settings.ts';
import { MINUTE, parseDuration } from '../../core/time.ts';

/** What is tried instead of an alarm's own; empty: its own stays. */
export interface SweepGrid {
  readonly thresholds: readonly number[];
  /** Minutes: thresholds of the alarm on memory growth alone. */
  readonly exhaustionWithin: readonly number[];
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

const FORM = 'write for example threshold=70..95:5,for=1of1,3of5 or exhaustionWithin=30m..3h:30m';

const tooMany = (count: number): Problem => ({
  problem: `${String(count)} combinations: at most ${String(MOST_COMBINATIONS)}; take a larger step, or a shorter range`,
});

/** Without the tail that adding fractions leaves: 0.1 + 0.2 is 0.3. */
const rounded = (value: number): number => Number(value.toPrecision(12));

type Range = readonly [key: string, ...ends: number[]];

const range = (text: string, [key, first = NaN, last = NaN, step = NaN]: Range): readonly number[] | Problem => {
  if (!(step > 0 && first <= last && Number.isFinite(last - first)))
    return {
      problem: `${key}: expected from..to:step with a step above 0 and from at most to, got ${shownValue(text)}`,
    };
  const count = Math.floor(rounded((last - first) / step)) + 1;
  if (count > MOST_COMBINATIONS) return tooMany(count);
  return Array.from({ length: count }, (_, index) => rounded(first + index * step));
};

const thresholdsOf = (text: string): readonly number[] | Problem => {
  const match = RANGE.exec(text);
  if (match !== null) return range(text, ['threshold', ...match.slice(1).map(Number)]);
  const value = SINGLE.test(text) ? Number(text) : Infinity;
  if (Number.isFinite(value)) return [value];
  return { problem: `threshold: expected a number, or a range such as 70..95:5, got ${shownValue(text)}` };
};

const DURATIONS = /^([^.:]+)\.\.([^.:]+):([^.:]+)$/u;

/** Minutes, of durations of more than nothing. */
const minutesOf = (text: string): readonly number[] | Problem => {
  const inMinutes = (duration: string): number => (parseDuration(duration) ?? NaN) / MINUTE;
  const match = DURATIONS.exec(text);
  if (match !== null) return range(text, ['exhaustionWithin', ...match.slice(1).map(inMinutes)]);
  const value = inMinutes(text);
  if (value > 0) return [value];
  return { problem: `exhaustionWithin: expected a duration, or a range such as 30m..3h:30m, got ${shownValue(text)}` };
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

interface Read {
  readonly thresholds: Set<number>;
  readonly exhaustionWithin: Set<number>;
  readonly windows: Map<string, Window>;
}

const addAll = (to: Set<number>, values: readonly number[] | Problem): Problem | undefined => {
  if ('problem' in values) return values;
  for (const one of values) to.add(one);
  return undefined;
};

/** What is wrong with a setting; undefined: it was read. */
const add = (read: Read, { key, value }: Setting): Problem | undefined => {
  if (key === 'threshold') return addAll(read.thresholds, thresholdsOf(value));
  if (key === 'exhaustionWithin') return addAll(read.exhaustionWithin, minutesOf(value));
  if (key !== 'for')
    return {
      problem: `expected threshold=, exhaustionWithin= or for=, got ${shownValue(key === '' ? value : key)}; ${FORM}`,
    };
  const window = windowOf(value);
  if ('problem' in window) return window;
  read.windows.set(windowKey(window), window);
  return undefined;
};

/** `threshold=70..95:5,for=1of1,3of5`: any key may be absent, any may have several values; each combination once. */
export const parseSweep = (text: string): SweepGrid | Problem => {
  const read: Read = { thresholds: new Set(), exhaustionWithin: new Set(), windows: new Map() };
  for (const setting of settingsOf(text)) {
    const problem = add(read, setting);
    if (problem !== undefined) return problem;
  }
  const thresholds = [...read.thresholds];
  const exhaustionWithin = [...read.exhaustionWithin];
  const count = Math.max(1, thresholds.length, exhaustionWithin.length) * Math.max(1, read.windows.size);
  return count > MOST_COMBINATIONS
    ? tooMany(count)
    : { thresholds, exhaustionWithin, windows: [...read.windows.values()] };
};
