import { DAY, HOUR, MINUTE } from '../../time.ts';
import { type EvenGrowth, isEven } from './evenness.ts';
import { type HourlyFloors, hourlyFloors, trailingFloors } from './floors.ts';
import { risingHinge } from './hinge.ts';
import { type Ground, groundOf } from './new-ground.ts';
import { squaresBesideStep } from './step.ts';
import { lastStart } from './restart.ts';

const STEP_MS = 5 * MINUTE;
/** Older values are not looked at. */
const HISTORY_MS = 7 * DAY;

export interface SlowLeak {
  /** Index of the value at which the growth began. */
  readonly since: number;
  /** Percent of the limit an hour, since then. */
  readonly perHour: number;
}

const POINTS = HOUR / STEP_MS;
/** A day must have been seen before the growth: without it each morning is a leak. */
const PAST_HOURS = 24;
/** Shorter blocks see faster leaks, longer ones slower leaks; beyond 8 h real machines drift as evenly as a leak. */
const BLOCK_HOURS = [1, 2, 3, 4, 6, 8];
/** With 6, machines without a known leak were said to leak four times as often, and a cache that fills in 3 h always. */
const BLOCKS = { fewest: 7, most: 8 };
const EVEN: EvenGrowth = { rising: 0.8, ofMedian: 0.2, cap: 3, kept: 0.65 };
/** Percent of the limit: two steps of a value rounded to whole percent. */
const LEAST_GROWTH = 2;
/** How far the floor stands above every floor before: in their standard deviations, and as a share of its growth. */
const NEW_GROUND = { deviations: 2, share: 0.4 };

interface Blocks {
  readonly hours: number;
  /** Lowest level of the block that ends at each hour. */
  readonly levels: Float64Array;
  readonly ground: Ground;
}

const standsOnNewGround = ({ highest, deviation }: Ground, begin: number, levels: readonly number[]): boolean => {
  const now = levels.at(-1) ?? Number.NaN;
  const growth = now - (levels[0] ?? Number.NaN);
  const above = now - (highest[begin] ?? Number.NaN);
  return (
    growth >= LEAST_GROWTH &&
    above >= NEW_GROUND.share * growth &&
    above >= NEW_GROUND.deviations * (deviation[begin] ?? Number.NaN)
  );
};

/** Takes blocks back from now, as long as a day is left before them: the lowest level from each to now is its floor. */
const growsIn = ({ hours, levels, ground }: Blocks): boolean => {
  const floors: number[] = [];
  let floor = Number.POSITIVE_INFINITY;
  for (let end = levels.length - 1; end - hours >= PAST_HOURS && floors.length < BLOCKS.most; end -= hours) {
    floor = Math.min(floor, levels[end] ?? Number.NaN);
    if (Number.isNaN(floor)) return false;
    floors.unshift(floor);
    if (floors.length < BLOCKS.fewest) continue;
    if (standsOnNewGround(ground, end - hours, floors) && isEven(floors, EVEN)) return true;
  }
  return false;
};

const grows = (floors: HourlyFloors): boolean =>
  BLOCK_HOURS.some((hours) => {
    if (floors.length < PAST_HOURS + BLOCKS.fewest * hours) return false;
    const levels = trailingFloors(floors, hours);
    return growsIn({ hours, levels, ground: groundOf(levels) });
  });

/**
 * Whether memory leaks at the last value. `memory` is percent of the limit, a value every five minutes, NaN where
 * missing. A leak's floor rises in nearly every block of time, onto ground where no floor stood before, and its history
 * lies nearer to a line that bends up than to a step. A step, a sawtooth that comes down, a daily cycle and a recovery do
 * not; a cache that takes more than two hours to fill is a leak until it has been full for a while. A restart begins
 * anew, and in the 31 hours after it nothing is said.
 *
 * The lengths and numbers of blocks, what is even and what is new ground were chosen on the memory of 54 production
 * machines (a public cluster trace of Alibaba, six days each), with ramps added; `npm run bench:slow-leaks` measures them.
 */
export const slowLeak = (memory: Float64Array): SlowLeak | undefined => {
  const oldest = Math.max(0, memory.length - HISTORY_MS / STEP_MS);
  const begin = oldest + lastStart(memory.subarray(oldest));
  const floors = hourlyFloors(memory.subarray(begin), POINTS);
  if (!grows(floors)) return undefined;
  const hinge = risingHinge(floors);
  if (hinge === undefined || squaresBesideStep(floors) < hinge.squares) return undefined;
  return { since: memory.length - (floors.length - hinge.bend) * POINTS, perHour: hinge.slope };
};
