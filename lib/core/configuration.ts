import type { Severity } from './severity.ts';

/** `schedule:NAME`, `responder:NAME` or `channel:NAME`: whom a level names. */
export type TargetName = `schedule:${string}` | `responder:${string}` | `channel:${string}`;

/** Where alarms about the pager itself arrive. Nobody names it: it is paged where pages cannot be sent. */
export const OPS = 'ops';

/** What an incident is called whose alarm no rule maps to a service. */
export const UNROUTED = 'unrouted';

/** Who or what a message is sent to. */
export type Target = `responder:${string}` | `channel:${string}` | typeof OPS;

/** The id of the responder that a target is; undefined: it is none. */
export const responderOf = (target: Target): string | undefined =>
  target.startsWith('responder:') ? target.slice('responder:'.length) : undefined;

/** `tocsin.yaml` after its checks: plain JSON, durations in milliseconds, every default filled in, every name resolved. */
export interface Configuration {
  /** First 12 hex digits of the SHA-256 of the rest; recorded in every incident. */
  readonly hash: string;
  readonly environment: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly routing: readonly RoutingRule[];
  /** Absent: none. */
  readonly deploys?: readonly DeployRule[];
  readonly unrouted: {
    readonly escalation: string;
    readonly severity: Severity;
    /** Absent: ignored. */
    readonly insufficientData?: InsufficientData;
  };
  readonly responders: Readonly<Record<string, Responder>>;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly escalations: Readonly<Record<string, EscalationPolicy>>;
  /** What logs around an incident may cost, by the bytes scanned on one day of UTC; false: nobody looks at them. */
  readonly logs: { readonly scanPerDayBytes: number } | false;
  /** A URL outside AWS that is called while all is well and raises the alarm when the calls stop. */
  readonly watchdog?: { readonly url: string };
  /** How long the first page's diagnosis waits for its sources; absent: a second and a half. */
  readonly diagnosis?: { readonly withinMs: number };
  /** False where the account's limit forbids it; absent means true. */
  readonly reserveConcurrency?: boolean;
}

export interface Service {
  readonly description?: string;
  readonly owner?: string;
  readonly runbook?: string;
  readonly escalation: string;
  readonly workload: Workload;
  /** Services that it calls: their trouble becomes its own. Never in a circle. */
  readonly dependsOn?: readonly string[];
  readonly alarms: AlarmSettings;
  readonly recoverAfterMs: number;
  readonly cooldownMs: number;
  /** What an alarm of this service that loses its data does when no incident is open. */
  readonly insufficientData: InsufficientData;
}

/** What an alarm makes of a period without data: CloudWatch's four words. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export type InsufficientData = 'ignore' | 'notify' | 'page';

export type Workload =
  | {
      readonly kind: 'alb-ecs';
      readonly loadBalancer: string;
      readonly cluster: string;
      readonly service: string;
      readonly targetGroup?: string;
      readonly database?: string;
      readonly logGroup?: string;
    }
  | {
      readonly kind: 'lambda';
      readonly functionName: string;
      readonly database?: string;
      readonly logGroup?: string;
    }
  | {
      readonly kind: 'ec2-asg';
      readonly autoScalingGroup: string;
      readonly loadBalancer?: string;
      readonly targetGroup?: string;
      readonly database?: string;
      readonly logGroup?: string;
    }
  | {
      readonly kind: 'custom';
      readonly metrics: {
        readonly memory?: CustomMetric;
        readonly latency?: CustomMetric;
        readonly requests?: CustomMetric;
        readonly errors?: CustomMetric;
        /** Percent. */
        readonly cpu?: CustomMetric;
      };
      readonly database?: string;
      readonly logGroup?: string;
    };

export interface CustomMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** M of N periods. */
export interface Window {
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
}

/** A threshold alarm; a severity without a threshold has no alarm. */
export interface ThresholdAlarm {
  readonly critical?: number;
  readonly warning?: number;
  readonly for: Window;
  readonly treatMissingData?: MissingData;
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
  /** Fires below so many healthy targets. */
  readonly availability: ThresholdAlarm | false;
  readonly traffic: TrafficAlarm | false;
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
}

/** Warnings; what has no threshold has no alarm. */
export interface Saturation {
  /** Percent. */
  readonly cpu?: number;
  /** Refused calls a minute. */
  readonly throttles?: number;
  /** Percent. */
  readonly databaseCpu?: number;
  /** Connections to the database, or more than is usual for it. */
  readonly connections?: number | 'anomaly';
  readonly for: Window;
}

/** Maps alarms that Tocsin did not create; every given key of `match` has to match, the first rule wins. */
export interface RoutingRule {
  /** Name, namespace and metric are patterns with `*` and `?`; namespace and metric are those of one metric of the alarm. */
  readonly match: {
    readonly name?: string;
    readonly namespace?: string;
    readonly metric?: string;
    readonly account?: string;
    readonly region?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly service?: string;
  readonly escalation?: string;
  readonly severity: Severity;
  /** Absent: as the service has it; of one that is not described: ignored. */
  readonly insufficientData?: InsufficientData;
  readonly runbook?: string;
}

/** How what is deployed is called: an ECS service is `cluster/service`. */
export const DEPLOYED_NAMES = [
  'ecsService',
  'function',
  'autoScalingGroup',
  'codedeployApplication',
  'codedeployGroup',
  'pipeline',
  'stack',
  'appconfigApplication',
  'appconfigEnvironment',
] as const;

export type DeployedName = (typeof DEPLOYED_NAMES)[number];

/**
 * Says whose a deploy is that no workload names. Every given key of `match` has to match, `*` standing for any text;
 * every rule that matches counts, so that one deploy may be of several services.
 */
export interface DeployRule {
  readonly match: Readonly<Partial<Record<DeployedName, string>>>;
  readonly service: string;
}

export interface Responder {
  readonly name: string;
  readonly timeZone: string;
}

export interface Channel {
  readonly name: string;
  readonly kind: 'chat' | 'email' | 'https';
}

/** Who covers when; of several layers the last that has somebody wins. */
export interface Schedule {
  readonly timeZone: string;
  readonly layers: readonly Layer[];
}

export interface Layer {
  readonly rotation: readonly string[];
  /** Length of a turn, in calendar days of the schedule's zone. */
  readonly everyDays: number;
  /** First day of the first turn, `YYYY-MM-DD` in the schedule's zone. */
  readonly starting: string;
  /** Wall-clock time of every hand-off, `HH:MM` in the schedule's zone. */
  readonly handoff: string;
  /** The layer covers only these wall-clock hours; `to` not after `from` runs into the next day, `days` name where a span begins. */
  readonly restrict?: { readonly days?: readonly Weekday[]; readonly from: string; readonly to: string };
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export interface EscalationPolicy {
  readonly levels: readonly Level[];
  /** Rounds after the first. */
  readonly repeat: number;
  readonly acknowledgementTimeoutMs: number;
  /** Told, not paged: opened, acknowledged, resolved. Undefined: whoever is on call at level 1 then. */
  readonly notify?: readonly Target[];
  /** Paged when no level is left. */
  readonly unanswered: readonly TargetName[];
  readonly unansweredEveryMs: number;
}

export interface Level {
  readonly page: readonly TargetName[];
  readonly escalateAfterMs: number;
}
