import type { Cause, DiagnosedCause, HypothesisVerdict } from '../../cause.ts';
import type { Instant } from '../../time.ts';
import type { Missing } from '../facts/situation.ts';

/** What a person can check. */
export interface Evidence {
  readonly kind: 'series' | 'deploy' | 'incident' | 'absence';
  /** One sentence. */
  readonly claim: string;
  readonly supports: boolean;
  /** `AWS/ECS MemoryUtilization Average` */
  readonly metric?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly observed?: number | string | null;
  readonly expected?: number | string | null;
  readonly unit?: string;
  readonly points?: number;
  readonly baseline?: {
    readonly from: Instant;
    readonly to: Instant;
    readonly points: number;
    readonly value: number | null;
  };
  /** Would an effect of the trouble's size have shown? */
  readonly power?: boolean;
}

export interface Hypothesis {
  readonly cause: Cause;
  readonly verdict: HypothesisVerdict;
  /** That the verdict is right: of those said at 0.8 four in five are. */
  readonly confidence: number;
  /** One sentence. */
  readonly why: string;
  /** The reading, and from when. */
  readonly wouldChange: string;
  readonly evidence: readonly Evidence[];
  readonly onset: Instant | null;
  /** The deploy's id, the dependency's name. */
  readonly subject?: string;
}

export interface Impact {
  readonly requestsAffectedPercent: number;
  readonly slowPercent: number;
  readonly failedPercent: number;
  readonly since: Instant | null;
  readonly basis: string;
}

/** Of one service at one instant: schema/diagnosis.schema.json. */
export interface Diagnosis {
  readonly schema: 'diagnosis/1';
  readonly service: string;
  readonly at: Instant;
  readonly cause: DiagnosedCause;
  readonly confidence: number;
  /** Causes that the numbers cannot tell from the one named. */
  readonly alsoLikely: readonly Cause[];
  /** At most 80 characters, clauses from the one that matters most. */
  readonly headline: string;
  readonly early: boolean;
  readonly minutesAfterOnset: number | null;
  readonly onset: Instant | null;
  readonly onsetRange: readonly [Instant, Instant] | null;
  /** In order of onset. */
  readonly timeline: readonly { readonly at: Instant; readonly series: string; readonly what: string }[];
  /** Null: no traffic series. */
  readonly trafficSurge: boolean | null;
  readonly traffic: TrafficSaid | null;
  readonly deployImplicated: string | null;
  readonly deploys: DeploysSaid;
  readonly memory: MemorySaid | null;
  readonly memoryExhaustionAt: Instant | null;
  /** 90 % interval; an end of null: it may never come. */
  readonly memoryExhaustionRange: readonly [Instant, Instant | null] | null;
  readonly dependency: { readonly name: string; readonly incident: string | null } | null;
  readonly impact: Impact | null;
  readonly hypotheses: readonly Hypothesis[];
  readonly data: {
    readonly baseline: {
      readonly from: Instant;
      readonly to: Instant;
      readonly kind: 'quiet-before' | 'earlier-days';
    } | null;
    readonly missing: readonly Missing[];
  };
}

export interface TrafficSaid {
  readonly factor: number;
  readonly now: number;
  readonly expected: number;
  readonly since: Instant | null;
  readonly basis: 'same-time-earlier-days' | 'hour-before';
}

export interface DeploysSaid {
  readonly state: 'seen' | 'none-seen' | 'unavailable';
  readonly implicated: {
    readonly id: string;
    readonly system: string;
    readonly revision?: string;
    readonly startedAt: Instant | null;
    readonly finishedAt: Instant | null;
    readonly minutesBeforeOnset: number;
    readonly url?: string;
  } | null;
  readonly others: readonly string[];
}

export interface MemorySaid {
  readonly nowPercent: number;
  readonly limitPercent: number;
  readonly perHourPercent: number;
  readonly perRequestBytes: number | null;
  readonly assumes: string;
  readonly mayLevelOff: boolean;
}
