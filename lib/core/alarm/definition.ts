import type { Severity } from '../severity.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export type Comparison =
  'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';

/** One CloudWatch metric as an alarm or a recording names it. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Average, Sum, Maximum, Minimum, SampleCount, pNN … */
  readonly stat: string;
  readonly periodSeconds: number;
}

/** What an alarm looks at. */
export type Signal =
  | { readonly kind: 'metric'; readonly metric: Metric }
  | {
      /**
       * 100 × sum of `part` / sum of `whole`, each a count whose absence means 0; a period in which `whole` is below
       * `atLeast` counts as 0 percent. Deployed as metric math.
       */
      readonly kind: 'percent';
      readonly part: readonly Metric[];
      readonly whole: readonly Metric[];
      readonly atLeast: number;
    };

/** One alarm of a service: what the CDK app deploys is what a replay evaluates. */
export interface AlarmDefinition {
  readonly name: string;
  readonly service: string;
  readonly severity: Severity;
  /** What is wrong and what to do, for the person who is paged. */
  readonly description: string;
  readonly signal: Signal;
  readonly comparison: Comparison;
  /** In the unit of the metric. */
  readonly threshold: number;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly treatMissingData: MissingData;
  /** Why missing data is treated so. */
  readonly missingDataReason: string;
  readonly runbook?: string;
}
