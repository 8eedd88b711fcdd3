import type { Instant } from './time.ts';

export const CAUSES = ['memory-leak', 'deploy-regression', 'dependency', 'traffic-surge'] as const;
export type Cause = (typeof CAUSES)[number];

/** As people say them. */
export const CAUSE_NAMES: Readonly<Record<Cause, string>> = {
  'memory-leak': 'memory leak',
  'deploy-regression': 'deploy',
  dependency: 'dependency',
  'traffic-surge': 'traffic surge',
};

/** What a diagnosis may come to. `none`: nothing is wrong. `unknown`: it abstains. */
export type DiagnosedCause = Cause | 'none' | 'unknown';

export const isCause = (cause: string): cause is Cause => (CAUSES as readonly string[]).includes(cause);

/** What people find it was in the end. */
export const CONFIRMED_CAUSES = [...CAUSES, 'other', 'unknown'] as const;
export type ConfirmedCause = (typeof CONFIRMED_CAUSES)[number];

export const isConfirmedCause = (cause: string): cause is ConfirmedCause =>
  (CONFIRMED_CAUSES as readonly string[]).includes(cause);

/** As people say them. */
export const CONFIRMED_NAMES: Readonly<Record<ConfirmedCause, string>> = {
  ...CAUSE_NAMES,
  other: 'something else',
  unknown: 'not known',
};

/** Within a sentence. */
export const CAUSE_PHRASES: Readonly<Record<Cause, string>> = {
  'memory-leak': 'a memory leak',
  'deploy-regression': 'a deploy',
  dependency: 'the dependency',
  'traffic-surge': 'a traffic surge',
};

/**
 * `supported`: it explains the trouble. `refuted`: what it predicts was tested with the power to show, and failed.
 * `inconclusive`: the numbers do not decide. `no-data`: what it predicts could not be looked at.
 */
export type HypothesisVerdict = 'supported' | 'refuted' | 'inconclusive' | 'no-data';

/** What a message says of a diagnosis. Times in its sentences are marks (time-mark.ts); at most 2 KB of JSON. */
export interface DiagnosisSaid {
  /** Nothing later was looked at. */
  readonly at: Instant;
  readonly cause: DiagnosedCause;
  readonly confidence: number;
  /** So soon after the onset that it may change. */
  readonly early: boolean;
  readonly minutesAfterOnset: number | null;
  /** What it is, the clause that matters most first; a headline drops them from the end. */
  readonly says: readonly string[];
  /** What it is not: `not DB`. */
  readonly not: readonly string[];
  /** The clause that tells when memory is full is no use after that. */
  readonly fullAt: Instant | null;
  /** Each of the four, and by what. */
  readonly hypotheses: readonly { readonly cause: Cause; readonly verdict: HypothesisVerdict; readonly why: string }[];
  /** What supports the cause that is named, beside its reason: at most two sentences. */
  readonly evidence: readonly string[];
  /** The first open incident of a service that this one depends on. */
  readonly upstream?: { readonly service: string; readonly incidentId: string } | undefined;
  /** What could not be looked at: `deploys (denied)`. */
  readonly missing: readonly string[];
}

/** As many clauses as fit, from the first on: `memory leak (surge x2.8), out of memory ~10:58; not DB`. */
export const fittedClauses = (
  { says, not }: Pick<DiagnosisSaid, 'says' | 'not'>,
  fits: (text: string) => boolean,
): string => {
  const [first = '', ...more] = says;
  let text = first;
  const rest = [
    ...more.map((clause) => `, ${clause}`),
    ...not.map((clause, index) => `${index === 0 ? ';' : ','} ${clause}`),
  ];
  for (const clause of rest) {
    if (!fits(text + clause)) break;
    text += clause;
  }
  return text;
};
