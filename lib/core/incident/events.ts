import type { ConfirmedCause, DiagnosedCause, DiagnosisSaid } from '../cause.ts';
import type { Target } from '../configuration.ts';
import type { Context } from '../context.ts';
import type { Instant } from '../time.ts';
import type { Revision } from './cause-inquiry.ts';
import type {
  About,
  Counts,
  HeadAlarm,
  Incident,
  IncidentSeverity,
  Opening,
  PageReason,
  Passed,
  Place,
} from './incident.ts';

/** Facts that every event carries. `at` is the server's clock; order is the version, never a clock. */
interface Fact {
  /** 1: of before an incident was need, cover and ladder; such events are read through `events-v1.ts`. */
  readonly v: 1 | 2;
  readonly at: Instant;
  /** Who signed the request in which a person (`by`) did this: an ARN of IAM. Absent: nobody had to sign. */
  readonly signedBy?: string | undefined;
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
  /** As the configuration of then says: for whoever reads the timeline. */
  readonly levels: number;
  readonly rounds: number;
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
  | (AlarmFact & {
      readonly type: 'AlarmDataLost';
      readonly reported: 'OK' | 'INSUFFICIENT_DATA';
      readonly silencedUntil?: Instant | undefined;
    })
  | (AlarmFact & { readonly type: 'AlarmDeleted'; readonly silencedUntil?: Instant | undefined })
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
  | (Fact & { readonly type: 'SeverityLowered'; readonly from: IncidentSeverity; readonly to: IncidentSeverity })
  /** Another configuration holds from here on. */
  | (Fact & {
      readonly type: 'ConfigurationApplied';
      readonly config: string;
      readonly levels: number;
      readonly rounds: number;
    })
  /** A newer incident goes on where the levels of the older one of its group stood. */
  | (Fact & { readonly type: 'LadderContinued'; readonly from: string } & Pick<
        Incident,
        'ladder' | 'paged' | 'idleSince'
      >)
  | (Fact & { readonly type: 'PageHeld'; readonly reason: PageReason; readonly diagnoseUntil: Instant })
  | (Fact & { readonly type: 'HoldEnded' })
  /** There was nobody to tell of alarms that joined or fired again. */
  | (Fact & { readonly type: 'NewsUntold'; readonly about: 'joined' | 'again' })
  /** `notify` was reminded of an incident that runs no levels. */
  | (Fact & { readonly type: 'IncidentReminded' })
  | (Fact & Place & { readonly type: 'LevelReached'; readonly reason: PageReason })
  | (Fact & Place & { readonly type: 'LevelSkipped'; readonly because: Passed })
  /** The end of a pass through the levels in which nothing was sent: the next begins at `nextAt`. */
  | (Fact & Place & { readonly type: 'NobodyReached'; readonly nextAt: Instant })
  | (PageFact &
      Place & {
        readonly type: 'PageRequested';
        readonly kind: 'page';
        readonly reason: PageReason;
        readonly passed?: Passed | undefined;
        readonly alarmIds?: readonly string[] | undefined;
        readonly by?: string | undefined;
      })
  | (PageFact & {
      readonly type: 'PageRequested';
      readonly kind: 'notification';
      readonly about: About;
      readonly alarmIds?: readonly string[] | undefined;
      readonly by?: string | undefined;
    })
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
      readonly isUnanswered?: true | undefined;
    })
  /**
   * It was published and not answered in time: nobody knows whether it went out. Once more at `againAt`; absent: that was
   * the second time, or it was withdrawn meanwhile.
   */
  | (PageFact & {
      readonly type: 'PageUnconfirmed';
      readonly kind: 'page' | 'notification';
      readonly againAt?: Instant | undefined;
    })
  /** Unsent so far, these are handed over again, and once more at `againAt`. */
  | (Fact & { readonly type: 'NotificationsDelayed'; readonly pageIds: readonly string[]; readonly againAt: Instant })
  /** Only of version 1. */
  | (PageFact & { readonly type: 'PageOverdue' })
  | (PageFact & { readonly type: 'PageFailed'; readonly kind: 'page' | 'notification'; readonly error: string })
  | (Fact & {
      readonly type: 'PagesWithdrawn';
      readonly pageIds: readonly string[];
      readonly because: 'acknowledged' | 'reassigned' | 'resolved' | 'superseded' | 'recovered' | 'escalated';
    })
  | (Fact & {
      readonly type: 'IncidentAcknowledged';
      readonly by: string;
      readonly until: Instant;
      /** That it had, or that its author has acknowledged before: nothing worse is covered. */
      readonly severity: IncidentSeverity;
    })
  | (Fact & { readonly type: 'AcknowledgementRenewed'; readonly by: string; readonly until: Instant })
  /** Somebody acknowledged what another already owns. */
  | (Fact & { readonly type: 'AcknowledgementOffered'; readonly by: string; readonly owner: string })
  | (Fact & {
      readonly type: 'IncidentSnoozed';
      readonly by: string;
      readonly until: Instant;
      /** Ids of the alarms that its author was shown; absent: nobody knows. */
      readonly shown?: readonly string[] | undefined;
    })
  | (Fact & {
      readonly type: 'AcknowledgementEnded';
      readonly by: string;
      readonly because: 'timeout' | 'snoozeOver' | 'uncovered' | 'reassigned' | 'escalated' | 'severity';
    })
  /** What a resolution left firing is not covered by it any more. */
  | (Fact & { readonly type: 'ResolutionEnded'; readonly by: string })
  | (Fact & { readonly type: 'IncidentEscalated'; readonly by: string })
  | (Fact & { readonly type: 'IncidentReassigned'; readonly by: string; readonly to: string })
  | (Fact & Place & { readonly type: 'IncidentUnanswered' })
  | (Fact & { readonly type: 'RecoveryAwaited'; readonly until: Instant })
  | (Fact & {
      readonly type: 'IncidentResolved';
      /** Undefined: it recovered by itself. */
      readonly by?: string | undefined;
      /** Alarms that still fired. */
      readonly stillFiring: number;
      /** After it: what had no data is cleared by a person's. */
      readonly counts: Counts;
      /** Of the alarms that it clears. */
      readonly clearedIds?: readonly string[] | undefined;
      /** Until then a person is believed: what still fires is not paged. */
      readonly until?: Instant | undefined;
    })
  /** More alarms without data that a resolution clears. */
  | (Fact & { readonly type: 'AlarmsCleared'; readonly counts: Counts; readonly clearedIds: readonly string[] })
  | (Fact & {
      readonly type: 'IncidentReopened';
      readonly because: 'alarm' | 'person' | 'left-firing';
      readonly severity: IncidentSeverity;
      readonly by?: string | undefined;
    })
  /** Alarms of a resolved incident went through the door of its group: to the newer incident, or nowhere where they are OK. */
  | (Fact & {
      readonly type: 'AlarmsMoved';
      readonly counts: Counts;
      readonly clearedIds: readonly string[];
      readonly mutedUntil?: Instant | undefined;
    })
  /** Only of version 1. */
  | (Fact & { readonly type: 'AlarmsHandedOver'; readonly to: string; readonly count: number })
  | (Fact & { readonly type: 'NoteAdded'; readonly by: string; readonly text: string })
  /** Asked of whoever can say, beside the answer to a `DiagnosisAsked`; answered by a `ContextRecorded` or `ContextUnavailable`. */
  | (Fact & {
      readonly type: 'ContextAsked';
      /** What it was by then: past incidents of this cause are similar. */
      readonly cause: DiagnosedCause;
    })
  /** What is stored may be of another version: `report/told-context.ts` reads it. */
  | (Fact & { readonly type: 'ContextRecorded' } & Context)
  | (Fact & { readonly type: 'ContextUnavailable'; readonly source: string; readonly reason: string })
  /** Asked of whoever can say, whose answer is a `DiagnosisRecorded`; or a `ContextUnavailable` of the source `DIAGNOSIS`. */
  | (Fact & { readonly type: 'DiagnosisAsked' })
  | (Fact & {
      readonly type: 'DiagnosisRecorded';
      /** Counted from 1: the whole of it is stored by this number. */
      readonly number: number;
      /** SHA-256 of what is stored. */
      readonly hash: string;
      /** A page waits for it; else it was asked for. */
      readonly isForPage?: true | undefined;
      readonly said: DiagnosisSaid;
      /** It changes what people were told, too soon after another change: the next one has to agree. */
      readonly unconfirmed?: string | undefined;
    })
  | (Fact &
      Pick<Revision, 'from' | 'noLongerRefuted'> & {
        readonly type: 'DiagnosisRevised';
        /** Of the diagnosis that changed it. */
        readonly number: number;
        readonly cause: DiagnosedCause;
      })
  /** What a person found it was. */
  | (Fact & { readonly type: 'CauseConfirmed'; readonly by: string; readonly cause: ConfirmedCause })
  /** Somebody has a page of a drill before them, however long ago the drill ended. */
  | (Fact & { readonly type: 'TestPageAcknowledged'; readonly by: string })
  /** Each page of a drill was sent, may have been, or was not. */
  | (Fact & { readonly type: 'DrillEnded' });

/** Source of a `ContextUnavailable` that tells why there is no diagnosis. */
export const DIAGNOSIS = 'diagnosis';

type WithoutFact<E> = E extends unknown ? Omit<E, 'v' | 'at'> : never;

/** An event before `v` and `at` are put on it. */
export type NewEvent = WithoutFact<IncidentEvent>;
