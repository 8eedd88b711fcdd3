import { DAY, epochOf, MINUTE } from '../../time.ts';
import { median } from '../statistics/robust.ts';
import { unlikeBefore } from '../statistics/unlike-before.ts';
import { valueAt, type Values } from '../statistics/values.ts';
import { daysOf } from './observed.ts';
import type { Situation, StepWindow } from './situation.ts';
import { LEAST_FACTOR, type Surge } from './surge.ts';

const DAYS = 14;
const FEWEST_DAYS = 3;
const PERIOD = 5 * MINUTE;
const PER_DAY = DAY / PERIOD;

/** Traffic of days, five minutes apart, and where a window lies in it. */
export interface UsualTraffic {
  readonly days: Values;
  readonly window: StepWindow;
  /** When the last value of `days` ends. */
  readonly endMs: number;
}

/** Undefined: fewer than three days are held. */
export const usualTrafficOf = (situation: Situation, window: StepWindow): UsualTraffic | undefined => {
  const days = daysOf(situation, 'requests', DAYS);
  if (days === undefined || days.length < FEWEST_DAYS * PER_DAY) return undefined;
  return { days, window, endMs: Math.floor(epochOf(situation.at) / PERIOD) * PERIOD };
};

/** Requests a step at this time of day, by the quarter of an hour around it on all days before; NaN: not known. */
export const usualAt = ({ days, window, endMs }: UsualTraffic, step: number): number => {
  const index = days.length - Math.ceil((endMs - (window.startMs + step * window.stepMs)) / PERIOD);
  const earlier = Array.from({ length: DAYS }, (_, day) => index - (day + 1) * PER_DAY).filter((one) => one > 0);
  if (earlier.length < FEWEST_DAYS) return NaN;
  const beside = earlier.flatMap((one) => [valueAt(days, one - 1), valueAt(days, one), valueAt(days, one + 1)]);
  return median(beside) * (window.stepMs / PERIOD);
};

/** Usual ranges above all of the days before: what the surge benchmark chooses where false alarms cost most, leaving any group out but one. */
const UNLIKE = 0.035;

/** Traffic that rose without an edge to where it never was: as far back as it stands above its usual. */
export const surgeBeyondDays = (usual: UsualTraffic, requests: Values): Surge | undefined => {
  const { days, window } = usual;
  const last = days.findLastIndex((value) => !Number.isNaN(value));
  const usualLast = usualAt(usual, window.count - 1) * (PERIOD / window.stepMs);
  if (!(valueAt(days, last) >= LEAST_FACTOR * usualLast)) return undefined;
  if (!((unlikeBefore(days, 'above').at(-1) ?? 0) >= UNLIKE)) return undefined;
  const to = requests.findLastIndex((value) => !Number.isNaN(value));
  const isAbove = (step: number): boolean => !(valueAt(requests, step) < LEAST_FACTOR * usualAt(usual, step));
  let from = to;
  while (from > 0 && isAbove(from - 1)) from -= 1;
  const now = median(requests.subarray(from, to + 1));
  const expected = usualAt(usual, Math.round((from + to) / 2));
  if (window.count === 0 || !(now >= LEAST_FACTOR * expected)) return undefined;
  return { from, to, now, usual: expected, factor: now / expected, basis: 'same-time-earlier-days' };
};
