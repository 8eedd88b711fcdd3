import type { Rollout } from '../core/deploy/rollouts-in.ts';
import type { ReleaseVerdict } from '../core/release/release-verdict.ts';

/** What a service's deploy did to it, and what people call that deploy. */
export interface ReleaseTold {
  readonly service: string;
  readonly environment: string;
  readonly rollout: Pick<Rollout, 'revision' | 'url' | 'subject'>;
  readonly verdict: ReleaseVerdict;
}

export interface ReleaseNews {
  /** At least once for a change, for whoever listens; nobody has to. Rejects where it was not taken. */
  tell(told: ReleaseTold): Promise<void>;
}
