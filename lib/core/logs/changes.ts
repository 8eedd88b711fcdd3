import type { MessageGroup } from './groups.ts';

/** A group since something is wrong, against a quiet time before. */
export interface LogChange {
  readonly group: MessageGroup;
  readonly change: 'new' | 'grown';
  /** Undefined: nobody knows. */
  readonly before: number | undefined;
  readonly now: number;
}

/** Lengths in milliseconds; of the quiet time undefined: it could not be looked at. */
export interface Lengths {
  readonly windowMs: number;
  readonly quietMs: number | undefined;
}

/**
 * What was never seen before is new from so many on; from the first where it says that something failed, or where next to
 * nothing is logged.
 */
const NEW_FROM = 3;
const FEW_MESSAGES = 20;
/** A group has grown when its rate is so many times what it was, beside what everything grew by. */
const GROWN_BY = 2;
/** And when chance would show that less than about once in a thousand. */
const GROWN_Z = 3;
/** Groups with so many messages before say what everything grew by. */
const COMMON_FROM = 5;
const COMMON_GROUPS = 5;

const TROUBLE =
  /\b(?:error|exception|fatal|panic|critical|fail(?:ed|ure|ing)?|refused|time-?d? ?out|denied|unavailable|killed|out of memory|oom|abort(?:ed)?|crash(?:ed)?|reset|deadlock|throttl\w{0,5}|overflow|unhandled|corrupt\w{0,3}|5xx)\b/iu;

interface Measured {
  readonly group: MessageGroup;
  readonly before: number;
  readonly now: number;
  /** How many times the rate before. */
  readonly times: number;
  /** In standard deviations of chance. */
  readonly z: number;
  readonly isTrouble: boolean;
}

/**
 * Whether two counts over unlike lengths may be of one rate: both roots have nearly the same spread, whatever the rate
 * (Gu, Ng, Tang and Schucany, 2008, "Testing the ratio of two Poisson rates", https://doi.org/10.1002/bimj.200710403).
 */
const beyondChance = (now: number, before: number, lengths: number): number =>
  (2 * (Math.sqrt(now + 3 / 8) - Math.sqrt(lengths * (before + 3 / 8)))) / Math.sqrt(1 + lengths);

const measured = (group: MessageGroup, lengths: number): Measured => {
  const [before = 0, now = 0] = group.counts;
  return {
    group,
    before,
    now,
    times: now / ((before + 0.5) * lengths),
    z: beyondChance(now, before, lengths),
    isTrouble: TROUBLE.test(group.template),
  };
};

/** By how much everything has grown: with four times the requests, four times as many lines are no news. */
const grownByAll = (all: readonly Measured[]): number => {
  const times = all
    .filter(({ before }) => before >= COMMON_FROM)
    .map((one) => one.times)
    .sort((one, other) => one - other);
  return times.length < COMMON_GROUPS ? 1 : Math.max(1, times[Math.floor(times.length / 2)] ?? 1);
};

const isNew = ({ before, now, isTrouble }: Measured, isFew: boolean): boolean =>
  before === 0 && now >= (isTrouble || isFew ? 1 : NEW_FROM);

const hasGrown = ({ before, times, z }: Measured, all: number): boolean =>
  before > 0 && times >= GROWN_BY * all && z >= GROWN_Z;

/** What failed first, then what is beyond chance by most. */
const byNews = (one: Measured, other: Measured): number =>
  Number(other.isTrouble) - Number(one.isTrouble) ||
  other.z - one.z ||
  (one.group.template < other.group.template ? -1 : 1);

const changeOf = ({ group, before, now }: Measured, change: LogChange['change']): LogChange => ({
  group,
  change,
  before,
  now,
});

/** Without a quiet time nobody knows what is new: what failed, and what there is most of. */
const withoutQuiet = (all: readonly Measured[]): readonly LogChange[] =>
  all
    .filter(({ now, isTrouble }) => isTrouble && now > 0)
    .sort(byNews)
    .map((one) => ({ ...changeOf(one, 'new'), before: undefined }));

/** What is new or has grown of groups of two stretches, the quiet one first: rates are compared, not counts. */
export const changesIn = (groups: readonly MessageGroup[], { windowMs, quietMs }: Lengths): readonly LogChange[] => {
  const lengths = windowMs / (quietMs ?? windowMs);
  const all = groups.map((group) => measured(group, lengths));
  if (quietMs === undefined) return withoutQuiet(all);
  const usual = grownByAll(all);
  const isFew = all.reduce((sum, { now }) => sum + now, 0) <= FEW_MESSAGES;
  const newOnes = all.filter((one) => isNew(one, isFew)).sort(byNews);
  const grown = all.filter((one) => hasGrown(one, usual)).sort(byNews);
  return [...newOnes.map((one) => changeOf(one, 'new')), ...grown.map((one) => changeOf(one, 'grown'))];
};
