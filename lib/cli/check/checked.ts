import type { CheckedRouting } from './routed-alarms.ts';

/** What a tocsin.yaml comes to. */
export interface Checked {
  readonly file: string;
  readonly environment: string;
  readonly services: number;
  readonly deployed: { readonly alarms: number; readonly topics: number };
  /** Of the alarms of a dump; undefined: none was given. */
  readonly routing: CheckedRouting | undefined;
  /** So many of its entries have no ARN, without which they are of no account or Region. */
  readonly withoutArn: number;
  readonly isCut: boolean;
}
