import type { Instant } from '../time.ts';
import type { AlarmState, WhyUntagged } from './definition.ts';

/** An alarm that the rule of a composite one asks for. */
export interface ChildAlarm {
  readonly arn: string;
  /** The event of the composite alarm says so; of others the register knows. */
  readonly fires: boolean;
  /** What its own event of the same batch says: the register does not know it yet. */
  readonly symptom?: string;
}

/** What a look-up of an alarm's tags came to; it may have none. */
export type TagsFound = { readonly tags: Readonly<Record<string, string>> } | { readonly why: WhyUntagged };

/** Namespace and name of a metric that an alarm looks at. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly metricName: string;
}

/** One alarm state change (or the deletion of an alarm) as CloudWatch told it, checked and cut to size. */
export interface AlarmChange {
  readonly kind: 'state' | 'deleted';
  readonly alarmArn: string;
  readonly alarmName: string;
  readonly account: string;
  readonly region: string;
  /** One time series of an alarm over many; such alarms have no previous state. */
  readonly contributor?: { readonly id: string; readonly attributes: Readonly<Record<string, string>> };
  readonly state: AlarmState;
  readonly previous?: { readonly state: AlarmState; readonly at?: Instant };
  /** CloudWatch's own time of the change, never the time of receipt. */
  readonly at: Instant;
  readonly reason: string;
  /** False for an OK of a gauge, an average or a percentile that rests on missing data: such an OK ends nothing. */
  readonly onRealData: boolean;
  /** Muted by a mute rule (until its window ends) or suppressed by another alarm (no end known). */
  readonly silenced?: { readonly by: 'mute' | 'suppression'; readonly until?: Instant };
  readonly tags: Readonly<Record<string, string>>;
  /** Its event did not carry its tags: those above were looked up, or there are none of which anybody knows. */
  readonly untold?: true;
  /** It is routed without its tags, which might have decided. */
  readonly untagged?: WhyUntagged;
  readonly description?: string;
  /** What is wrong, in words with units, newest value first: `p99 latency 3.7 s (limit 1 s), 3 of 5 min`. */
  readonly symptom?: string;
  /** What a composite alarm that fires is about. */
  readonly children?: readonly ChildAlarm[];
  /** What it looks at, of metric math every metric; absent: a composite alarm, or a query that names none. */
  readonly metrics?: readonly WatchedMetric[];
  /** Where what it watches writes its logs, as far as its event says. */
  readonly logGroup?: string;
}
