import type { Cause } from './cause.ts';
import type { Instant } from './time.ts';

/** Where what is known around an incident comes from: the logs of its service, and its past incidents of that cause. */
export const LOGS = 'logs';
export const SIMILAR = 'similar';

/** What one stretch of a log held: how much of it was looked at, both ends included, and how many messages that were. */
export interface LookedAt {
  readonly from: Instant;
  readonly to: Instant;
  readonly messages: number;
}

/** Messages that differ only in numbers, names and the like. Texts are harmless, and of usual secrets masked. */
export interface LogPattern {
  readonly change: 'new' | 'grown';
  readonly template: string;
  /** How often in the quiet time, as far as it was looked at; null: nobody knows. */
  readonly before: number | null;
  readonly now: number;
  /** One of them. */
  readonly example: string;
}

/** What a service logs since something is wrong, against a quiet time before: at most 3 KB of JSON. */
export interface LogPatterns {
  readonly window: LookedAt;
  /** Null: it could not be looked at. */
  readonly quiet: LookedAt | null;
  /** What is new or has grown, the most telling first; at most five. */
  readonly patterns: readonly LogPattern[];
  /** How many more are new or have grown. */
  readonly others: number;
  /** What was looked at in part, or not at all. */
  readonly lacks: readonly string[];
}

/** How a past incident of the same service and cause went. */
export interface SimilarIncident {
  readonly incidentId: string;
  readonly openedAt: Instant;
  readonly resolvedAt: Instant;
  /** Absent: it recovered by itself. */
  readonly resolvedBy?: string | undefined;
  /** A person says that it was this; else it was diagnosed. */
  readonly isConfirmed: boolean;
  /** The last, which often says what helped. */
  readonly note?: { readonly by: string; readonly text: string } | undefined;
}

export interface SimilarIncidents {
  readonly cause: Cause;
  /** Newest first, one to three. */
  readonly incidents: readonly SimilarIncident[];
}

/** What is recorded of one source. */
export type Context =
  | { readonly source: typeof LOGS; readonly context: LogPatterns }
  | { readonly source: typeof SIMILAR; readonly context: SimilarIncidents };
