import { epochOf, type Instant, instantOf, MINUTE } from '../../time.ts';
import type { DeployWord } from '../../deploy/deploy-word.ts';
import type { Situation, StepWindow } from './situation.ts';

/** A deploy, from the first word of it to the last; steps of the window, with fractions. */
export interface Rollout {
  readonly id: string;
  readonly system: string;
  /** Its last word. */
  readonly status: DeployWord['status'];
  readonly revision: string | undefined;
  readonly url: string | undefined;
  readonly start: number;
  readonly end: number;
  /** Null: no word of it. */
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/** The last word of them that says it. */
const lastOf = (ordered: readonly DeployWord[], key: 'revision' | 'url'): string | undefined =>
  ordered.findLast((entry) => entry[key] !== undefined)?.[key];

/** A rollout of which there is no last word goes on for so long at most. */
const LONGEST = 60 * MINUTE;

const endOf = (ordered: readonly DeployWord[], at: Instant): Instant => {
  const last = ordered.at(-1);
  if (last === undefined || last.status !== 'STARTED') return last?.at ?? at;
  return instantOf(Math.min(epochOf(at), epochOf(last.at) + LONGEST));
};

/** @param ordered by time; at least one */
const rolloutOf = (
  ordered: readonly DeployWord[],
  at: Instant,
  { startMs, stepMs }: StepWindow,
): Rollout | undefined => {
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const step = (when: Instant): number => (epochOf(when) - startMs) / stepMs;
  return {
    id: first.id,
    system: first.system,
    status: last.status,
    revision: lastOf(ordered, 'revision'),
    url: lastOf(ordered, 'url'),
    start: step(first.at),
    end: step(endOf(ordered, at)),
    startedAt: ordered.find(({ status }) => status === 'STARTED')?.at ?? null,
    finishedAt: ordered.findLast(({ status }) => status !== 'STARTED')?.at ?? null,
  };
};

/** An id may be deployed again: what begins after its last word is another rollout. */
const apart = (ordered: readonly DeployWord[]): readonly (readonly DeployWord[])[] => {
  const rollouts: DeployWord[][] = [];
  for (const entry of ordered) {
    const current = rollouts.at(-1);
    const isOver = current?.some(({ status }) => status !== 'STARTED') === true;
    if (current === undefined || (isOver && entry.status === 'STARTED')) rollouts.push([entry]);
    else current.push(entry);
  }
  return rollouts;
};

const entriesUntil = (deploys: readonly DeployWord[], at: Instant): readonly DeployWord[] =>
  deploys
    .filter((entry) => epochOf(entry.at) <= epochOf(at))
    .toSorted((one, other) => epochOf(one.at) - epochOf(other.at));

/** Those of which there was a word by then, the oldest first. */
export const rolloutsOf = ({ deploys = [], at }: Situation, window: StepWindow): readonly Rollout[] =>
  [...Map.groupBy(entriesUntil(deploys, at), ({ id }) => id).values()]
    .flatMap(apart)
    .flatMap((entries) => rolloutOf(entries, at, window) ?? [])
    .sort((one, other) => one.start - other.start);
