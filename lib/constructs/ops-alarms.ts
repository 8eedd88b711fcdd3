import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Stack } from 'aws-cdk-lib';
import { ALARM_INTAKE, INTAKE_METRICS } from '../../lambdas/alarm-intake/contract.ts';
import { DEPLOY_RECORDER, RECORDER_METRICS } from '../../lambdas/deploy-recorder/contract.ts';
import { ENRICHMENT, ENRICHMENT_METRICS } from '../../lambdas/enrichment/contract.ts';
import { CLOCK_METRICS, ESCALATION_CLOCK } from '../../lambdas/escalation-clock/contract.ts';
import { PAGE_SENDER, SENDER_METRICS } from '../../lambdas/page-sender/contract.ts';
import { RELEASE_VERDICT } from '../../lambdas/release-verdict/contract.ts';
import type { Metric } from '../core/alarm/definition.ts';
import { digestUnsent } from './digest-unsent.ts';
import { OpsAlarm } from './ops-alarm.ts';
import type { OpsAlarmProps } from './ops-alarm.ts';
import {
  type Counted,
  droppedAsLoop,
  failedAnswers,
  functionMetric,
  ownMetric,
  queueMetric,
  ruleMetric,
} from './ops-metrics.ts';
import { type FunctionName, PIPELINE_FUNCTIONS } from './function-bundles.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import type { QueueWithDeadLetters } from './queue-with-dead-letters.ts';
import { forecastsMissing, reconcilerSilent } from './told-by-silence.ts';

const QUEUES = ['alarms', 'pages', 'ticks', 'diagnoses'] as const;

export type QueueName = (typeof QUEUES)[number];

export interface OpsAlarmsProps {
  readonly topic: ITopic;
  readonly queues: Readonly<Record<QueueName, QueueWithDeadLetters>>;
  /** What SNS could not deliver. */
  readonly undelivered: IQueue;
  readonly functions: Readonly<Record<FunctionName, PipelineFunction>>;
  /** What nobody could make a word of a deploy of. */
  readonly deadDeploys: IQueue;
  readonly sendsDigest: boolean;
  /** Of the HTTP API. */
  readonly apiId: string;
  /** Of the rule that sees alarms. */
  readonly ruleName: string;
  readonly runbookBase?: string | undefined;
}

type Rule = Omit<OpsAlarmProps, 'topic' | 'runbookBase'>;

/** What a stuck or dead message of a queue means. */
const MEANS: Readonly<Record<QueueName, string>> = {
  alarms: 'alarms that opened no incident yet',
  pages: 'pages that were not sent yet',
  ticks: 'escalations that wait for the reconciler',
  diagnoses: 'causes that nobody looked for; pages go out without them',
};

/** A tick may wait 15 minutes on purpose; a diagnosis is asked for again for 5, and then dropped. */
const OLDEST_SECONDS: Readonly<Record<QueueName, number>> = { alarms: 120, pages: 120, ticks: 1_200, diagnoses: 600 };

const atLeast = (threshold: number) => ({ comparison: 'GreaterThanOrEqualToThreshold', threshold }) as const;

const rulesOfQueue = (name: QueueName, { queue, deadLetters }: QueueWithDeadLetters): Rule[] => [
  {
    name: `${name}-dead-letters`,
    description: `Messages that the pager gave up on: ${MEANS[name]}. Read their reason, then send them through again.`,
    metrics: [queueMetric(deadLetters.queueName, 'ApproximateNumberOfMessagesVisible')],
    evaluationPeriods: 1,
    ...atLeast(1),
  },
  {
    name: `${name}-oldest-message`,
    description: `The pager is behind: ${MEANS[name]}. Look for errors and throttles of the function that reads this queue.`,
    metrics: [queueMetric(queue.queueName, 'ApproximateAgeOfOldestMessage')],
    evaluationPeriods: 2,
    ...atLeast(OLDEST_SECONDS[name]),
  },
];

/**
 * Whatever keeps the forecasts from being made, they are missing, and deploys and verdicts on releases that are not kept are
 * told whatever the reason: each once, and by nothing else.
 */
const FAILING = PIPELINE_FUNCTIONS.filter(
  (name) => name !== 'memory-forecast' && name !== 'deploy-recorder' && name !== 'release-verdict',
);

type Failing = (typeof FAILING)[number];

/** What a function says by name that it could not do: an answer with `batchItemFailures` is no error to Lambda. */
const FAILED: Readonly<Record<Failing, Counted | undefined>> = {
  'alarm-intake': [ALARM_INTAKE, INTAKE_METRICS.failed],
  'page-sender': [PAGE_SENDER, SENDER_METRICS.failed],
  'escalation-clock': [ESCALATION_CLOCK, CLOCK_METRICS.failed],
  enrichment: [ENRICHMENT, ENRICHMENT_METRICS.failed],
  // It throws.
  reconciler: undefined,
  responses: undefined,
};

const failuresOf = (
  stack: Stack,
  name: Failing,
  { functions, apiId }: Pick<OpsAlarmsProps, 'functions' | 'apiId'>,
): readonly Metric[] => {
  if (name === 'responses') return [failedAnswers(apiId)];
  const errors = functionMetric(functions[name], 'Errors', 300);
  const counted = FAILED[name];
  return counted === undefined ? [errors] : [errors, ownMetric(stack, counted, 300)];
};

/**
 * Each metric here has its price. That the reconciler does not run, or nothing is foretold, is told by its silence, that
 * the enrichment does not by the age of its messages; no page waits for that.
 */
const THROTTLED = FAILING.filter((name) => name !== 'reconciler' && name !== 'enrichment');

/**
 * Alarms that fail come again three times an hour in the end: one look at the last minutes would take that for over. A
 * moment's failure, which the next try mends, is in one period.
 */
const AGAIN_AND_AGAIN = { evaluationPeriods: 12, datapoints: 2, ...atLeast(1) };

const rulesOfFunctions = (stack: Stack, props: Pick<OpsAlarmsProps, 'functions' | 'apiId'>): Rule[] => [
  ...FAILING.map((name) => ({
    name: `${name}-errors` as const,
    description: `${name} fails again and again: what it handles is late. Read the newest error in its log.`,
    metrics: failuresOf(stack, name, props),
    ...(name === 'alarm-intake' ? AGAIN_AND_AGAIN : { evaluationPeriods: 1, ...atLeast(3) }),
  })),
  {
    name: 'functions-throttled',
    description: 'AWS refused to run a function of the pager. Compare the concurrency of the account with its limit.',
    metrics: THROTTLED.map((name) => functionMetric(props.functions[name], 'Throttles', 60)),
    evaluationPeriods: 3,
    ...atLeast(1),
  },
];

const loopStopped: Rule = {
  name: 'loop-stopped',
  description:
    'Lambda took calls of some function of this account for an endless loop and dropped them: of the pager, if one of ' +
    'its functions lost RecursiveLoop, or of one that is subscribed to a topic. Ask which.',
  metrics: [droppedAsLoop],
  evaluationPeriods: 1,
  ...atLeast(1),
};

const pagesRefused = (stack: Stack): Rule => ({
  name: 'pages-refused',
  description: 'SNS takes a message in no words at all: whoever it was for was not told. Call them; read the log.',
  metrics: [ownMetric(stack, [PAGE_SENDER, SENDER_METRICS.refused], 300)],
  evaluationPeriods: 1,
  ...atLeast(1),
});

const deploysUnrecorded = (
  stack: Stack,
  { functions, deadDeploys }: Pick<OpsAlarmsProps, 'functions' | 'deadDeploys'>,
): Rule => ({
  name: 'deploys-unrecorded',
  description:
    'Events of deploys were not kept: diagnoses may miss one. Read the reason of the dead letters, then the log.',
  metrics: [
    queueMetric(deadDeploys.queueName, 'ApproximateNumberOfMessagesVisible', 300),
    functionMetric(functions[DEPLOY_RECORDER], 'Errors', 300),
    ownMetric(stack, [DEPLOY_RECORDER, RECORDER_METRICS.failed], 300),
  ],
  ...AGAIN_AND_AGAIN,
});

/** A run in five minutes, which fails where anything did: what the next one mends is no trouble. */
const releasesUnjudged = (functions: OpsAlarmsProps['functions']): Rule => ({
  name: 'release-verdict-errors',
  description: 'Some deploy has no verdict, and whoever listens hears nothing of it. The log names it, and the reason.',
  metrics: [functionMetric(functions[RELEASE_VERDICT], 'Errors', 300)],
  ...AGAIN_AND_AGAIN,
});

const ruleFailed = (ruleName: string): Rule => ({
  name: 'rule-failed',
  description: 'Alarms do not reach the pager: EventBridge cannot put them on its queue, nor perhaps keep them.',
  metrics: ['FailedInvocations', 'InvocationsFailedToBeSentToDlq'].map((metric) => ruleMetric(ruleName, metric)),
  evaluationPeriods: 1,
  ...atLeast(1),
});

const notDelivered = ({ queueName }: IQueue): Rule => ({
  name: 'undelivered',
  description:
    'SNS gave up on delivering a message to a subscriber: whoever it was for may not know. Call them; it is kept.',
  metrics: [queueMetric(queueName, 'ApproximateNumberOfMessagesVisible')],
  evaluationPeriods: 1,
  ...atLeast(1),
});

/** Who watches the watcher: the alarms of the pipeline itself. */
export class OpsAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { queues, undelivered, ruleName, topic, runbookBase, sendsDigest, ...watched }: OpsAlarmsProps,
  ) {
    super(scope, id);
    const stack = Stack.of(this);
    const rules = [
      ...QUEUES.flatMap((name) => rulesOfQueue(name, queues[name])),
      ...rulesOfFunctions(stack, watched),
      loopStopped,
      reconcilerSilent(stack),
      forecastsMissing(stack),
      pagesRefused(stack),
      deploysUnrecorded(stack, watched),
      releasesUnjudged(watched.functions),
      notDelivered(undelivered),
      ...(sendsDigest ? [digestUnsent(stack)] : []),
      ruleFailed(ruleName),
    ];
    for (const rule of rules) new OpsAlarm(this, rule.name, { ...rule, topic, runbookBase });
  }
}
