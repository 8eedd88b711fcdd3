import type { AlarmSettings } from './alarm-settings.ts';
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
  /** Channels that are told each Monday what the week before was, by the clock of this zone; absent: none. */
  readonly digest?: { readonly to: readonly Target[]; readonly timeZone: string };
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

export type InsufficientData = 'ignore' | 'notify' | 'page';

/** What every workload may name beside itself. */
interface Beside {
  /** An RDS instance. */
  readonly database?: string;
  readonly logGroup?: string;
}

/** Where the load balancer of a workload sends what it gets. */
interface Balanced {
  /** Of an Application (`app/…`) or a Network Load Balancer (`net/…`). */
  readonly loadBalancer: string;
  readonly targetGroup?: string;
}

interface EcsService {
  readonly cluster: string;
  readonly service: string;
}

export type Workload =
  | ({ readonly kind: 'alb-ecs' } & EcsService & Balanced & Beside)
  | ({
      readonly kind: 'ecs';
      /** The cluster has Container Insights: running tasks are counted. */
      readonly containerInsights?: boolean;
    } & EcsService &
      Partial<Balanced> &
      Beside)
  | ({
      readonly kind: 'lambda';
      readonly functionName: string;
      readonly alias?: string;
      readonly deadLetterQueue?: string;
    } & Beside)
  | ({ readonly kind: 'ec2-asg'; readonly autoScalingGroup: string } & Partial<Balanced> & Beside)
  | ({ readonly kind: 'nlb' } & Balanced & Beside)
  | ({ readonly kind: 'sqs'; readonly queue: string; readonly deadLetterQueue?: string } & Beside)
  | ({
      readonly kind: 'dynamodb';
      readonly table: string;
      /** Whose system errors count; absent: all that there are. */
      readonly operations?: readonly TableOperation[];
    } & Beside)
  | ({ readonly kind: 'rds'; readonly database: string } & Beside)
  | ({
      readonly kind: 'custom';
      readonly metrics: {
        readonly memory?: MemoryMetric;
        readonly latency?: CustomMetric;
        readonly requests?: CustomMetric;
        readonly errors?: CustomMetric;
        /** Percent. */
        readonly cpu?: CustomMetric;
        /** Count of what can answer. */
        readonly healthy?: CustomMetric;
        /** Milliseconds that the oldest of what waits has waited. */
        readonly age?: CustomMetric;
        /** Count of what waits. */
        readonly depth?: CustomMetric;
        /** Percent. */
        readonly disk?: CustomMetric;
      };
    } & Beside);

/** Those that DynamoDB counts system errors of: as many metrics as one alarm takes. */
export const TABLE_OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
] as const;

export type TableOperation = (typeof TABLE_OPERATIONS)[number];

/** What the values of a metric count. */
export type MetricUnit = 's' | 'ms' | 'percent' | 'count' | 'bytes';

export interface CustomMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Absent: as AWS counts it, else milliseconds, percent or a count, whatever is measured. */
  readonly unit?: MetricUnit;
}

export interface MemoryMetric extends CustomMetric {
  /** Of how many bytes the metric counts those in use; absent: it counts percent of the limit. */
  readonly limitBytes?: number;
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
