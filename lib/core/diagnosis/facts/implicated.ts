import { MINUTE } from '../../time.ts';
import type { RolloutOnWindow } from './rollouts.ts';
import type { StepWindow } from './situation.ts';
import type { Trouble } from './trouble.ts';

/** A deploy hurts from its start on, and its word may come late; its end may come before new code is reached. */
const BEFORE_DEPLOY = 4 * MINUTE;
const AFTER_DEPLOY = 11 * MINUTE;
const BEFORE_IS_FURTHER = 2;

/** Steps, both inclusive. */
type Range = readonly [earliest: number, latest: number];

const isBeside = (
  { start, end, status }: RolloutOnWindow,
  [earliest, latest]: Range,
  { stepMs }: StepWindow,
): boolean => {
  const isTakenBack = status === 'FAILED' || status === 'ROLLED_BACK';
  const before = Math.max(1, BEFORE_DEPLOY / stepMs);
  const after = isTakenBack ? 0 : Math.max(1, AFTER_DEPLOY / stepMs);
  return latest >= start - before && earliest <= end + after;
};

/** Steps; trouble before a deploy is further from it than trouble after. */
const distanceOf = ({ start, end }: RolloutOnWindow, onset: number): number =>
  onset < start ? BEFORE_IS_FURTHER * (start - onset) : Math.max(0, onset - end);

interface Begun {
  readonly onset: number | undefined;
  readonly trouble: Trouble | undefined;
}

/** The deploy that the onset lies beside; of several the nearest, of two as near the later. */
export const implicatedOf = (
  rollouts: readonly RolloutOnWindow[],
  window: StepWindow,
  { onset, trouble }: Begun,
): RolloutOnWindow | undefined => {
  if (onset === undefined) return undefined;
  const range: Range = trouble?.from === onset ? trouble.range : [onset, onset];
  return rollouts
    .filter((rollout) => isBeside(rollout, range, window))
    .reduce<RolloutOnWindow | undefined>(
      (best, one) => (best !== undefined && distanceOf(best, onset) < distanceOf(one, onset) ? best : one),
      undefined,
    );
};
