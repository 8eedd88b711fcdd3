import type { Rollout } from '../deploy/rollouts-in.ts';
import { epochOf, instantOf, MINUTE } from '../time.ts';
import type { Instant } from '../time.ts';

/** What changed, as one or several systems told of it: a pipeline around its stack, a stack around its service, a script after it. */
export interface DeployedChange {
  /** The deploy whose verdict it is. */
  readonly rollout: Rollout;
  /** Of the words of all that tell of the change. */
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Whether somebody told that it began. */
  readonly isStartKnown: boolean;
  /** Whether whoever listens hears of it by this deploy: one change is told by the last that succeeded. */
  readonly isTold: boolean;
  /** Deploys that tell of other changes. */
  readonly others: readonly Rollout[];
}

/** Words of systems that tell of one change are so close. */
const CLOSE_MS = 5 * MINUTE;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const spanOf = (all: readonly Rollout[]): Span => ({
  fromMs: Math.min(...all.map(({ firstAt }) => epochOf(firstAt))),
  toMs: Math.max(...all.map(({ lastAt }) => epochOf(lastAt))),
});

/** A system tells of a change once: what it tells beside that is another. */
const togetherWith = (rollout: Rollout, others: readonly Rollout[]): readonly Rollout[] => {
  const together = [rollout];
  for (;;) {
    const { fromMs, toMs } = spanOf(together);
    const next = others.find(
      (other) =>
        !together.some(({ system }) => system === other.system) &&
        epochOf(other.firstAt) <= toMs + CLOSE_MS &&
        epochOf(other.lastAt) >= fromMs - CLOSE_MS,
    );
    if (next === undefined) return together;
    together.push(next);
  }
};

/** @param others of the same service */
export const changeOf = (rollout: Rollout, others: readonly Rollout[]): DeployedChange => {
  const together = togetherWith(rollout, others);
  const { fromMs, toMs } = spanOf(together);
  const succeeded = together
    .filter(({ status }) => status === 'SUCCEEDED')
    .toSorted((one, other) => epochOf(one.lastAt) - epochOf(other.lastAt) || (one.system < other.system ? -1 : 1));
  return {
    rollout,
    firstAt: instantOf(fromMs),
    lastAt: instantOf(toMs),
    isStartKnown: together.some(({ startedAt }) => startedAt !== null),
    isTold: rollout.status !== 'SUCCEEDED' || succeeded.at(-1) === rollout,
    others: others.filter((other) => !together.includes(other)),
  };
};
