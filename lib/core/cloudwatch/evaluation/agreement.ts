import type { Span } from '../../series/period-grid.ts';
import { epochOf, later, SECOND } from '../../time.ts';
import { type ChangePair, type ComparedChange, pairedChanges } from './paired-changes.ts';

/** How long after the end of the newest period that they rest on the recorded changes came. */
export interface ChangeLag {
  readonly median: number;
  readonly most: number;
  /**
   * `history`: it shows them, by the periods that it names or by one delay throughout; `assumed`: by the predicted changes
   * that those recorded were taken for.
   */
  readonly from: 'history' | 'assumed';
}

/** How far an evaluation agrees with what CloudWatch did. */
export interface Agreement {
  readonly recorded: number;
  readonly predicted: number;
  readonly matched: number;
  /** F1, 0 to 1; 1 where neither changed. */
  readonly score: number;
  /** Seconds; null: nothing shows it. */
  readonly lagSeconds: ChangeLag | null;
}

/** The longest after the end of a period that CloudWatch was seen to change an alarm on it. */
export const LONGEST_LAG_MS = 305 * SECOND;

/** Fewer equal delays are chance. */
const ENOUGH_EQUAL = 3;

interface Compared {
  /** Of the alarm. */
  readonly periodMs: number;
  /** What was recorded and predicted in it is compared. */
  readonly span: Span;
}

/** By the period that the history names where it does, else by the time: within a period, and as late as CloudWatch may be. */
const paired = (
  recorded: readonly ComparedChange[],
  predicted: readonly ComparedChange[],
  periodMs: number,
): readonly ChangePair[] => {
  const isNamed = ({ newestPeriodAt }: ComparedChange): boolean => newestPeriodAt !== undefined;
  const named = pairedChanges(recorded.filter(isNamed), predicted.filter(isNamed), {
    timeOf: ({ newestPeriodAt = '' }) => newestPeriodAt,
    before: periodMs,
    after: periodMs,
  });
  const taken = new Set(named.map((pair) => pair.predicted));
  const unnamed = pairedChanges(
    recorded.filter((one) => !isNamed(one)),
    predicted.filter((one) => !taken.has(one)),
    { timeOf: ({ at }) => at, before: periodMs, after: periodMs + LONGEST_LAG_MS },
  );
  return [...named, ...unnamed];
};

/** Milliseconds, shortest first. */
const delaysOf = (changes: readonly (readonly [ComparedChange, endedMs: number])[]): readonly number[] =>
  changes.map(([{ at }, endedMs]) => Math.max(0, epochOf(at) - endedMs)).toSorted((one, other) => one - other);

/** Of an even number of them the mean of the middle two. */
const middleOf = (sorted: readonly number[]): number => {
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};

const lagOf = (
  recorded: readonly ComparedChange[],
  pairs: readonly ChangePair[],
  periodMs: number,
): ChangeLag | null => {
  const named = recorded.flatMap((one) =>
    one.newestPeriodAt === undefined ? [] : [[one, epochOf(one.newestPeriodAt) + periodMs] as const],
  );
  const isNamed = named.length > 0;
  const delays = delaysOf(isNamed ? named : pairs.map((pair) => [pair.recorded, epochOf(pair.predicted.at)]));
  const [least = 0, most] = [delays[0], delays.at(-1)];
  if (most === undefined) return null;
  const isShown = isNamed || (delays.length >= ENOUGH_EQUAL && most - least <= periodMs);
  return { median: middleOf(delays) / SECOND, most: most / SECOND, from: isShown ? 'history' : 'assumed' };
};

/** What an alarm is predicted to be in at first is what the evaluation starts from, not what it was in. */
const metByStart = (
  recorded: readonly ComparedChange[],
  start: ComparedChange,
  periodMs: number,
): ChangePair | undefined => {
  const alike = recorded.filter(({ to }) => to === start.to);
  const lost = alike.filter(({ from }) => from === 'INSUFFICIENT_DATA');
  for (const among of [lost, alike]) {
    const asStart = new Map(among.map((one) => [{ ...one, from: start.from }, one]));
    const [pair] = paired([...asStart.keys()], [start], periodMs);
    const met = pair && asStart.get(pair.recorded);
    if (met !== undefined) return { recorded: met, predicted: start };
  }
  return undefined;
};

const allPairs = (
  recorded: readonly ComparedChange[],
  predicted: readonly ComparedChange[],
  periodMs: number,
): { readonly pairs: readonly ChangePair[]; readonly ours: readonly ComparedChange[] } => {
  const [start, ...rest] = predicted;
  if (start?.from !== 'INSUFFICIENT_DATA') return { pairs: paired(recorded, predicted, periodMs), ours: predicted };
  const met = metByStart(recorded, start, periodMs);
  if (met === undefined) return { pairs: paired(recorded, rest, periodMs), ours: rest };
  const others = recorded.filter((one) => one !== met.recorded);
  return { pairs: [met, ...paired(others, rest, periodMs)], ours: predicted };
};

/**
 * Compares the recorded changes of one alarm with the predicted ones, both oldest first: two match when they go between the
 * same states and rest on the same period, to within one. Where the history names no period, they match when the recorded
 * one is at most a period early, or a period and 305 s late. An evaluation starts in INSUFFICIENT_DATA whatever the alarm
 * was in, so what its first change comes from says nothing, and a first change that CloudWatch did not make is not counted.
 * At the ends of the span what has no match is not counted where its match may lie outside, by the lag that is seen.
 */
export const agreementOf = (
  recorded: readonly ComparedChange[],
  predicted: readonly ComparedChange[],
  { periodMs, span }: Compared,
): Agreement => {
  const { pairs, ours } = allPairs(recorded, predicted, periodMs);
  const lagSeconds = lagOf(recorded, pairs, periodMs);
  const lagMs = lagSeconds === null ? LONGEST_LAG_MS : lagSeconds.most * SECOND;
  const matched = new Set(pairs.flatMap((pair) => [pair.recorded, pair.predicted]));
  const newest = recorded.at(-1)?.at ?? '';
  const restedOn = ({ at, newestPeriodAt }: ComparedChange): string =>
    newestPeriodAt === undefined ? later(at, -lagMs) : later(newestPeriodAt, periodMs);
  const isOfSpan = (one: ComparedChange): boolean => restedOn(one) > span.from && one.at <= span.to;
  const isTold = ({ at }: ComparedChange): boolean => {
    const due = later(at, lagMs);
    return at > span.from && (due <= span.to || due <= newest);
  };
  const theirs = recorded.filter((one) => matched.has(one) || isOfSpan(one)).length;
  const counted = ours.filter((one) => matched.has(one) || isTold(one)).length;
  const all = theirs + counted;
  const score = all === 0 ? 1 : (2 * pairs.length) / all;
  return { recorded: theirs, predicted: counted, matched: pairs.length, score, lagSeconds };
};
