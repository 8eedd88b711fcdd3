import type { Target } from '../core/configuration.ts';
import type { Digest } from '../core/digest/digest.ts';
import type { Instant } from '../core/time.ts';

/** What became of a digest for one channel, for good. Unconfirmed: it was not answered in time, and may have gone out. */
export interface DigestSent {
  readonly target: Target;
  readonly at: Instant;
  readonly outcome: 'sent' | 'failed' | 'unconfirmed';
  /** Why it failed. */
  readonly error?: string | undefined;
}

/** The digest that is to be sent of a week, and what became of it. */
export interface KeptDigest {
  readonly digest: Digest;
  readonly sent: readonly DigestSent[];
}

/** The digests of weeks, each put once and never changed. */
export interface DigestLog {
  /** By the ISO week; undefined: none was to be sent of it yet. */
  find(week: string): Promise<KeptDigest | undefined>;
  /** That it is to be sent. The first of a week stays. */
  intend(digest: Digest): Promise<void>;
  /** What became of it for a channel. The first stays. */
  record(week: string, sent: DigestSent): Promise<void>;
}
