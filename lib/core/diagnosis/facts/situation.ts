import type { Metric } from '../../alarm/definition.ts';
import type { DeployWord } from '../../deploy/deploy-word.ts';
import type { SeriesLookup } from '../../series/series.ts';
import type { Instant } from '../../time.ts';

/** What of a service is looked at. */
export type Role =
  | 'requests'
  | 'latency'
  | 'tailLatency'
  | 'serverErrors'
  | 'balancerErrors'
  | 'memory'
  | 'memoryOfWorst'
  | 'dependencyReads'
  | 'dependencyWrites'
  | 'dependencyConnections';

/** Where the values of a role are, and what they are in. */
export interface WatchedSeries {
  readonly metric: Metric;
  /** Times this, they are seconds, percent of the limit, or a count. */
  readonly scale: number;
}

/** An alarm that fires, as far as it says that somebody is hurt. */
export interface FiringAlarm {
  readonly name: string;
  readonly since: Instant;
  readonly about: 'latency' | 'errors';
}

/** An incident of a service that this one depends on. */
export interface OpenIncident {
  readonly id: string;
  readonly service: string;
  readonly since: Instant;
}

/** A series, or who would know, that could not be read, and why. */
export interface Missing {
  readonly series: string;
  readonly reason: 'no-data' | 'timeout' | 'throttled' | 'denied' | 'partial' | 'not-configured';
}

/** All that is known of a service at an instant. Nothing later is looked at, whatever the series hold. */
export interface Situation {
  readonly service: string;
  readonly at: Instant;
  readonly watched: Readonly<Partial<Record<Role, WatchedSeries>>>;
  readonly lookup: SeriesLookup;
  /** Percent at which a process dies of its memory; of what the metric counts. */
  readonly memoryLimitPercent: number;
  /** Undefined: nobody could be asked. */
  readonly deploys: readonly DeployWord[] | undefined;
  readonly alarms: readonly FiringAlarm[];
  readonly incidents: readonly OpenIncident[];
  /** What the dependency is called: `DB`. */
  readonly dependency: string;
  /** What could not be read. */
  readonly missing: readonly Missing[];
  /** IANA; what sentences tell times in. Undefined: times stand in them as marks (time-mark.ts), for readers of several zones. */
  readonly timeZone: string | undefined;
}

/** The stretch that a diagnosis looks at: `count` periods of `stepMs` from `startMs` (epoch ms) on. */
export interface StepWindow {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}
