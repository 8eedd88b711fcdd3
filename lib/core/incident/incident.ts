import type { AlarmState, WhyUntagged } from '../alarm/definition.ts';
import type { ConfirmedCause } from '../cause.ts';
import type { Target } from '../configuration.ts';
import type { Severity } from '../severity.ts';
import type { Instant } from '../time.ts';
import type { Inquiry } from './cause-inquiry.ts';
import type { Tally } from './tally.ts';

/** `silent`: every alarm in it is muted or suppressed; nobody is paged or notified. */
export type IncidentSeverity = 'critical' | 'warning' | 'silent';

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
  /** What is wrong, in words with units; absent: of before this was kept, or its event told nothing. */
  readonly symptom?: string;
  /** Its tags could not be read when it became so: it was routed without them. */
  readonly untagged?: WhyUntagged;
  /** Neither in ALARM nor OK when a person resolved, or since, or gone to another incident: it counts no more until it fires again. */
  readonly cleared?: true;
}

/** An alarm of an incident, whole: one stored item for each. */
export interface Member extends HeadAlarm {
  readonly alarmKey: string;
  readonly alarmArn: string;
  /** What its maker wrote of it. */
  readonly description?: string;
  /** Where what it watches writes its logs. */
  readonly logGroup?: string;
  /** End of the mute window; absent while suppressed without a known end, or not silenced. */
  readonly silencedUntil?: Instant;
  /** `insufficientData: page`: without data it fires. False: it has not fired, and people are told that it has none. */
  readonly pagesWithoutData?: boolean;
  /** Versions of the incident: order is the version, never a clock. Absent: of before this was kept. */
  readonly joined?: number;
  /** When it last became what it is. */
  readonly changed?: number;
  /** When it last began to count. */
  readonly counted?: number;
  /** When it last stopped, by the server's clock too; absent while it counts. */
  readonly stopped?: { readonly version: number; readonly at: Instant };
  /** The snooze and the resolution, by their versions, under which it came back. */
  readonly heldBy?: readonly number[];
}

/** Alarms by how they stand; a silenced one does not count as firing. */
export interface Counts {
  readonly joined: number;
  readonly firing: number;
  readonly silent: number;
  /** Of those that fire, the critical ones; and of these whom the owner's cover holds, a resolution, and none. */
  readonly critical: number;
  readonly owned: number;
  readonly believed: number;
  readonly uncovered: number;
}

/** A person's word that they have it: nobody is paged for what it holds. */
export interface Cover {
  readonly kind: 'acknowledgement' | 'snooze' | 'resolution';
  readonly by: string;
  readonly at: Instant;
  /** Of the incident with this word in it. */
  readonly version: number;
  readonly until: Instant;
  /** That the incident had: an acknowledgement holds nothing worse. */
  readonly severity: IncidentSeverity;
  /** An acknowledgement that outlived a recovery holds what was a member by that version. */
  readonly asOf?: number | undefined;
  /** Ids of the alarms that its author was shown; absent: nobody knows. */
  readonly shown?: readonly string[] | undefined;
}

/** A place on the ladder, level and round from 1; of the unanswered ending the last. A test page is of none: both are 0. */
export interface Place {
  readonly level: number;
  readonly round: number;
  readonly isUnanswered?: true;
}

/** The level that is asked. */
export interface Step extends Place {
  readonly askedAt: Instant;
  /** Its wait runs from the first of its pages really sent. */
  readonly sentAt?: Instant | undefined;
  /** Nobody knows whether any of its pages went out: SNS did not answer. */
  readonly isUnsure?: true;
  /** Nobody of it can be reached: the next is asked at once. */
  readonly isPassed?: true;
  /** Nothing of it was sent before nobody was needed any more. */
  readonly isWithdrawn?: true;
}

export interface Ladder {
  /** Undefined: at rest. */
  readonly step?: Step | undefined;
  /** Kept for the end of a cover. */
  readonly kept?: Place | undefined;
  /** One way through the levels. */
  readonly pass: {
    readonly isHeard: boolean;
    /** Passes in a row in which nothing was sent. */
    readonly unheard: number;
    /** Nothing was sent in it: the next begins then. */
    readonly overUntil?: Instant | undefined;
    /** When a page went out that was asked for because nothing of a pass was sent. */
    readonly endingSentAt?: Instant | undefined;
  };
}

/** Why a level is asked. */
export type PageReason =
  | 'escalation'
  | 'severity'
  | 'muteEnded'
  /** Critical again, or for the first time, after it had ended. */
  | 'returned'
  | 'unacknowledged'
  | 'snoozeEnded'
  /** Something critical that a snooze does not hold. */
  | 'uncovered'
  | 'leftFiring'
  /** A person wants it. */
  | 'requested'
  | 'reassigned'
  | 'reopened'
  | 'unanswered'
  /** Nothing of a pass through the levels was sent. */
  | 'nobodyReached'
  /** Of a drill: somebody wants to see that pages arrive. */
  | 'test';

export type About =
  | 'opened'
  | 'joined'
  | 'again'
  | 'severityRaised'
  | 'severityLowered'
  | 'acknowledged'
  /** Somebody acknowledged what another has. */
  | 'offered'
  | 'acknowledgementEnded'
  | 'snoozeEnded'
  /** Another has escalated it, or handed it over: whoever had it hears who. */
  | 'escalated'
  | 'reassigned'
  | 'noData'
  /** What was said of the cause does not hold any more, or it is found. */
  | 'causeRevised'
  | 'reminder'
  | 'reopened'
  | 'resolved';

/** Why the level before was passed without an answer. */
export type Passed = 'no-target' | 'unreachable' | 'not-sent';

interface Waiting {
  readonly pageId: string;
  readonly target: Target;
  readonly requestedAt: Instant;
  /** Alarms that it is about, at most 3. */
  readonly alarmIds?: readonly string[] | undefined;
  /** Whose act or word it follows. */
  readonly by?: string | undefined;
  /** A notification that is late: when it is handed over next. */
  readonly againAt?: Instant | undefined;
  /** It was published and not answered: nobody knows whether it went out, and until then it is left at that. */
  readonly until?: Instant | undefined;
}

/** A message that was decided and is not known to be sent. */
export type Requested =
  | (Place &
      Waiting & {
        readonly kind: 'page';
        readonly reason: PageReason;
        /** Why the level before is not heard of. */
        readonly passed?: Passed | undefined;
      })
  | (Waiting & { readonly kind: 'notification'; readonly about: About });

export type Phase =
  | { readonly status: 'triggered' }
  | {
      readonly status: 'acknowledged';
      readonly by: string;
      readonly at: Instant;
      readonly until: Instant;
      readonly isSnoozed: boolean;
    }
  | ({ readonly status: 'resolved' } & Resolution);

export type Status = Phase['status'];

export interface Resolution {
  readonly at: Instant;
  /** Undefined: it recovered by itself. */
  readonly by?: string | undefined;
}

/** What an incident is opened with and keeps: where it belongs. Whom it pages is asked of today's configuration. */
export interface Opening {
  readonly incidentId: string;
  /** Only `real` ones enter lists and reports; a drill is opened by a person, and has test pages and nothing else. */
  readonly kind: 'real' | 'drill' | 'canary';
  readonly group: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly environment: string;
  readonly runbook?: string | undefined;
  /** Hash of the configuration it was last looked at under. */
  readonly config: string;
  /** Name of an escalation policy, where it is not that of the service. */
  readonly escalation?: string | undefined;
  readonly recoverAfterMs: number;
  readonly cooldownMs: number;
  /** Its cause is looked for: somebody here can, and its service is described. */
  readonly isDiagnosed?: true | undefined;
}

/** The head of an incident: everything that decides what happens next, at most 33 KB. Heads of another `v` are folded anew. */
export interface Incident extends Opening {
  readonly v: 4;
  readonly openedAt: Instant;
  /** Undefined: it is open. */
  readonly resolution?: Resolution | undefined;
  readonly severity: IncidentSeverity;
  readonly counts: Counts;
  /** When the last critical alarm stopped counting, and the last of all; absent while one counts. */
  readonly calm: { readonly critical?: Instant | undefined; readonly firing?: Instant | undefined };
  /** Who has it. */
  readonly owner?: Cover | undefined;
  /** What is left of the last resolution by a person. */
  readonly believed?: Cover | undefined;
  /** A person asked for people although nothing critical counted uncovered. */
  readonly asked?: boolean | undefined;
  readonly ladder: Ladder;
  /** Since when nobody is needed. */
  readonly idleSince?: Instant | undefined;
  /** The first page of a run of levels, waiting for a diagnosis. */
  readonly held?: { readonly reason: PageReason; readonly diagnoseUntil: Instant } | undefined;
  readonly flaps: number;
  /** Newest first, at most 20. */
  readonly alarms: readonly HeadAlarm[];
  /** Oldest first, at most 32: one step asks 20 and tells 12. */
  readonly requested: readonly Requested[];
  /** Pages withdrawn lately: one of them may have been in flight. At most 6. */
  readonly withdrawn: readonly Requested[];
  /** Where each was last paged, in the order of the last page. */
  readonly paged: Readonly<Record<string, Place>>;
  /** Whoever heard of it since it opened or reopened. */
  readonly told: readonly Target[];
  /** Whoever was last told that it is resolved, while it is open again. */
  readonly misled: readonly Target[];
  readonly recoverAt?: Instant | undefined;
  /** Earliest end of a mute window among its silenced alarms. */
  readonly mutedUntil?: Instant | undefined;
  readonly noDataSince?: Instant | undefined;
  /** Reminders of an incident without levels count from here. */
  readonly remindedAt: Instant;
  /** Alarms that joined and are not told of yet: how many, and the first. */
  readonly joins: {
    readonly untold: number;
    readonly alarmIds: readonly string[];
    readonly toldAt?: Instant | undefined;
  };
  /** An alarm fired again, or the incident reopened: told less and less often. */
  readonly returns: {
    readonly isUntold: boolean;
    readonly times: number;
    /** The alarm that did so last. */
    readonly alarmId?: string | undefined;
    readonly toldAt?: Instant | undefined;
  };
  /** Undefined: nobody looks for its cause. */
  readonly inquiry?: Inquiry | undefined;
  /** What a person found it was. */
  readonly confirmed?: { readonly cause: ConfirmedCause; readonly by: string } | undefined;
  readonly acknowledgedAt?: Instant | undefined;
  readonly tally: Tally;
  /** Events so far. */
  readonly version: number;
  /** Hash of the newest event. */
  readonly tip: string;
}

export const HEAD_ALARMS = 20;
export const HEAD_REQUESTED = 32;

/** Alarms that a message is about, at most. */
export const NAMED_ALARMS = 3;

export const isOpen = ({ resolution }: Incident): boolean => resolution === undefined;
