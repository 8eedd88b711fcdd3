import type { KnownDeploys } from '../../ports/deploy-reader.ts';

export interface Listed extends KnownDeploys {
  readonly since: string;
}
