import type { Rollout } from '../../core/deploy/rollouts-in.ts';
import type { ReleaseVerdict } from '../../core/release/release-verdict.ts';

/** A deploy of a service; null: nobody's. */
export interface ListedDeploy extends Rollout {
  readonly service: string | null;
  /** What became of the service by it; null: nobody has judged it, yet or at all. */
  readonly verdict: ReleaseVerdict | null;
}

export interface Listed {
  /** The one that began last first. */
  readonly deploys: readonly ListedDeploy[];
  /** Services of whose deploys nobody ever told, not even outside the span. */
  readonly unheardOf: readonly string[];
  /** Words that were left out because there are so many. */
  readonly isCut: boolean;
  readonly since: string;
}
