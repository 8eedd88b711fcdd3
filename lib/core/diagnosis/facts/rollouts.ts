import { type Rollout as ToldRollout, rolloutsIn } from '../../deploy/rollouts-in.ts';
import { epochOf, type Instant, instantOf, MINUTE } from '../../time.ts';
import type { Situation, StepWindow } from './situation.ts';

/** A deploy, from the first word of it to the last; in steps of the window, with fractions. */
export interface RolloutOnWindow extends ToldRollout {
  readonly start: number;
  readonly end: number;
}

/** What people know it by: what is live then, where somebody has said, else the id that its system made up. */
export const deployName = ({ revision, id }: Pick<ToldRollout, 'revision' | 'id'>): string => revision ?? id;

/** A rollout of which there is no last word goes on for so long at most. */
const LONGEST = 60 * MINUTE;

/** Of more the newest: each is told of, and what is kept of a diagnosis has to fit an item of the table. */
const MOST_ROLLOUTS = 50;

const endOf = ({ status, lastAt }: ToldRollout, at: Instant): Instant =>
  status === 'STARTED' ? instantOf(Math.min(epochOf(at), epochOf(lastAt) + LONGEST)) : lastAt;

/** Those of which there was a word by then, the oldest first. */
export const rolloutsOf = (
  { deploys = [], at }: Situation,
  { startMs, stepMs }: StepWindow,
): readonly RolloutOnWindow[] => {
  const step = (when: Instant): number => (epochOf(when) - startMs) / stepMs;
  const known = deploys.filter((word) => epochOf(word.at) <= epochOf(at));
  return rolloutsIn(known)
    .slice(-MOST_ROLLOUTS)
    .map((rollout) => ({
      ...rollout,
      start: step(rollout.firstAt),
      end: step(endOf(rollout, at)),
    }));
};
