import type { AlarmChange } from '../alarm/change.ts';
import type { DiagnosisSaid } from '../cause.ts';
import type { EscalationPolicy, InsufficientData, Target } from '../configuration.ts';
import type { Context } from '../context.ts';
import type { Severity } from '../severity.ts';
import type { Instant } from '../time.ts';
import type { Incident, Member, Opening } from './incident.ts';
import type { Response, Seen } from './response.ts';

/** An alarm change with what routing and the register say of it. */
export interface ReceivedChange {
  readonly change: AlarmChange;
  readonly alarmId: string;
  readonly alarmKey: string;
  readonly severity: Severity;
  readonly insufficientData: InsufficientData;
  /** Without data where that is told of: until then nobody is, and whether it lost its data before on that day. */
  readonly loss?: { readonly dueAt: Instant; readonly isAgain: boolean };
  /** Recorded only: older than the last word, and something later has cleared the alarm. */
  readonly stale: boolean;
  /** An ALARM that came after a later word without data, and is cleared by nothing: it fires, that word stands. */
  readonly late: boolean;
  /** In ALARM by the last word too: news only to an incident that does not count it. */
  readonly repeated: boolean;
  /** Its previous state is not the one the register last saw. */
  readonly missedTransition: boolean;
}

export type PageOutcome =
  | { readonly outcome: 'sent'; readonly subject: string; readonly text: string }
  | { readonly outcome: 'failed'; readonly error: string }
  /** Published, and not answered in time. */
  | { readonly outcome: 'unconfirmed' };

export type ContextFact =
  | ({ readonly outcome: 'recorded' } & Context)
  | { readonly outcome: 'unavailable'; readonly source: string; readonly reason: string }
  /** `hash` is the SHA-256 of the whole of it, which is stored with the fact. */
  | { readonly outcome: 'diagnosed'; readonly said: DiagnosisSaid; readonly hash: string };

/** What somebody or something wants to happen. `at` comes from the shell: the core never reads a clock. */
export type IncidentCommand =
  | {
      readonly type: 'ReceiveAlarm';
      readonly at: Instant;
      readonly opening: Opening;
      readonly changes: readonly ReceivedChange[];
      /** The incident of the group before the one that this opens. */
      readonly olderId?: string | undefined;
    }
  | {
      readonly type: 'OpenDrill';
      readonly at: Instant;
      readonly opening: Opening;
      /** Who gets a test page, each once. */
      readonly targets: readonly Target[];
      /** Who signed the request: an ARN of IAM. */
      readonly signedBy?: string | undefined;
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
      /** Who signed the request, which need not be `by`: an ARN of IAM. */
      readonly signedBy?: string | undefined;
    }
  | { readonly type: 'RecordPage'; readonly at: Instant; readonly pageId: string; readonly result: PageOutcome }
  | {
      readonly type: 'RecordContext';
      readonly at: Instant;
      readonly facts: readonly ContextFact[];
      /** Whoever answers can look at past incidents too, and at logs or not, and does so where that is asked. */
      readonly looksAround?: { readonly atLogs: boolean } | undefined;
    }
  | { readonly type: 'Tick'; readonly at: Instant };

export type CommandOf<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>;

/** What the shell read before it asked for a decision. */
export interface Lookups {
  /** Member items of the command's alarms (for a tick and a resolution that need them: all that stand), by alarm id. */
  readonly members: ReadonlyMap<string, Member>;
  /** Responder on call now, by schedule; undefined: nobody. */
  readonly onCall: (schedule: string) => string | undefined;
  /** Targets that the last audit (≤ 25 min old) could not reach. */
  readonly unreachable: ReadonlySet<Target>;
  /** Every responder, every channel: paged where `unanswered` reaches nobody. */
  readonly everyone: readonly Target[];
  /** Of a resolved incident, those of its alarms that have joined another one since, by alarm id. */
  readonly elsewhere: ReadonlySet<string>;
  /** The group's open incident, if it is another one. */
  readonly otherOpen?: string | undefined;
  /** Today's escalation policy of the incident. */
  readonly policy: EscalationPolicy;
  /** Hash of today's configuration. */
  readonly config: string;
  /** Whether today's configuration knows this responder or channel: whoever left is told nothing. */
  readonly isConfigured: (target: Target) => boolean;
  /** The incident of the group before this one, where this one opens. */
  readonly older?: Incident | undefined;
}
