import type { Rollout } from '../core/deploy/rollouts-in.ts';
import type { ReleaseVerdict } from '../core/release/release-verdict.ts';
import type { Instant } from '../core/time.ts';

/** A deploy of a service; null: nobody's. */
export interface JudgedDeploy extends Rollout {
  readonly service: string | null;
  /** What became of the service by it; null: nobody has judged it, yet or at all. */
  readonly verdict: ReleaseVerdict | null;
}

export interface DeployQuery {
  /** Null: of deploys that are nobody's; undefined: of every service, and nobody's. */
  readonly service?: string | null | undefined;
  readonly since: Instant;
  /** Undefined: whatever is told, by a clock ahead of this one too. */
  readonly until?: Instant | undefined;
}

/** What is known of the deploys that began within [since, until). */
export interface KnownDeploys {
  /** The one that began last first. */
  readonly deploys: readonly JudgedDeploy[];
  /** Services of whose deploys nobody ever told, not even outside the range: that is not to know, which is not "none". */
  readonly unheardOf: readonly string[];
  /** Older ones were left out because there are so many: an earlier `until` has them. */
  readonly isCut: boolean;
}

/** Deploys for whoever may read them, and write nothing. */
export type DeployReader = (query: DeployQuery) => Promise<KnownDeploys>;
