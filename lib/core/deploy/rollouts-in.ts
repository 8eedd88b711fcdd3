import { epochOf, type Instant, MINUTE } from '../time.ts';
import type { DeployWord } from './deploy-word.ts';

/** A deploy, from the first word of it to the last. */
export interface Rollout extends Omit<DeployWord, 'at'> {
  /** Of its words. */
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Null: no word of it. */
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/** Of one instant the start comes first: times of events are whole seconds. */
const byTime = (one: DeployWord, other: DeployWord): number =>
  epochOf(one.at) - epochOf(other.at) || Number(other.status === 'STARTED') - Number(one.status === 'STARTED');

/** What succeeds once more so soon is told twice, by whoever had no answer the first time. */
const TOLD_TWICE_MS = MINUTE;

/** Whether another deploy with the id of one that is over begins with this word; a start may have been told by nobody. */
const isAnother = ({ status, at }: DeployWord, last: DeployWord): boolean =>
  status === 'STARTED' || (status === 'SUCCEEDED' && epochOf(at) - epochOf(last.at) > TOLD_TWICE_MS);

/** An id may be deployed again, as a revision is that was taken back: what begins or succeeds after its last word is another. */
const apart = (ordered: readonly DeployWord[]): readonly (readonly DeployWord[])[] => {
  const rollouts: DeployWord[][] = [];
  for (const word of ordered) {
    const current = rollouts.at(-1);
    const last = current?.at(-1);
    const isOver = current?.some(({ status }) => status !== 'STARTED') === true;
    if (current === undefined || last === undefined || (isOver && isAnother(word, last))) rollouts.push([word]);
    else current.push(word);
  }
  return rollouts;
};

/** What each of them says, the last that says it. */
const saidIn = (ordered: readonly DeployWord[]): Pick<DeployWord, 'revision' | 'url' | 'actor' | 'subject'> => {
  const lastOf = (key: 'revision' | 'url' | 'actor' | 'subject'): string | undefined =>
    ordered.findLast((word) => word[key] !== undefined)?.[key];
  return { revision: lastOf('revision'), url: lastOf('url'), actor: lastOf('actor'), subject: lastOf('subject') };
};

/** @param ordered by time */
const rolloutOf = (ordered: readonly DeployWord[]): Rollout | undefined => {
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return {
    id: first.id,
    system: first.system,
    status: last.status,
    ...saidIn(ordered),
    firstAt: first.at,
    lastAt: last.at,
    startedAt: ordered.find(({ status }) => status === 'STARTED')?.at ?? null,
    finishedAt: ordered.findLast(({ status }) => status !== 'STARTED')?.at ?? null,
  };
};

/** Deploys by their words, in whatever order those come; the one that began first is first. */
export const rolloutsIn = (words: readonly DeployWord[]): readonly Rollout[] =>
  [...Map.groupBy(words.toSorted(byTime), ({ id }) => id).values()]
    .flatMap(apart)
    .flatMap((ordered) => rolloutOf(ordered) ?? [])
    .sort((one, other) => epochOf(one.firstAt) - epochOf(other.firstAt));
