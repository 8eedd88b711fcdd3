import { DAY, epochOf, type Instant, SECOND } from '../time.ts';
import { type Zone, zoneOf } from '../schedule/zoned-time.ts';
import type { Unsupported } from './series.ts';

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The periods an alarm looks at, by index in order of their ends: one evaluation at the end of each from `first` on. */
export interface PeriodGrid {
  readonly count: number;
  /** Periods before this index are only looked back at. */
  readonly first: number;
  /** Neighbouring periods of one evaluation are so many indices apart: windows that slide by less than a period overlap. */
  readonly stride: number;
  readonly periodMs: number;
  /** Epoch milliseconds. */
  readonly startOf: (index: number) => number;
  readonly endOf: (index: number) => number;
}

export interface GridInput {
  readonly periodMs: number;
  /** Between two evaluations; divides the period. */
  readonly stepMs: number;
  /** When periods begin, after a whole multiple of them since 1970; 0 unless the data begin elsewhere. */
  readonly phaseMs: number;
  /** Periods of one evaluation. */
  readonly range: number;
  readonly span: Span;
}

/** Evaluations at every step after `from` up to and including `to`, steps counted from 1970 as CloudWatch does. */
export const slidingGrid = ({ periodMs, stepMs, phaseMs, range, span }: GridInput): PeriodGrid => {
  const stride = periodMs / stepMs;
  const lead = (range - 1) * stride;
  const firstEnd = (Math.floor((epochOf(span.from) - phaseMs) / stepMs) + 1) * stepMs + phaseMs;
  const evaluations = Math.max(0, Math.floor((epochOf(span.to) - firstEnd) / stepMs) + 1);
  const endOf = (index: number): number => firstEnd + (index - lead) * stepMs;
  return {
    count: lead + evaluations,
    first: lead,
    stride,
    periodMs,
    endOf,
    startOf: (index) => endOf(index) - periodMs,
  };
};

const WALL_CLOCK_PERIODS = [60, 300, 3_600, 86_400, 604_800];

/** 1970-01-01 was a Thursday; the first Monday is day 4. Weeks begin on Monday (ISO 8601). */
const mondayOf = (day: number): number => Math.floor((day - 4) / 7) * 7 + 4;

type Clock = Pick<Zone, 'dayAt' | 'epochAt'>;

/** Starts of the periods of one day, hours by its clock: they may begin at half past where a zone moves by half an hour. */
const startsWithin = (zone: Clock, day: number, periodMs: number): number[] => {
  const hours = Array.from({ length: 25 }, (_, hour) => zone.epochAt(day, 60 * hour));
  return hours.flatMap((start, hour) => {
    const length = (hours[hour + 1] ?? start) - start;
    return Array.from({ length: Math.ceil(Math.max(0, length) / periodMs) }, (_, index) => start + index * periodMs);
  });
};

/** Ends of the periods of a zone's clock that touch a stretch, ascending. A day on which the clock changes has 23 or 25 hours. */
const clockMarks = (zone: Clock, periodMs: number, [fromMs, toMs]: readonly [number, number]): number[] => {
  const days = Math.max(1, periodMs / DAY);
  const firstDay = zone.dayAt(fromMs) - days;
  const marks: number[] = [];
  for (let day = days === 7 ? mondayOf(firstDay) : firstDay; zone.epochAt(day, 0) <= toMs; day += days) {
    const next = zone.epochAt(day + days, 0);
    const starts = periodMs < DAY ? startsWithin(zone, day, periodMs) : [zone.epochAt(day, 0)];
    // A day that the zone skipped whole has none.
    for (const at of starts) if (at < next && at <= toMs) marks.push(at);
  }
  return marks;
};

/**
 * Evaluations at the end of every whole period of a zone's clock.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export const wallClockGrid = (
  { periodMs, range, span }: Omit<GridInput, 'stepMs' | 'phaseMs'>,
  timeZone: string,
): PeriodGrid | Unsupported => {
  const zone = zoneOf(timeZone.replace(/^(?:UTC|GMT)(?=[+-])/u, '').replace(/^Z$/u, 'UTC'));
  if (zone === undefined) return { unsupported: `its wall-clock window names the unknown time zone ${timeZone}` };
  if (!WALL_CLOCK_PERIODS.includes(periodMs / SECOND)) {
    return {
      unsupported: `a wall-clock window takes a period of ${WALL_CLOCK_PERIODS.join(', ')} s, not ${String(periodMs / SECOND)} s`,
    };
  }
  const [fromMs, toMs] = [epochOf(span.from), epochOf(span.to)];
  const marks = clockMarks(zone, periodMs, [fromMs - (range + 1) * Math.max(periodMs, DAY), toMs]);
  const after = marks.findIndex((at) => at > fromMs);
  const lead = range - 1;
  // Index 0 is the first period of the first evaluation's range; a period ends where the next begins.
  const origin = (after === -1 ? marks.length : after) - lead;
  return {
    count: after === -1 ? lead : marks.length - origin,
    first: lead,
    stride: 1,
    periodMs,
    endOf: (index) => marks[origin + index] ?? NaN,
    startOf: (index) => marks[origin + index - 1] ?? NaN,
  };
};
