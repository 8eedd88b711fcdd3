import type { Problem } from '../../config/yaml/problem.ts';
import type { CostLine } from '../../core/cost/monthly-cost.ts';
import type { Deploying } from './deploying.ts';
import type { CheckedRouting } from './routed-alarms.ts';

/** What a tocsin.yaml comes to. */
export interface Checked {
  readonly file: string;
  readonly environment: string;
  readonly services: number;
  readonly deployed: Deploying;
  /** A month, in US dollars. */
  readonly cost: { readonly dollars: number; readonly lines: readonly CostLine[] };
  /** In the order of the file. */
  readonly gaps: readonly Problem[];
  /** Of the alarms of a dump; undefined: none was given. */
  readonly routing: CheckedRouting | undefined;
  /** So many of its entries have no ARN, without which they are of no account or Region. */
  readonly withoutArn: number;
  readonly isCut: boolean;
}
