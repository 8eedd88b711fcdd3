import type { AlarmChange } from '../alarm/change.ts';
import type { InsufficientData, Target } from '../configuration.ts';
import type { Severity } from '../severity.ts';
import type { Instant } from '../time.ts';
import type { Member, Opening } from './incident.ts';
import type { Response, Seen } from './response.ts';

/** An alarm change with what routing and the register say of it. */
export interface ReceivedChange {
  readonly change: AlarmChange;
  readonly alarmId: string;
  readonly alarmKey: string;
  readonly severity: Severity;
  readonly insufficientData: InsufficientData;
  /** Older than what the register already knows of this alarm. */
  readonly stale: boolean;
  /** Its previous state is not the one the register last saw. */
  readonly missedTransition: boolean;
}

export type PageOutcome =
  | { readonly outcome: 'sent'; readonly subject: string; readonly text: string }
  | { readonly outcome: 'failed'; readonly error: string };

export type ContextFact =
  | { readonly outcome: 'recorded'; readonly source: string; readonly context: unknown }
  | { readonly outcome: 'unavailable'; readonly source: string; readonly reason: string };

/** What somebody or something wants to happen. `at` comes from the shell: the core never reads a clock. */
export type IncidentCommand =
  | {
      readonly type: 'ReceiveAlarm';
      readonly at: Instant;
      readonly opening: Opening;
      readonly changes: readonly ReceivedChange[];
    }
  | {
      readonly type: 'Respond';
      readonly at: Instant;
      readonly by: string;
      readonly response: Response;
      /** Said with it: recorded as a note. */
      readonly note?: string | undefined;
      /** What its author saw: where that has changed, nothing is done. */
      readonly expect?: Seen | undefined;
    }
  /** The time of an acknowledgement is over. */
  | { readonly type: 'Unacknowledge'; readonly at: Instant }
  | { readonly type: 'RecordPage'; readonly at: Instant; readonly pageId: string; readonly result: PageOutcome }
  | { readonly type: 'RecordContext'; readonly at: Instant; readonly facts: readonly ContextFact[] }
  | { readonly type: 'Tick'; readonly at: Instant };

export type CommandOf<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>;

/** What the shell read before it asked for a decision. */
export interface Lookups {
  /** Member items of the command's alarms (for a tick after a mute window: its silenced ones), by alarm id. */
  readonly members: ReadonlyMap<string, Member>;
  /** Responder on call now, by schedule; undefined: nobody. */
  readonly onCall: (schedule: string) => string | undefined;
  /** Targets that the last audit (≤ 25 min old) could not reach. */
  readonly unreachable: ReadonlySet<Target>;
  /** Every responder, every channel: paged where `unanswered` reaches nobody. */
  readonly everyone: readonly Target[];
  /** The group's open incident, if it is another one. */
  readonly otherOpen?: string | undefined;
}
