import type { Values } from '../statistics/values.ts';
import type { Observed } from './observed.ts';
import { spellOf, type Spell } from '../statistics/onset.ts';
import { quietBefore, scoresOf, type Quiet } from '../statistics/quiet.ts';
import { ascendingOf, median, quantile } from '../statistics/robust.ts';
import type { Role } from './situation.ts';
import type { Surge } from './surge.ts';
import type { Trouble } from './trouble.ts';

/** How a dependency answers in a stretch, against the quiet time before it. */
export interface Rise {
  readonly role: Role;
  /** Steps in which it was looked at, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly quiet: Quiet;
  /** Seconds: the median in the stretch. */
  readonly now: number;
  readonly ratio: number;
  /** Out of its quiet range, the stretch of that. */
  readonly risen: Spell | undefined;
  /** Values in the stretch. */
  readonly points: number;
  /** Alone it would put latency out of its quiet range. */
  readonly explains: boolean;
  /** Within its quiet range, or far too little to explain what latency gained. */
  readonly isNormal: boolean;
  /** A rise as large as that of latency would have shown. */
  readonly hasPower: boolean;
}

/** What is asked of it beyond what more traffic does: its queue grows faster than the traffic. */
const BEYOND_TRAFFIC = 1.5;
/** Of what latency gained. */
const ENOUGH = 0.5;
const LITTLE = 0.3;
const NEARLY_ALL = 0.9;
/** Times its quiet latency: so slow it fills a pool, and what waits for that is the most of the latency. */
const MUCH = 3;

/** Steps in which it is looked at, and what is known of latency and traffic in them. */
export interface RiseSought {
  readonly from: number;
  readonly to: number;
  readonly trouble: Trouble | undefined;
  readonly surge: Surge | undefined;
}

interface Asked {
  readonly explains: boolean;
  readonly isNormal: boolean;
  readonly hasPower: boolean;
}

/**
 * A page may ask it several times, but not more often than its whole latency has room for: `most` times. So a rise of the
 * dependency explains at most `most` times itself.
 */
const askedOf = (within: Values, quiet: Quiet, { trouble, surge }: RiseSought): Asked => {
  const now = median(within);
  const isQuiet = now <= quiet.high;
  if (trouble === undefined) return { explains: false, isNormal: isQuiet, hasPower: true };
  const most = Math.max(1, trouble.quiet.median / quiet.median);
  const rise = (now - quiet.median) * most;
  const gained = trouble.latency - trouble.quiet.median;
  const factor = surge === undefined ? 1 : surge.factor ** 0.5;
  const byItself = now / (factor * quiet.median);
  const isEnough = rise > ENOUGH * (trouble.quiet.high - trouble.quiet.median);
  return {
    explains: !isQuiet && isEnough && byItself > (rise <= ENOUGH * gained ? MUCH : BEYOND_TRAFFIC),
    isNormal: isQuiet || (rise < LITTLE * gained && now < BEYOND_TRAFFIC * quiet.median),
    // Were it all of the latency, it would have risen as latency did; were it less, by more.
    hasPower: quiet.median * trouble.latencyRatio > Math.min(quiet.high, quantile(ascendingOf(within), NEARLY_ALL)),
  };
};

const riseIn = (role: Role, values: Values, sought: RiseSought): Rise | undefined => {
  const { from, to } = sought;
  const quiet = quietBefore(values, from);
  const within = values.subarray(from, to + 1).filter((value) => !Number.isNaN(value));
  if (quiet.points === 0 || within.length === 0) return undefined;
  const now = median(within);
  const risen = spellOf(scoresOf(values.subarray(0, to + 1), quiet), to - from);
  return {
    role,
    from,
    to,
    quiet,
    now,
    ratio: now / quiet.median,
    risen: (risen?.score ?? 0) >= LEAST_SCORE ? risen : undefined,
    points: within.length,
    ...askedOf(within, quiet, sought),
  };
};

const LEAST_SCORE = 3;

const isMore = (one: Rise, other: Rise): boolean => one.explains && (!other.explains || one.ratio > other.ratio);

/** Of what is read and what is written, the one that explains more; else what is read. */
export const riseOf = ({ dependencyReads, dependencyWrites }: Observed, sought: RiseSought): Rise | undefined => {
  const reads = dependencyReads && riseIn('dependencyReads', dependencyReads, sought);
  const writes = dependencyWrites && riseIn('dependencyWrites', dependencyWrites, sought);
  if (reads === undefined || writes === undefined) return reads ?? writes;
  return isMore(writes, reads) ? writes : reads;
};
