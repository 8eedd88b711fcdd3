import type { Instant } from '../time.ts';

/** One word of a deploy: its start, or how it ended. A rollout has several with its id. */
export interface DeployWord {
  readonly at: Instant;
  readonly id: string;
  /** `ecs`, `codedeploy`, `codepipeline`, `cloudformation`, `appconfig`, `lambda`, `custom` … */
  readonly system: string;
  /** What the system says was deployed: `service prod/web`, `pipeline web-release`; for people. */
  readonly subject?: string | undefined;
  readonly status: 'STARTED' | 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK';
  readonly revision?: string | undefined;
  readonly url?: string | undefined;
  readonly actor?: string | undefined;
}
