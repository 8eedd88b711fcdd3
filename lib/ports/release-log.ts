import type { ReleaseVerdict } from '../core/release/release-verdict.ts';
import type { Span } from '../core/series/period-grid.ts';

/** What became of services by their deploys, of the last 90 days. */
export interface ReleaseLog {
  /** Keeps it, once for a deploy (service, id, time of its first word): a second one changes nothing. */
  keep(service: string, verdict: ReleaseVerdict): Promise<void>;
  /** Of deploys that began within the span, its ends too, oldest first; of more than `most` the newest. */
  verdicts(service: string, span: Span, most: number): Promise<readonly ReleaseVerdict[]>;
}
