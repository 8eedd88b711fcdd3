/** What an alarm makes of a period without data: CloudWatch's four words. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** M of N periods. */
export interface Window {
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
}

/** Of an alarm on a metric: a minute or five, in which counts are counted. */
export type PeriodSeconds = 60 | 300;

/** A threshold alarm; a severity without a threshold has no alarm. */
export interface ThresholdAlarm {
  readonly critical?: number;
  readonly warning?: number;
  readonly for: Window;
  readonly treatMissingData?: MissingData;
  /** Absent: a minute. */
  readonly period?: PeriodSeconds;
}

/** `false`: turned off. */
export interface AlarmSettings {
  /** Percent of the limit. */
  readonly memory: ThresholdAlarm | false;
  readonly memoryGrowth: { readonly exhaustionWithinMs: number } | false;
  /** There is nothing to set. */
  readonly slowLeak: Readonly<Record<string, never>> | false;
  /** Thresholds in milliseconds. */
  readonly latency: (ThresholdAlarm & { readonly stat: string }) | false;
  /** Percent of requests. */
  readonly errors: ThresholdAlarm | false;
  /** Errors of one period. */
  readonly errorCount: ThresholdAlarm | false;
  /** Fires below so many healthy targets. */
  readonly availability: ThresholdAlarm | false;
  readonly traffic: TrafficAlarm | false;
  /** Fires below so many requests of one period. */
  readonly lowTraffic: ThresholdAlarm | false;
  /** Milliseconds that the oldest of what waits has waited. */
  readonly age: ThresholdAlarm | false;
  /** How much waits. */
  readonly depth: ThresholdAlarm | false;
  /** Messages that were given up. */
  readonly deadLetters: ThresholdAlarm | false;
  /** Fires below so many bytes that are free. */
  readonly storage: ThresholdAlarm | false;
  /** Percent. */
  readonly disk: ThresholdAlarm | false;
  readonly saturation: Saturation | false;
  /** Whether one alarm says that any of the critical ones on latency, errors and availability fires. */
  readonly userImpact: boolean;
}

export interface TrafficAlarm {
  readonly critical?: 'anomaly';
  readonly warning?: 'anomaly';
  /** Width in standard deviations. */
  readonly band: number;
  readonly for: Window;
  /** Absent: a minute. */
  readonly period?: PeriodSeconds;
}

/** By severity; alone it warns. Its own window stands before the one of all. */
export type SaturationLevel<T> = T | { readonly critical?: T; readonly warning?: T; readonly for?: Window };

/** What has no threshold has no alarm. */
export interface Saturation {
  /** Percent. */
  readonly cpu?: SaturationLevel<number>;
  /** Refused calls of one period. */
  readonly throttles?: SaturationLevel<number>;
  /** Percent. */
  readonly databaseCpu?: SaturationLevel<number>;
  /** Connections to the database, or more than is usual for it. */
  readonly connections?: SaturationLevel<number | 'anomaly'>;
  readonly for: Window;
  /** Absent: a minute. */
  readonly period?: PeriodSeconds;
}
