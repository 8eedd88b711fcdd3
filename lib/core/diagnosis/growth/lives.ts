import { type Values, valueAt } from '../statistics/values.ts';
import { floorOf } from './floor.ts';
import { growthOf, type Growth } from './growth.ts';

/** Steps of the window in which tasks were replaced. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
}

/** From one restart to the next; both steps inclusive. */
interface Life {
  readonly from: number;
  readonly to: number;
  /** It began with a deploy: what the one before did says nothing of it. */
  readonly isDeployed: boolean;
}

/** Percent of the limit that a death gives back at least, and what is left at most. */
const GIVEN_BACK = 12;
const LEFT = 0.75;
/** A process dies of its memory near its limit; a collector gives back from any level. */
const DEADLY = 0.92;
/** Values before the fall, of which one was so high: near its end a collector gives some of it back. */
const LAST_GASP = 5;
const GIVEN_BACK_BY_DEPLOY = 1.5;
const AROUND_DEPLOY = 3;

interface Fall {
  /** Known values before it, the last of them at the end; at least one. */
  readonly last: readonly number[];
  readonly now: number;
}

const hasDied = ({ last, now }: Fall, limit: number): boolean => {
  const before = last.at(-1) ?? NaN;
  return Math.max(...last) > DEADLY * limit && before - now > GIVEN_BACK && now < LEFT * before;
};

const isReplaced = ({ last, now }: Fall): boolean => (last.at(-1) ?? NaN) - now > GIVEN_BACK_BY_DEPLOY;

const livesOf = (memory: Values, replacements: readonly Replacement[], limit: number): readonly Life[] => {
  const begun = [{ from: 0, isDeployed: false }];
  let last: readonly number[] = [];
  for (const [step, now] of memory.entries()) {
    if (Number.isNaN(now)) continue;
    const isDeployed = replacements.some(
      ({ start, end }) => step >= start - AROUND_DEPLOY && step <= end + AROUND_DEPLOY,
    );
    const fall = { last, now };
    if ((isDeployed && isReplaced(fall)) || hasDied(fall, limit)) begun.push({ from: step, isDeployed });
    last = [...last.slice(1 - LAST_GASP), now];
  }
  return begun.map((life, index) => ({ ...life, to: (begun[index + 1]?.from ?? memory.length) - 1 }));
};

/** Steps in which a new process warms up. */
const SETTLING = 3;
/** Of the pace before its death. */
const SAME_PACE = 0.3;

interface Lived {
  readonly replacements: readonly Replacement[];
  readonly limit: number;
  readonly foresight: number;
}

/** Percent of the limit a step since the process had settled. */
const paceSince = (memory: Values, { from, to: end }: Life): number => {
  const floor = floorOf(memory);
  const to = memory.subarray(0, end + 1).findLastIndex((value) => !Number.isNaN(value));
  return (valueAt(floor, to) - valueAt(floor, from + SETTLING)) / (to - from - SETTLING);
};

/**
 * Even growth in the life of the process; where it died of it and nothing was deployed, in the life before, as long as
 * it grows again.
 */
export const growthThroughRestarts = (memory: Values, lived: Lived): Growth | undefined => {
  const lives = livesOf(memory, lived.replacements, lived.limit);
  const [before, now] = [lives.at(-2), lives.at(-1)];
  if (now === undefined) return undefined;
  const alone = (groundFrom: number): Growth | undefined => growthOf(memory, { ...lived, from: now.from, groundFrom });
  if (before === undefined) return alone(0);
  const earlier = growthThroughRestarts(memory.subarray(0, before.to + 1), lived);
  if (earlier === undefined) return alone(0);
  if (now.isDeployed) return alone(now.from);
  if (now.to - now.from < 2 * SETTLING) return earlier;
  const pace = paceSince(memory, now);
  return pace >= SAME_PACE * earlier.pace
    ? { ...earlier, to: now.to, pace, againFrom: now.from + SETTLING }
    : undefined;
};
