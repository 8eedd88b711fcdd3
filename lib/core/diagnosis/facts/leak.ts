import { HOUR, MINUTE } from '../../time.ts';
import { floorOf } from '../growth/floor.ts';
import type { Growth } from '../growth/growth.ts';
import { growthThroughRestarts } from '../growth/lives.ts';
import { slowLeak } from '../growth/slow-leak.ts';
import { median } from '../statistics/robust.ts';
import { valueAt, type Values } from '../statistics/values.ts';
import { isHeldByWaiting, NEAR_LIMIT } from './held-by-waiting.ts';
import { daysOf, type Observation } from './observed.ts';
import type { Rise } from './rise.ts';
import type { RolloutOnWindow } from './rollouts.ts';
import type { Role, Situation } from './situation.ts';
import type { Trouble } from './trouble.ts';

/** Memory that grows without bound. */
export interface Leak extends Growth {
  readonly role: Role;
  /** Requests that wait may hold it: latency rose first and more of them wait, or a dependency makes them. */
  readonly isHeld: boolean;
  /** Found by days: its first step lies before the window. */
  readonly isSlow: boolean;
}

export interface LeakSought {
  readonly observation: Observation;
  readonly trouble: Trouble | undefined;
  /** Of what the service depends on, in the trouble. */
  readonly rise: Rise | undefined;
  readonly rollouts: readonly RolloutOnWindow[];
}

/** Steps: while a heap expands, for ten minutes and more, nobody knows. */
const FEWEST_OF_THIRD = 8;
const LEVELLED = 0.5;
/** Requests a step: fewer are noise, and growth counts as it is. */
const BUSY = 20;

/** Growth over the same number of requests, in the middle of it and at its end: a fill-up slows down, a leak does not. */
const hasLevelledOff = ({ from, to }: Growth, values: Values, requests: Values | undefined): boolean => {
  const third = Math.floor((to - from) / 3);
  const floor = floorOf(values.subarray(0, to + 1));
  // Near the limit a collector works against the growth, and the curve of a leak bends too.
  if (third < FEWEST_OF_THIRD || valueAt(floor, to) >= NEAR_LIMIT) return false;
  const paceOf = (end: number): number => {
    const served = requests === undefined ? NaN : median(requests.subarray(end - third, end + 1));
    return (valueAt(floor, end) - valueAt(floor, end - third)) / (served >= BUSY ? served : BUSY);
  };
  return paceOf(to) < LEVELLED * paceOf(to - third);
};

/** Steps before the end of trouble in which the process that hurt may have been replaced. */
const REPLACED = 5;

/** Who restarts a process ends trouble and growth at once: what hurt shows in memory up to where it was fullest last. */
const untilReplaced = (values: Values, { to }: Trouble): Values => {
  let fullest = to;
  for (let step = to; step >= Math.max(0, to - REPLACED); step--)
    if (valueAt(values, step) > (valueAt(values, fullest) || 0)) fullest = step;
  return values.subarray(0, fullest + 1);
};

/** Steps: CloudWatch has the last values a while later; growth that stood still for longer may be over. */
const MOST_LATE = 10;

/** To the last value, where that is recent. */
const untilKnown = (values: Values): Values => {
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  return values.length - 1 - last <= MOST_LATE ? values.subarray(0, last + 1) : values;
};

/** A heap that expands for a surge, or for requests that wait, rises as evenly for a while. */
const FORESIGHT = { alone: 10, withTrouble: 7 } as const;

/** Whether memory grows, whatever requests say of it: without that nothing leaks fast where nobody is hurt. */
export const growsAlone = (memory: Values, limit: number): boolean =>
  growthThroughRestarts(untilKnown(memory), { replacements: [], limit, foresight: FORESIGHT.alone }) !== undefined;

const fastLeakIn = (role: 'memory' | 'memoryOfWorst', limit: number, sought: LeakSought): Leak | undefined => {
  const { trouble, rise, rollouts: replacements } = sought;
  const { observed } = sought.observation;
  const all = observed[role];
  if (all === undefined) return undefined;
  const values = untilKnown(all);
  const foresight = trouble === undefined ? FORESIGHT.alone : FORESIGHT.withTrouble;
  const lived = { replacements, limit, foresight };
  const growth =
    growthThroughRestarts(values, lived) ?? (trouble && growthThroughRestarts(untilReplaced(values, trouble), lived));
  if (growth === undefined || hasLevelledOff(growth, values, observed.requests)) return undefined;
  const isHeld = trouble !== undefined && isHeldByWaiting({ observed, growth, values }, trouble, rise);
  return { ...growth, role, isSlow: false, isHeld };
};

/** Times the pace of the average: one task leaks and the others do not. */
const ONE_OF_SEVERAL = 1.3;

/** Found by the window: what fills memory within hours. */
export const fastLeak = (
  { memoryLimitPercent: limit }: Pick<Situation, 'memoryLimitPercent'>,
  sought: LeakSought,
): Leak | undefined => {
  const [all, worst] = [fastLeakIn('memory', limit, sought), fastLeakIn('memoryOfWorst', limit, sought)];
  return all === undefined || (worst !== undefined && worst.pace > ONE_OF_SEVERAL * all.pace) ? worst : all;
};

const DAYS = 7;

const leakOfDaysIn = (
  role: 'memory' | 'memoryOfWorst',
  situation: Situation,
  { window }: Observation,
): Leak | undefined => {
  const values = daysOf(situation, role, DAYS);
  const leak = values && slowLeak(values);
  if (values === undefined || leak === undefined) return undefined;
  const from = window.count - ((values.length - leak.since) * 5 * MINUTE) / window.stepMs;
  const pace = (leak.perHour * window.stepMs) / HOUR;
  const rise = pace * (window.count - from);
  return { from, to: window.count - 1, pace, rise, role, isSlow: true, isHeld: false };
};

/** Of the fullest task only where nobody has an average: it is another task each time one restarts. */
const leakOfDays = (situation: Situation, observation: Observation): Leak | undefined =>
  leakOfDaysIn(situation.watched.memory === undefined ? 'memoryOfWorst' : 'memory', situation, observation);

export const leakOf = (situation: Situation, sought: LeakSought): Leak | undefined =>
  fastLeak(situation, sought) ?? leakOfDays(situation, sought.observation);
