import type { Instant } from '../time.ts';

/** What is compared of two releases. */
export type Measure = 'latency' | 'errors' | 'restarts' | 'cpu' | 'memory' | 'growth';

/** One measure of a release and of the one before, in the same unit. */
export interface Comparison {
  readonly what: Measure;
  /** `s`, `%` of requests or of the limit, `% a request`, `min` until memory is full, or a count. */
  readonly unit: 's' | '%' | '% a request' | 'min' | 'count';
  readonly before: number;
  readonly after: number;
  /** `unsteady`: another, and not in nearly all minutes. */
  readonly says: 'better' | 'same' | 'worse' | 'unsteady';
}

/** What became of a service by a deploy, against what ran before it. Nobody is paged for it. */
export interface ReleaseVerdict {
  /** Of the deploy, and when its first word came. */
  readonly id: string;
  readonly deployedAt: Instant;
  /** When it was judged. */
  readonly at: Instant;
  readonly verdict: 'better' | 'same' | 'worse' | 'cannot-tell';
  /** One sentence. */
  readonly why: string;
  /** Deploy that it is compared with; null: nobody told of one, so with the time before. */
  readonly against: string | null;
  /** Days before it that were as busy as it, where the hour before was not; 0: the hour before. */
  readonly daysBefore: number;
  /** Empty where nobody can tell. */
  readonly compared: readonly Comparison[];
}
