import type { Frame } from './frame.ts';
import { mapped, series, type Term } from './term.ts';

/** Of milliseconds since the epoch, in UTC. */
const READINGS = {
  MINUTE: (startMs) => new Date(startMs).getUTCMinutes(),
  HOUR: (startMs) => new Date(startMs).getUTCHours(),
  /** Monday is 1, Sunday 7. */
  DAY: (startMs) => new Date(startMs).getUTCDay() || 7,
  DATE: (startMs) => new Date(startMs).getUTCDate(),
  MONTH: (startMs) => new Date(startMs).getUTCMonth() + 1,
  YEAR: (startMs) => new Date(startMs).getUTCFullYear(),
  /** Seconds. */
  EPOCH: (startMs) => Math.floor(startMs / 1_000),
} as const satisfies Readonly<Record<string, (startMs: number) => number>>;

export type ClockReading = keyof typeof READINGS;

export const CLOCKS = Object.keys(READINGS) as readonly ClockReading[];

const readingsOf = (clock: ClockReading, { count, startOf }: Frame): Float64Array =>
  mapped(new Float64Array(count), (_, index) => READINGS[clock](startOf(index)));

/** What the clock says at the start of every period, whether the series has a value there or not. */
export const clockReading = (clock: ClockReading, term: Term | undefined): Term | undefined =>
  term?.kind === 'series' ? series(false, ({ frame }) => readingsOf(clock, frame)) : undefined;
