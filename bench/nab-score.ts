/** What the Numenta Anomaly Benchmark weighs by (its config/profiles.json). */
export interface Profile {
  readonly name: string;
  readonly hit: number;
  readonly missed: number;
  readonly falseAlarm: number;
}

export const STANDARD: Profile = { name: 'standard', hit: 1, missed: 1, falseAlarm: 0.11 };
export const PROFILES: readonly Profile[] = [
  STANDARD,
  { name: 'low FP', hit: 1, missed: 1, falseAlarm: 0.22 },
  { name: 'low FN', hit: 1, missed: 2, falseAlarm: 0.11 },
];

/** First and last row of a window of labelled trouble. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The first rows, which count for nothing: 15 %, at most 750. */
export const probationOf = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750);

/** 1 far before 0, -1 far after it. */
const fading = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);

/** What an alarm at each row of a file is worth. */
export interface Worth {
  readonly windows: number;
  /** The window a row is in, by its index; -1 outside, -2 in probation. */
  readonly windowOf: Int32Array;
  /** A share of a hit from 1 to 0, or of a false alarm from just under 0 to -1. */
  readonly share: Float64Array;
}

export const OUTSIDE = -1;
const PROBATION = -2;

/**
 * In a window an alarm is worth the more the earlier it is, the first row all; after one it is the more false the farther
 * away in widths of that window; before the first it is all false.
 */
export const worthOf = (rows: number, windows: readonly Window[]): Worth => {
  const windowOf = new Int32Array(rows).fill(OUTSIDE);
  const share = new Float64Array(rows).fill(-1);
  for (const [index, { from, to }] of windows.entries()) {
    const until = windows[index + 1]?.from ?? rows;
    const width = to - from + 1;
    for (let row = from; row <= to; row += 1) {
      windowOf[row] = index;
      share[row] = fading(-(to - row + 1) / width) / fading(-1);
    }
    for (let row = to + 1; row < until; row += 1) share[row] = fading((row - to) / (width - 1));
  }
  windowOf.fill(PROBATION, 0, probationOf(rows));
  return { windows: windows.length, windowOf, share };
};

/** What alarms at these rows of a file are worth, less what windows without one cost. Rows in probation are passed over. */
export const rawScore = (alarms: readonly number[], { windowOf, share, windows }: Worth, profile: Profile): number => {
  const best = new Float64Array(windows).fill(-profile.missed);
  let raw = 0;
  for (const row of alarms) {
    const window = windowOf[row] ?? PROBATION;
    const worth = share[row] ?? 0;
    if (window >= 0) best[window] = Math.max(best[window] ?? 0, worth * profile.hit);
    else if (window === OUTSIDE) raw += worth * profile.falseAlarm;
  }
  return best.reduce((sum, worth) => sum + worth, raw);
};

/** 0 without any alarm, 100 for one at the first row of each window and no other; NaN without windows. */
export const normalised = (raw: number, windows: number, profile: Profile): number => {
  const least = -profile.missed * windows;
  return (100 * (raw - least)) / (profile.hit * windows - least);
};
