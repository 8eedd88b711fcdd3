import type { Configuration } from '../configuration.ts';
import type { Member } from '../incident/incident.ts';
import type { Instant } from '../time.ts';

/** What a message is made with, beside the head. */
export interface Sending {
  readonly configuration: Configuration;
  readonly now: Instant;
  readonly link: string | undefined;
  readonly respondWith?: string | undefined;
  /** What is stored of its alarms: of the one at hand is told what the head has no room for. */
  readonly members?: readonly Member[] | undefined;
}
