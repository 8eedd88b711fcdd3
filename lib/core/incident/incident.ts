import type { AlarmState } from '../alarm/definition.ts';
import type { EscalationPolicy, Target } from '../configuration.ts';
import type { Severity } from '../severity.ts';
import type { Instant } from '../time.ts';

/** `silent`: every alarm in it is muted or suppressed; nobody is paged or notified. */
export type IncidentSeverity = 'critical' | 'warning' | 'silent';

/** Only `real` incidents enter lists and reports. */
export type IncidentKind = 'real' | 'drill' | 'canary';

/** The escalation policy as it was when the incident opened: later edits never re-interpret a running incident. */
export interface PolicyCopy extends EscalationPolicy {
  readonly name: string;
}

/** An alarm of an incident, as the head keeps its newest 20: texts are cut. */
export interface HeadAlarm {
  /** First 16 hex digits of the SHA-256 of the alarm key. */
  readonly alarmId: string;
  readonly name: string;
  readonly state: AlarmState;
  readonly severity: Severity;
  readonly silenced: boolean;
  /** CloudWatch's time of its last change. */
  readonly since: Instant;
  readonly reason: string;
}

/** An alarm of an incident, whole: one stored item for each. */
export interface Member extends HeadAlarm {
  readonly alarmKey: string;
  readonly alarmArn: string;
  /** End of the mute window; absent while suppressed without a known end, or not silenced. */
  readonly silencedUntil?: Instant;
  /** Without data, or deleted, when a person resolved: it counts no more until it fires again. */
  readonly cleared?: true;
}

/** Alarms by how they stand; a silenced one does not count as firing. */
export interface Counts {
  readonly joined: number;
  readonly firing: number;
  readonly silent: number;
  /** Of those that fire, the critical ones; absent in heads of before it was counted. */
  readonly critical?: number;
}

export type PageReason =
  'escalation' | 'severity' | 'unacknowledged' | 'reassigned' | 'reopened' | 'muteEnded' | 'unanswered';

export type About =
  | 'opened'
  | 'joined'
  | 'severityRaised'
  | 'acknowledged'
  | 'acknowledgementEnded'
  | 'noData'
  | 'reminder'
  | 'reopened'
  | 'resolved';

/** A message that was decided and is not sent yet. */
export type Requested =
  | {
      readonly kind: 'page';
      readonly pageId: string;
      readonly target: Target;
      readonly reason: PageReason;
      /** From 1. */
      readonly level: number;
      /** From 1: the first time through the levels. */
      readonly round: number;
      readonly requestedAt: Instant;
      /** Unsent for a minute: the next level was paged, and it is tried on. */
      readonly overdue: boolean;
    }
  | {
      readonly kind: 'notification';
      readonly pageId: string;
      readonly target: Target;
      readonly about: About;
      readonly requestedAt: Instant;
    };

export type Phase =
  | { readonly status: 'triggered' }
  | {
      readonly status: 'acknowledged';
      readonly by: string;
      readonly at: Instant;
      readonly until: Instant;
      /** The level reached when it was acknowledged; 0 when none was. */
      readonly level: number;
    }
  | {
      readonly status: 'resolved';
      readonly at: Instant;
      /** Undefined: it recovered by itself. */
      readonly by?: string | undefined;
    };

export type Status = Phase['status'];

/** The first page of a run of levels, waiting for a diagnosis. */
export interface Held {
  readonly reason: PageReason;
  readonly diagnoseUntil: Instant;
}

/** What an incident is opened with and keeps: where it belongs, and the policy it copies. */
export interface Opening {
  readonly incidentId: string;
  readonly kind: IncidentKind;
  readonly group: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly environment: string;
  readonly runbook?: string | undefined;
  /** Hash of the configuration it was opened under. */
  readonly config: string;
  readonly policy: PolicyCopy;
  readonly recoverAfterMs: number;
  readonly cooldownMs: number;
}

/** The head of an incident: everything that decides what happens next, at most 32 KB. */
export interface Incident extends Opening {
  readonly openedAt: Instant;
  readonly phase: Phase;
  readonly severity: IncidentSeverity;
  /** 0 until the levels run. */
  readonly level: number;
  readonly round: number;
  /** When the next level is due; counted from the page really sent, undefined until then. */
  readonly escalateAt?: Instant | undefined;
  readonly unanswered?: { readonly nextAt: Instant } | undefined;
  readonly held?: Held | undefined;
  /** A person asked for people although nothing critical counts. */
  readonly asked?: boolean | undefined;
  /** Since when nobody is needed, while the levels keep their place. */
  readonly idleSince?: Instant | undefined;
  readonly counts: Counts;
  readonly flaps: number;
  /** Newest first, at most 20. */
  readonly alarms: readonly HeadAlarm[];
  /** Oldest first, at most 40. */
  readonly requested: readonly Requested[];
  /** Pages withdrawn lately: one of them may have been in flight. At most 6. */
  readonly withdrawn: readonly Requested[];
  /** Who was last paged at which level. */
  readonly paged: Readonly<Record<string, number>>;
  readonly recoverAt?: Instant | undefined;
  /** Earliest end of a mute window among its silenced alarms. */
  readonly mutedUntil?: Instant | undefined;
  readonly noDataSince?: Instant | undefined;
  /** Reminders of an incident without levels count from here. */
  readonly remindedAt: Instant;
  readonly joinsToldAt?: Instant | undefined;
  readonly joinsUntold: number;
  readonly acknowledgedAt?: Instant | undefined;
  readonly resolvedAt?: Instant | undefined;
  /** Events so far. */
  readonly version: number;
  /** Hash of the newest event. */
  readonly tip: string;
}

export const HEAD_ALARMS = 20;
export const HEAD_REQUESTED = 40;
export const HEAD_WITHDRAWN = 6;

export const isOpen = (incident: Incident): boolean => incident.phase.status !== 'resolved';

const RANK: Readonly<Record<IncidentSeverity | 'info', number>> = { info: 0, silent: 0, warning: 1, critical: 2 };

export const isHigher = (one: IncidentSeverity | Severity, other: IncidentSeverity): boolean => RANK[one] > RANK[other];

/** Of the responders paged in this incident the one paged last. */
export const lastPagedResponder = ({ paged }: Incident): string | undefined =>
  Object.keys(paged)
    .findLast((target) => target.startsWith('responder:'))
    ?.slice('responder:'.length);
