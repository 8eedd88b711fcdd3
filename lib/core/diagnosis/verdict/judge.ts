import type { Facts } from '../facts/facts.ts';
import type { Role } from '../facts/situation.ts';
import type { Cause, HypothesisVerdict } from '../../cause.ts';
import type { Evidence } from './diagnosis.ts';

/** What a hypothesis comes to. */
export interface HypothesisJudgement {
  readonly verdict: HypothesisVerdict;
  /** One sentence. */
  readonly why: string;
  /** The reading that would change it, and from when. */
  readonly wouldChange: string;
  readonly evidence: readonly Evidence[];
  /** Step of the window. */
  readonly onset?: number | undefined;
  /** The deploy's id, the dependency's name. */
  readonly subject?: string;
  /** The numbers cannot tell it from the cause that is named. */
  readonly isAlsoLikely?: boolean;
}

/** One folder a hypothesis. They are asked in their order: `named` is the cause that an earlier one found to explain it all. */
export interface Hypothesised {
  readonly cause: Cause;
  /** What it looks at: what these series cannot tell is said with it. */
  readonly roles: readonly Role[];
  readonly judge: (facts: Facts, named: Cause | undefined) => HypothesisJudgement;
}

/** Points before and after an onset without which nothing is refuted; without an onset there is nothing to be refuted of. */
export const POWER = { before: 30, after: 5 } as const;
