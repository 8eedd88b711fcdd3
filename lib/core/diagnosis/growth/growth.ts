import { type Values, valueAt } from '../statistics/values.ts';
import { median } from '../statistics/robust.ts';
import { EVEN_MINUTES, levelsOf, slowerPace } from './blocks.ts';
import { isEven, risesOf } from './evenness.ts';
import { floorOf } from './floor.ts';
import { groundsOf } from './ground.ts';

/** Memory that rises evenly to the end of what is looked at; steps are of the window. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  /** Percent of the limit a step, of the median block. */
  readonly pace: number;
  /** Percent of the limit. */
  readonly rise: number;
  /** Step from which on it grows again, where the process died of it and nothing stopped it. */
  readonly againFrom?: number;
}

/** Where memory is looked at. */
export interface GrowthReach {
  /** Step at which the process began. */
  readonly from: number;
  /** Percent at which the process dies. */
  readonly limit: number;
  /** It must fill memory within so many times what was seen of it. */
  readonly foresight: number;
  /** Step from which on memory was what is usual of it: a leak leaves that behind. */
  readonly groundFrom: number;
}

/** Memory to a step, and what is made of it once. */
interface Looked {
  readonly values: Values;
  readonly floor: Values;
  readonly grounds: Values;
}

const lookedAt = (values: Values, groundFrom: number): Looked => {
  const grounds = new Float64Array(values.length + 1).fill(NaN);
  grounds.set(groundsOf(values.subarray(groundFrom)), groundFrom);
  return { values, floor: floorOf(values), grounds };
};

/** The most that the slower half of any quiet window of this length rose a step; NaN: there is none. */
const mostInQuiet = ({ values, grounds, groundFrom }: Stretch, until: number, steps: number): number => {
  let most = NaN;
  for (let to = groundFrom + steps; to <= until; to += Math.max(1, Math.floor(steps / 6))) {
    const window = values.subarray(to - steps, to + 1);
    const isWarmUp = valueAt(values, to) < valueAt(grounds, to - steps);
    const pace = isWarmUp ? 0 : slowerPace(levelsOf(floorOf(window), 0, steps), steps);
    if (!(pace <= most) && !Number.isNaN(pace)) most = pace;
  }
  return most;
};

const LENGTHS = [8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150];
const SHORTEST = 8;
/** Times the most that quiet time shows. */
const BEYOND_QUIET = 1.5;

/** Percent of the limit; a healthy process may rise by a step of 6 at once: the shorter the window, the more is asked. */
const leastRise = (steps: number): number => Math.max(1.5, 6 - 0.2 * steps);

/** Steps: what takes longer to fill memory is found by days, not by minutes. */
const HORIZON = 360;
/** Steps: growth that has lasted so long, and fills memory in hardly more, is compared with nothing. */
const LONG = 80;
const LONG_HORIZON = 1.5;
/** Without quiet time to compare with, only what fills memory within an hour. */
const HORIZON_ALONE = 60;

interface Stretch extends GrowthReach, Looked {
  readonly steps: number;
}

/** Steps until memory is full at this pace must not be more. */
const horizonOf = ({ steps, foresight }: Stretch, isAlone: boolean): number =>
  isAlone ? HORIZON_ALONE : Math.min(HORIZON, foresight * steps);

/** Beyond quiet time, and fast enough to matter. */
const isBeyondQuiet = (levels: readonly number[], stretch: Stretch): boolean => {
  const { values, steps, floor, limit } = stretch;
  const last = values.length - 1;
  const pace = slowerPace(levels, steps);
  const until = last - steps;
  const quiet = mostInQuiet(stretch, until, Math.min(steps, Math.floor(until / 2)));
  const isAlone = until < 2 * SHORTEST || Number.isNaN(quiet);
  const left = (limit - valueAt(floor, last)) / pace;
  // What has grown for so long has no quiet time before it.
  if (steps >= LONG && left <= LONG_HORIZON * steps) return true;
  return left <= horizonOf(stretch, isAlone) && !(pace < BEYOND_QUIET * quiet);
};

const growthIn = (stretch: Stretch): Growth | undefined => {
  const { values, floor, grounds, steps } = stretch;
  const to = values.length - 1;
  const levels = levelsOf(floor, to - steps, to);
  const rise = valueAt(floor, to) - valueAt(floor, to - steps);
  if (!(rise >= leastRise(steps)) || !isEven(levels, EVEN_MINUTES)) return undefined;
  const ground = valueAt(grounds, to - steps);
  if (valueAt(floor, to) < ground) return undefined;
  if (!isBeyondQuiet(levels, stretch)) return undefined;
  const left = floor.findLastIndex((value) => value < ground);
  const from = left < to - 2 * steps ? to - steps : Math.max(stretch.from, left);
  return { from, to, rise, pace: (median(risesOf(levels)) * (levels.length - 1)) / steps };
};

/** The longest even growth that goes on to the last step. */
export const growthOf = (values: Values, reach: GrowthReach): Growth | undefined => {
  const looked = lookedAt(values, reach.groundFrom);
  let found: Growth | undefined;
  for (const steps of LENGTHS) {
    if (values.length - 1 - steps < reach.from) break;
    found = growthIn({ ...reach, ...looked, steps }) ?? found;
  }
  return found ?? grownToCeiling(looked, reach) ?? grownByLeaps({ ...reach, ...looked });
};

/** Of the limit: from here on a collector works against the growth, and the curve bends. */
const CEILING = 0.8;
const CEILING_STEPS = 5;
const LEAST_RISE_TO_CEILING = 5;

/** Grown evenly until there was no more room, and nothing given back since. */
const grownToCeiling = ({ values, floor, grounds }: Looked, reach: GrowthReach): Growth | undefined => {
  for (let to = values.length - CEILING_STEPS; to > reach.from + SHORTEST; to -= CEILING_STEPS) {
    if (!(valueAt(floor, to) >= CEILING * reach.limit)) return undefined;
    const earlier = { values: values.subarray(0, to), floor: floorOf(values.subarray(0, to)), grounds };
    const growth = LENGTHS.filter((steps) => to - 1 - steps >= reach.from)
      .map((steps) => growthIn({ ...reach, ...earlier, steps }))
      .findLast((each) => each !== undefined && each.rise > LEAST_RISE_TO_CEILING);
    if (growth !== undefined) return growth;
  }
  return undefined;
};

/** Percent of the limit: so near it, growth need not be even. */
const NEARLY_FULL = 90;
const LEAPS = { rise: 20, lengths: [20, 30, 40, 60], rising: 0.6, ofRise: 0.02, largest: 0.5 } as const;

/** Memory that filled nearly all there is, by leaps: in most blocks, and not in one of them. */
const grownByLeaps = ({ floor, grounds, limit, from: begun, values }: GrowthReach & Looked): Growth | undefined => {
  const to = values.length - 1;
  if (!(valueAt(floor, to) >= (NEARLY_FULL / 100) * limit)) return undefined;
  for (const steps of LEAPS.lengths) {
    const from = to - steps;
    const rise = valueAt(floor, to) - valueAt(floor, from);
    if (from < begun || !(rise >= LEAPS.rise) || !(valueAt(floor, to) >= valueAt(grounds, from))) continue;
    const rises = risesOf(levelsOf(floor, from, to));
    const rising = rises.filter((each) => each > LEAPS.ofRise * rise).length;
    if (rising >= LEAPS.rising * rises.length && Math.max(...rises) <= LEAPS.largest * rise)
      return { from, to, rise, pace: rise / steps };
  }
  return undefined;
};
