import type { Target } from '../configuration.ts';
import type { Instant } from '../time.ts';
import type { About, Counts, HeadAlarm, IncidentSeverity, Opening, PageReason } from './incident.ts';

/** Facts that every event carries. `at` is the server's clock; order is the version, never a clock. */
interface Fact {
  readonly v: 1;
  readonly at: Instant;
}

interface AlarmFact extends Fact {
  readonly alarm: HeadAlarm;
  /** After this event. */
  readonly counts: Counts;
}

interface PageFact extends Fact {
  readonly pageId: string;
  readonly target: Target;
}

export interface IncidentOpened extends Fact, Opening {
  readonly type: 'IncidentOpened';
  readonly severity: IncidentSeverity;
}

/** What happened to one incident. Names are past tense and are never renamed once stored; see also `Incident`. */
export type IncidentEvent =
  | IncidentOpened
  | (AlarmFact & { readonly type: 'AlarmJoined'; readonly silencedUntil?: Instant | undefined })
  | (Fact & {
      /** Alarms of an incident from the 200th on are counted, not listed. */
      readonly type: 'AlarmsJoined';
      readonly count: number;
      readonly sample: readonly HeadAlarm[];
      readonly counts: Counts;
      readonly silencedUntil?: Instant | undefined;
    })
  | (AlarmFact & { readonly type: 'AlarmReraised'; readonly silencedUntil?: Instant | undefined })
  | (AlarmFact & { readonly type: 'AlarmRecovered' })
  /** INSUFFICIENT_DATA, or an OK that rests on missing data: the alarm still counts as firing. */
  | (AlarmFact & { readonly type: 'AlarmDataLost'; readonly reported: 'OK' | 'INSUFFICIENT_DATA' })
  | (AlarmFact & { readonly type: 'AlarmDeleted' })
  /** A mute or suppression of these alarms ended while they were in ALARM. */
  | (Fact & {
      readonly type: 'SilenceEnded';
      readonly alarms: readonly HeadAlarm[];
      readonly counts: Counts;
      readonly mutedUntil?: Instant | undefined;
    })
  /** A change older than one already known of the same alarm. */
  | (Fact & { readonly type: 'LateChangeRecorded'; readonly alarm: HeadAlarm })
  /** The alarm's previous state is not the one last seen: an event never came. */
  | (Fact & { readonly type: 'TransitionMissed'; readonly alarm: HeadAlarm })
  | (Fact & { readonly type: 'SeverityRaised'; readonly from: IncidentSeverity; readonly to: IncidentSeverity })
  | (Fact & {
      readonly type: 'PageHeld';
      readonly reason: PageReason;
      readonly diagnoseUntil: Instant;
      /** Of before flapping went on where the levels stood. */
      readonly notBefore?: Instant | undefined;
    })
  | (Fact & { readonly type: 'HoldEnded' })
  /** `notify` was reminded of an incident that runs no levels. */
  | (Fact & { readonly type: 'IncidentReminded' })
  | (Fact & {
      readonly type: 'LevelReached';
      readonly level: number;
      readonly round: number;
      readonly reason: PageReason;
    })
  | (Fact & {
      readonly type: 'LevelSkipped';
      readonly level: number;
      readonly round: number;
      readonly because: 'no-target' | 'unreachable' | 'not-sent';
    })
  | (PageFact & {
      readonly type: 'PageRequested';
      readonly kind: 'page';
      readonly reason: PageReason;
      readonly level: number;
      readonly round: number;
    })
  | (PageFact & { readonly type: 'PageRequested'; readonly kind: 'notification'; readonly about: About })
  | (PageFact & {
      readonly type: 'PageSent';
      readonly kind: 'page' | 'notification';
      readonly subject: string;
      /** As sent, without its link. */
      readonly text: string;
      readonly level?: number | undefined;
      readonly round?: number | undefined;
      readonly reason?: PageReason | undefined;
      readonly about?: About | undefined;
      /** When the level is over that this page began. */
      readonly escalateAt?: Instant | undefined;
    })
  | (PageFact & { readonly type: 'PageOverdue' })
  | (PageFact & { readonly type: 'PageFailed'; readonly kind: 'page' | 'notification'; readonly error: string })
  | (Fact & {
      readonly type: 'PagesWithdrawn';
      readonly pageIds: readonly string[];
      readonly because: 'acknowledged' | 'reassigned' | 'resolved' | 'superseded' | 'recovered';
    })
  | (Fact & {
      readonly type: 'IncidentAcknowledged';
      readonly by: string;
      readonly until: Instant;
      readonly level: number;
    })
  | (Fact & { readonly type: 'AcknowledgementRenewed'; readonly by: string; readonly until: Instant })
  /** Somebody acknowledged what another already owns. */
  | (Fact & { readonly type: 'AcknowledgementOffered'; readonly by: string; readonly owner: string })
  | (Fact & { readonly type: 'IncidentSnoozed'; readonly by: string; readonly until: Instant; readonly level: number })
  | (Fact & {
      readonly type: 'AcknowledgementEnded';
      readonly by: string;
      readonly because: 'timeout' | 'severity' | 'reassigned' | 'escalated';
    })
  | (Fact & { readonly type: 'IncidentEscalated'; readonly by: string })
  | (Fact & { readonly type: 'IncidentReassigned'; readonly by: string; readonly to: string })
  | (Fact & {
      readonly type: 'IncidentUnanswered';
      readonly level: number;
      readonly round: number;
      readonly nextAt: Instant;
    })
  | (Fact & { readonly type: 'RecoveryAwaited'; readonly until: Instant })
  | (Fact & {
      readonly type: 'IncidentResolved';
      /** Undefined: it recovered by itself. */
      readonly by?: string | undefined;
      /** Alarms that still fired. */
      readonly stillFiring: number;
      /** After it, where alarms without data were cleared by it. */
      readonly counts?: Counts | undefined;
    })
  | (Fact & {
      readonly type: 'IncidentReopened';
      readonly because: 'alarm' | 'person' | 'left-firing';
      readonly severity: IncidentSeverity;
      readonly by?: string | undefined;
    })
  /** Alarms that still fired after a resolution joined a newer incident of the group. */
  | (Fact & { readonly type: 'AlarmsHandedOver'; readonly to: string; readonly count: number })
  | (Fact & { readonly type: 'NoteAdded'; readonly by: string; readonly text: string })
  | (Fact & { readonly type: 'ContextRecorded'; readonly source: string; readonly context: unknown })
  | (Fact & { readonly type: 'ContextUnavailable'; readonly source: string; readonly reason: string });

type WithoutFact<E> = E extends unknown ? Omit<E, 'v' | 'at'> : never;

/** An event before `v` and `at` are put on it. */
export type NewEvent = WithoutFact<IncidentEvent>;
