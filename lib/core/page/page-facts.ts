import type { About, HeadAlarm, IncidentSeverity, PageReason, Status } from '../incident/incident.ts';
import type { Instant } from '../time.ts';

export type AlarmFacts = Pick<HeadAlarm, 'name' | 'state' | 'reason' | 'severity' | 'silenced' | 'since'>;

/** What is known of an incident when a message about it is written. Every text may be hostile but `link` and `command`. */
export interface IncidentFacts {
  readonly incidentId: string;
  readonly severity: IncidentSeverity;
  readonly status: Status;
  readonly service: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly openedAt: Instant;
  /** Counted from 1, 0 until the levels run; for `unanswered` the last. */
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
  readonly acknowledgement?: { readonly by: string; readonly at: Instant; readonly until: Instant } | undefined;
  /** Without `by` it recovered. */
  readonly resolution?:
    { readonly at: Instant; readonly by?: string | undefined; readonly stillFiring: number } | undefined;
  readonly noDataSince?: Instant | undefined;
  /** Every alarm is OK: when it resolves itself. */
  readonly recoverAt?: Instant | undefined;
  /** Somebody had it once, whoever has it now. */
  readonly acknowledgedBefore?: boolean | undefined;
  readonly runbook?: string | undefined;
  /** What the service is. */
  readonly description?: string | undefined;
  /** The cause in one sentence. */
  readonly diagnosis?: string | undefined;
  /** Context that could not be had, one source and reason each. */
  readonly contextUnavailable?: readonly string[] | undefined;
  /** Who is paged next, unless somebody acknowledges before. */
  readonly next?: { readonly who: string; readonly at: Instant } | undefined;
  /** Display name of the person whose act this message tells. */
  readonly who?: string | undefined;
  readonly note?: string | undefined;
  readonly recipientTimeZone: string;
  readonly now: Instant;
  /** The screen where the recipient responds; http(s) and printable ASCII, else it is left out. */
  readonly link?: string | undefined;
  /** Where the command that responds works, where there is no link: `--local`, `--stack NAME`. */
  readonly respondWith?: string | undefined;
}

export type PageFacts = IncidentFacts &
  ({ readonly kind: 'page'; readonly reason: PageReason } | { readonly kind: 'notification'; readonly about: About });

/** One message, worded for every kind of subscription. */
export interface Message {
  /** 1–99 printable ASCII characters. */
  readonly subject: string;
  /** Plain text for e-mail and whatever has no form of its own. */
  readonly text: string;
  /** At most 160 GSM-7 characters. */
  readonly sms: string;
  /** A custom notification of Amazon Q Developer in chat applications, as JSON. */
  readonly chat: string;
}
