import type { MetricUnit } from '../configuration.ts';
import type { MissingData } from '../alarm-settings.ts';
import type { Severity } from '../severity.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Why nobody could say what an alarm is tagged with; `unknown-alarm`: there is none of this ARN here. */
export type WhyUntagged = 'denied' | 'throttled' | 'unanswered' | 'unknown-alarm';

export type ThresholdComparison =
  'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';

export type BandComparison =
  'LessThanLowerOrGreaterThanUpperThreshold' | 'LessThanLowerThreshold' | 'GreaterThanUpperThreshold';

/** One CloudWatch metric as an alarm or a recording names it. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Average, Sum, Maximum, Minimum, SampleCount, pNN … */
  readonly stat: string;
  readonly periodSeconds: number;
  /** CloudWatch is asked for values of this unit only; recordings are not told apart by it. */
  readonly unit?: string;
  /** Absent: the account that asks. */
  readonly accountId?: string;
}

/** One entry of metric math: a metric, or an expression over other entries by their id. */
export type MathQuery =
  | { readonly id: string; readonly metric: Metric }
  | { readonly id: string; readonly expression: string; readonly label?: string };

/** The id of the only metric of a signal that is no metric math. */
export const ONLY_METRIC = 'm1';

/** What an alarm looks at. */
export type Signal =
  | { readonly kind: 'metric'; readonly metric: Metric }
  | {
      readonly kind: 'math';
      /** At least one metric; all metrics have the period of the alarm. */
      readonly queries: readonly MathQuery[];
      /** The id of the entry whose values count. */
      readonly returned: string;
    };

/** What an alarm compares with: a number in the unit of the metric, or what is usual for the metric at that time. */
export type Limit =
  | { readonly comparison: ThresholdComparison; readonly threshold: number }
  | { readonly comparison: BandComparison; readonly band: { readonly standardDeviations: number } };

/** What CloudWatch evaluates of a metric alarm, whoever made it. */
export interface MetricAlarm {
  readonly name: string;
  readonly signal: Signal;
  readonly limit: Limit;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly treatMissingData: MissingData;
  /** Of a percentile that rests on too few samples; absent: `evaluate`. */
  readonly lowSamples?: 'evaluate' | 'ignore';
  /** Periods begin and end with this zone's clock: an IANA name, `+05:30` or `UTC+05:30`. Absent: a sliding window. */
  readonly wallClock?: string;
  /** After its creation the alarm waits so long, or only until it has a window of data. */
  readonly warmUp?: { readonly minutes: number; readonly whole: boolean };
}

/** An alarm over the states of others. */
export interface CompositeAlarm {
  readonly name: string;
  /** `ALARM("a") OR …`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
  readonly rule: string;
  readonly suppressor?: {
    /** Name or ARN. */
    readonly alarm: string;
    readonly waitSeconds: number;
    readonly extensionSeconds: number;
  };
}

/** What an alarm that Tocsin creates says to people. */
interface Described {
  readonly service: string;
  readonly environment: string;
  readonly severity: Severity;
  /** What it watches: `memory`, `latency` …; names its runbook. */
  readonly watches: string;
  /** What is wrong and what to do, for the person who is paged. */
  readonly description: string;
  readonly runbook?: string;
}

export type MetricAlarmDefinition = MetricAlarm & {
  /** As tocsin.yaml has it; absent: as AWS counts it. */
  readonly unit?: MetricUnit | undefined;
} & Described & { /** Why missing data is treated so. */ readonly missingDataReason: string };

export type CompositeAlarmDefinition = CompositeAlarm & Described;

/** One alarm of a service: what the CDK app deploys is what a replay evaluates. */
export type AlarmDefinition = MetricAlarmDefinition | CompositeAlarmDefinition;

export const isComposite = <C extends CompositeAlarm>(alarm: C | MetricAlarm): alarm is C => 'rule' in alarm;
