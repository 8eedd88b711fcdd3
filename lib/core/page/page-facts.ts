import type { ConfirmedCause, DiagnosisSaid } from '../cause.ts';
import type { Revision } from '../incident/cause-inquiry.ts';
import type { About, Cover, HeadAlarm, IncidentSeverity, PageReason, Passed, Status } from '../incident/incident.ts';
import type { Instant } from '../time.ts';

export type AlarmFacts = Pick<
  HeadAlarm,
  'name' | 'state' | 'reason' | 'severity' | 'silenced' | 'since' | 'symptom' | 'untagged'
> & {
  /** It has fired once so far; absent: nobody asked. */
  readonly isNew?: boolean | undefined;
};

/** Somebody whom a message names; to themselves it says `you`. */
export interface PersonFacts {
  /** Display name. */
  readonly name: string;
  readonly isReader: boolean;
}

/** Who has it, until when, and what happens then. */
export interface OwnerFacts extends PersonFacts, Pick<Cover, 'kind' | 'at' | 'until'> {
  /** Who is paged then, as things stand; absent: nobody is. */
  readonly after?:
    | {
        /** Of all but the reader. */
        readonly names: readonly string[];
        readonly isOwner: boolean;
        /** The reader too. */
        readonly isReader?: boolean | undefined;
      }
    | undefined;
}

/** What is known of an incident when a message about it is written. Every text may be hostile but `link` and `command`. */
export interface IncidentFacts {
  readonly incidentId: string;
  /** It is a test: nothing is wrong. */
  readonly isDrill?: true | undefined;
  readonly severity: IncidentSeverity;
  readonly status: Status;
  /** Somebody has to be paged. */
  readonly hasNeed: boolean;
  readonly service: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly openedAt: Instant;
  /** No level is left: whoever is named for unanswered incidents is paged. */
  readonly isUnanswered?: boolean | undefined;
  /** Counted from 1, 0 while the levels are at rest; of the unanswered ending the last. */
  readonly level: number;
  readonly levels: number;
  /** Counted from 1. */
  readonly round: number;
  readonly rounds: number;
  /** The newest 20, in any order. */
  readonly alarms: readonly AlarmFacts[];
  readonly joined: number;
  readonly firing: number;
  readonly flaps: number;
  /** Even while they do not have all of it: then its status is triggered. */
  readonly owner?: OwnerFacts | undefined;
  /** Without `by` it recovered. */
  readonly resolution?:
    | {
        readonly at: Instant;
        readonly by?: string | undefined;
        readonly stillFiring: number;
        /** It reopens then, if anything still fires; absent: nothing does, or all of it is muted. */
        readonly reopensAt?: Instant | undefined;
        /** Whether that pages. */
        readonly isPaging?: boolean | undefined;
      }
    | undefined;
  readonly noDataSince?: Instant | undefined;
  /** Every alarm is OK: when it resolves itself. */
  readonly recoverAt?: Instant | undefined;
  /** Somebody had it once, whoever has it now. */
  readonly acknowledgedBefore?: boolean | undefined;
  /** What is worse has to have stopped so long before the severity falls. */
  readonly recoverAfterMs: number;
  readonly runbook?: string | undefined;
  /** Who is being paged for it, by name, the reader first and as `you`; absent: nobody. */
  readonly paging?: readonly string[] | undefined;
  /** What the maker of the alarm at hand wrote of it: what to look at first, where its runbook is. */
  readonly alarmDescription?: string | undefined;
  /** Addresses in the console of AWS: the alarm at hand, the logs around it. */
  readonly console?: { readonly alarm?: string | undefined; readonly logs?: string | undefined } | undefined;
  /** What the service is. */
  readonly description?: string | undefined;
  /** What was last found of its cause. */
  readonly diagnosis?: DiagnosisSaid | undefined;
  /** Why there is none. */
  readonly noDiagnosis?: string | undefined;
  /** What a person found it was. */
  readonly confirmed?: (PersonFacts & { readonly cause: ConfirmedCause }) | undefined;
  /** What people were told before, and what has changed. */
  readonly revision?: Revision | undefined;
  /** Who is paged next, unless somebody acknowledges before: `Bob Osei`, `you`, `you and Bob Osei again`. */
  readonly next?:
    | {
        readonly who: string;
        readonly at: Instant;
        /** The same for a machine: every name whole, the reader's too. */
        readonly names?: readonly string[] | undefined;
      }
    | undefined;
  /** Whose act or word this message follows. */
  readonly actor?: PersonFacts | undefined;
  /** Alarms that it is about, at most 3. */
  readonly names?: readonly string[] | undefined;
  readonly note?: string | undefined;
  readonly recipientTimeZone: string;
  /** The recipient's own name, for where nobody is called `you`. */
  readonly reader?: string | undefined;
  /** The recipient is a channel: it has readers, and is nobody. */
  readonly isChannel?: boolean | undefined;
  readonly now: Instant;
  /** The screen where the recipient responds; http(s) and printable ASCII, else it is left out. */
  readonly link?: string | undefined;
  /** Where the command that responds works, where there is no link: `--local`, `--stack NAME`. */
  readonly respondWith?: string | undefined;
}

/** Why somebody is paged. */
export interface PagedFacts extends IncidentFacts {
  readonly kind: 'page';
  readonly reason: PageReason;
  /** Why nothing is heard of the level before. */
  readonly passed?: Passed | undefined;
}

/** What somebody is told of. */
export interface ToldFacts extends IncidentFacts {
  readonly kind: 'notification';
  readonly about: About;
}

export type PageFacts = PagedFacts | ToldFacts;

/** One message, worded for every kind of subscription. */
export interface Message {
  /** 1–99 printable ASCII characters. */
  readonly subject: string;
  /** Plain text for e-mail and whatever has no form of its own. */
  readonly text: string;
  /** At most 160 GSM-7 characters. */
  readonly sms: string;
  /** For subscriptions by HTTPS, JSON in the form that `HttpsForm` says. */
  readonly https: string;
}
