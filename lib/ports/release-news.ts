import type { ReleaseVerdict } from '../core/release/release-verdict.ts';

export interface ReleaseNews {
  /** At least once for a deploy, for whoever listens; nobody has to. Rejects where it was not taken. */
  tell(service: string, environment: string, verdict: ReleaseVerdict): Promise<void>;
}
