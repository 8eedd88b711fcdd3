import type { Workload } from '../../core/configuration.ts';

/** Kinds of workload that a few names describe: `custom` names metrics, which its file has to be written for. */
export const ASKED_KINDS = [
  'alb-ecs',
  'ecs',
  'lambda',
  'ec2-asg',
  'nlb',
  'sqs',
  'dynamodb',
  'rds',
] as const satisfies readonly Workload['kind'][];

export type AskedKind = (typeof ASKED_KINDS)[number];

/** What init has to know, each by the flag that says it. */
export interface Answers {
  readonly service: string;
  readonly kind: string;
  readonly cluster: string;
  readonly ecsService: string;
  readonly loadBalancer: string;
  readonly function: string;
  readonly autoScalingGroup: string;
  readonly queue: string;
  readonly table: string;
  readonly database: string;
  readonly responder: string;
  /** Empty: not said. */
  readonly email: string;
  readonly timeZone: string;
  /** Empty: nobody. */
  readonly second: string;
}

export type AnswerName = keyof Answers;

/** The key of `workload` that an answer is the value of. */
export const WORKLOAD_KEYS = {
  cluster: 'cluster',
  ecsService: 'service',
  loadBalancer: 'loadBalancer',
  function: 'functionName',
  autoScalingGroup: 'autoScalingGroup',
  queue: 'queue',
  table: 'table',
  database: 'database',
} as const satisfies Partial<Record<AnswerName, string>>;

export type WorkloadAnswer = keyof typeof WORKLOAD_KEYS;

const NAMED_BY: Readonly<Record<AskedKind, readonly WorkloadAnswer[]>> = {
  'alb-ecs': ['cluster', 'ecsService', 'loadBalancer'],
  ecs: ['cluster', 'ecsService'],
  lambda: ['function'],
  'ec2-asg': ['autoScalingGroup'],
  nlb: ['loadBalancer'],
  sqs: ['queue'],
  dynamodb: ['table'],
  rds: ['database'],
};

const isAsked = (kind: string): kind is AskedKind => (ASKED_KINDS as readonly string[]).includes(kind);

/** Which answers name a workload of a kind; none of one that init does not know. */
export const namedBy = (kind: string): readonly WorkloadAnswer[] => (isAsked(kind) ? NAMED_BY[kind] : []);

/** `--load-balancer`. */
export const flagOf = (name: AnswerName): string =>
  `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
