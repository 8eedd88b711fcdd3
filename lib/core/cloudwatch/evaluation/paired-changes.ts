import type { AlarmState } from '../../alarm/definition.ts';
import { epochOf, type Instant } from '../../time.ts';

/** A change of an alarm's state, recorded or predicted. */
export interface ComparedChange {
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** The start of the newest period that it rests on; absent: not known. */
  readonly newestPeriodAt?: Instant | undefined;
}

export interface ChangePair {
  readonly recorded: ComparedChange;
  readonly predicted: ComparedChange;
}

/** Of which times two changes are compared, and how many milliseconds the recorded one may be before or after the other. */
export interface Nearness {
  readonly timeOf: (change: ComparedChange) => Instant;
  readonly before: number;
  readonly after: number;
}

/** The best that some first changes of both lists come to. */
interface Matching {
  readonly count: number;
  /** Milliseconds between the pairs, all together. */
  readonly apart: number;
  readonly last?: ChangePair;
  readonly rest?: Matching;
}

const NOTHING: Matching = { count: 0, apart: 0 };

const better = (one: Matching, other: Matching): Matching => {
  if (one.count !== other.count) return one.count > other.count ? one : other;
  return one.apart <= other.apart ? one : other;
};

const pairsIn = (matching: Matching): ChangePair[] => {
  const pairs: ChangePair[] = [];
  for (let one: Matching | undefined = matching; one !== undefined; one = one.rest) if (one.last) pairs.push(one.last);
  return pairs.reverse();
};

/** CloudWatch does not change before a period has ended: that counts as further apart than any delay. */
const apartBy = (lateMs: number, { before, after }: Nearness): number =>
  lateMs >= 0 ? lateMs : before + after - lateMs;

/** Takes one more recorded change into account, which may be matched by the predicted ones of a window. */
const addRow = (
  best: Matching[],
  [first, end]: readonly [number, number],
  matched: (index: number, without: Matching) => Matching,
): void => {
  while (best.length <= end) best.push(best.at(-1) ?? NOTHING);
  let without = best[first] ?? NOTHING;
  for (let index = first; index < end; index += 1) {
    const above = best[index + 1] ?? NOTHING;
    best[index + 1] = [above, matched(index, without)].reduce(better, best[index] ?? NOTHING);
    without = above;
  }
};

/** As many pairs as there can be of one kind of change, of several ways the closest; both lists in order of their times. */
const pairsAlike = (
  recorded: readonly ComparedChange[],
  predicted: readonly ComparedChange[],
  near: Nearness,
): ChangePair[] => {
  const times = predicted.map((one) => epochOf(near.timeOf(one)));
  // best[j]: of the recorded changes so far and the first j predicted ones; as far as any recorded one reached.
  const best: Matching[] = [NOTHING];
  let [first, end] = [0, 0];
  for (const one of recorded) {
    const at = epochOf(near.timeOf(one));
    while ((times[first] ?? Infinity) < at - near.after) first += 1;
    while ((times[end] ?? Infinity) <= at + near.before) end += 1;
    addRow(best, [first, end], (index, without) => ({
      count: without.count + 1,
      apart: without.apart + apartBy(at - (times[index] ?? at), near),
      last: { recorded: one, predicted: predicted[index] ?? one },
      rest: without,
    }));
  }
  return pairsIn(best.at(-1) ?? NOTHING);
};

const kindOf = ({ from, to }: ComparedChange): string => `${from} ${to}`;

/** Pairs of changes between the same states that are near each other; each change is in one pair at most. */
export const pairedChanges = (
  recorded: readonly ComparedChange[],
  predicted: readonly ComparedChange[],
  near: Nearness,
): readonly ChangePair[] => {
  const inOrder = (all: readonly ComparedChange[]): readonly ComparedChange[] =>
    all.toSorted((one, other) => epochOf(near.timeOf(one)) - epochOf(near.timeOf(other)));
  const ours = Map.groupBy(inOrder(predicted), kindOf);
  return [...Map.groupBy(inOrder(recorded), kindOf)].flatMap(([kind, alike]) =>
    pairsAlike(alike, ours.get(kind) ?? [], near),
  );
};
