import { epochOf, type Instant } from '../../time.ts';
import type { AlarmState } from '../../alarm/definition.ts';

interface Change {
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

/** How far an evaluation agrees with what CloudWatch did. */
export interface Agreement {
  readonly recorded: number;
  readonly predicted: number;
  readonly matched: number;
  /** F1, 0 to 1; 1 where neither changed. */
  readonly score: number;
}

const isNear = (one: Change, other: Change, periodMs: number): boolean =>
  Math.abs(epochOf(one.at) - epochOf(other.at)) <= periodMs;

/** Pairs of changes no further apart than a period; both lists oldest first, so the earliest that fits costs no other its pair. */
const pairs = (recorded: readonly Change[], predicted: readonly Change[], periodMs: number): number => {
  let [next, matched] = [0, 0];
  for (const one of recorded) {
    const latest = epochOf(one.at) - periodMs;
    for (let at = predicted[next]?.at; at !== undefined && epochOf(at) < latest; at = predicted[next]?.at) next += 1;
    const candidate = predicted[next];
    if (candidate === undefined || !isNear(one, candidate, periodMs)) continue;
    matched += 1;
    next += 1;
  }
  return matched;
};

const matchedAlike = (recorded: readonly Change[], predicted: readonly Change[], periodMs: number): number => {
  const kinds = new Set(recorded.map(({ from, to }) => `${from} ${to}`));
  let matched = 0;
  for (const kind of kinds) {
    const [ours, theirs] = [predicted, recorded].map((all) => all.filter(({ from, to }) => `${from} ${to}` === kind));
    matched += pairs(theirs ?? [], ours ?? [], periodMs);
  }
  return matched;
};

/**
 * Compares the recorded changes of one alarm with the predicted ones of the same span, both oldest first: two match when
 * they go between the same states at most one period apart. An evaluation starts in INSUFFICIENT_DATA whatever the alarm was
 * in, so what its first change comes from says nothing, and a first change that CloudWatch did not make is not counted.
 */
export const agreementOf = (recorded: readonly Change[], predicted: readonly Change[], periodMs: number): Agreement => {
  const [start, ...rest] = predicted;
  const isArtificial = start?.from === 'INSUFFICIENT_DATA';
  const near = isArtificial ? recorded.filter((one) => one.to === start.to && isNear(one, start, periodMs)) : [];
  const met = near.find(({ from }) => from === 'INSUFFICIENT_DATA') ?? near[0];
  const ours = isArtificial ? rest : predicted;
  const metCount = met === undefined ? 0 : 1;
  const theirs = met === undefined ? recorded : recorded.filter((one) => one !== met);
  const matched = metCount + matchedAlike(theirs, ours, periodMs);
  const counted = metCount + ours.length;
  const all = recorded.length + counted;
  return { recorded: recorded.length, predicted: counted, matched, score: all === 0 ? 1 : (2 * matched) / all };
};
