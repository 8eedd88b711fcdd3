import type { Cause, HypothesisVerdict } from '../../cause.ts';

/** What a verdict is said of. */
interface Said {
  readonly cause: Cause | 'none' | 'unknown';
  readonly verdict: HypothesisVerdict;
  /** Steps since the onset; undefined: nothing began. */
  readonly steps?: number | undefined;
  readonly isAmbiguous: boolean;
}

/** Chosen on the recordings to develop on: the share of such verdicts that was right, never surer than what was seen allows. */
const SUPPORTED = { early: 0.88, later: 0.95 } as const;
const REFUTED = 0.95;
/** Nothing is wrong: or it began a minute ago. */
const NONE = 0.93;
const UNDECIDED = 0.5;
/** Steps. */
const EARLY = 10;
/** Another cause fits as well; or trouble would not have been seen. */
const AMBIGUOUS = 0.7;

const supported = ({ steps = EARLY, isAmbiguous }: Said): number => {
  if (isAmbiguous) return AMBIGUOUS;
  return steps < EARLY ? SUPPORTED.early : SUPPORTED.later;
};

/** That what is said is right. */
export const confidenceOf = (said: Said): number => {
  if (said.cause === 'none') return said.isAmbiguous ? AMBIGUOUS : NONE;
  if (said.cause === 'unknown') return UNDECIDED;
  if (said.verdict === 'supported') return supported(said);
  return said.verdict === 'refuted' ? REFUTED : UNDECIDED;
};
