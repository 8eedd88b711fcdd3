import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RECONCILER_METRICS, RECONCILER } from '../../lambdas/reconciler/contract.ts';
import type { Metric } from '../core/alarm/definition.ts';
import { METRICS_NAMESPACE } from '../runtime/contract.ts';
import { OpsAlarm } from './ops-alarm.ts';
import type { OpsAlarmProps } from './ops-alarm.ts';
import type { FunctionName } from './function-bundles.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import type { QueueWithDeadLetters } from './queue-with-dead-letters.ts';

export type QueueName = 'alarms' | 'pages' | 'ticks';

export interface OpsAlarmsProps {
  readonly topic: ITopic;
  readonly queues: Readonly<Record<QueueName, QueueWithDeadLetters>>;
  readonly functions: Readonly<Record<FunctionName, PipelineFunction>>;
  /** Of the HTTP API. */
  readonly apiId: string;
  readonly runbookBase?: string | undefined;
}

type Rule = Omit<OpsAlarmProps, 'topic' | 'runbookBase'>;

/** What a stuck or dead message of a queue means. */
const MEANS: Readonly<Record<QueueName, string>> = {
  alarms: 'alarms that opened no incident yet',
  pages: 'pages that were not sent yet',
  ticks: 'escalations that wait for the reconciler',
};

/** A tick may wait 15 minutes on purpose. */
const OLDEST_SECONDS: Readonly<Record<QueueName, number>> = { alarms: 120, pages: 120, ticks: 1_200 };

const queueMetric = (queueName: string, metricName: string): Metric => ({
  namespace: 'AWS/SQS',
  metricName,
  dimensions: { QueueName: queueName },
  stat: 'Maximum',
  periodSeconds: 60,
});

const functionMetric = (
  { function: { functionName } }: PipelineFunction,
  metricName: string,
  periodSeconds: number,
): Metric => ({
  namespace: 'AWS/Lambda',
  metricName,
  dimensions: { FunctionName: functionName },
  stat: 'Sum',
  periodSeconds,
});

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

/** Whoever follows a link is told of a failure by 503, which is no error of the function: the API counts both. */
const failedAnswers = (apiId: string): Metric => ({
  namespace: 'AWS/ApiGateway',
  metricName: '5xx',
  dimensions: { ApiId: apiId },
  stat: 'Sum',
  periodSeconds: 300,
});

const rulesOfFunctions = ({ functions, apiId }: Pick<OpsAlarmsProps, 'functions' | 'apiId'>): Rule[] => [
  ...Object.entries(functions).map(([name, pipelineFunction]) => ({
    name: `${name}-errors`,
    description: `${name} fails again and again: what it handles is late. Read the newest error in its log.`,
    metrics: [name === 'responses' ? failedAnswers(apiId) : functionMetric(pipelineFunction, 'Errors', 300)],
    evaluationPeriods: 1,
    ...atLeast(3),
  })),
  {
    name: 'functions-throttled',
    description: 'AWS refused to run a function of the pager. Compare the concurrency of the account with its limit.',
    metrics: Object.values(functions).map((pipelineFunction) => functionMetric(pipelineFunction, 'Throttles', 60)),
    evaluationPeriods: 3,
    ...atLeast(1),
  },
];

const RECONCILER_SILENT: Rule = {
  name: 'reconciler-silent',
  description:
    'Nobody looks for late incidents: escalation hangs on single messages now. Read the log of the reconciler.',
  metrics: [
    {
      namespace: METRICS_NAMESPACE,
      metricName: RECONCILER_METRICS.ran,
      dimensions: { service: RECONCILER },
      stat: 'Sum',
      periodSeconds: 60,
    },
  ],
  evaluationPeriods: 5,
  comparison: 'LessThanThreshold',
  threshold: 1,
  missing: 'breaching',
};

/** Who watches the watcher: the alarms of the pipeline itself. */
export class OpsAlarms extends Construct {
  constructor(scope: Construct, id: string, { queues, functions, apiId, topic, runbookBase }: OpsAlarmsProps) {
    super(scope, id);
    const rules = [
      ...(['alarms', 'pages', 'ticks'] as const).flatMap((name) => rulesOfQueue(name, queues[name])),
      ...rulesOfFunctions({ functions, apiId }),
      RECONCILER_SILENT,
    ];
    for (const rule of rules) new OpsAlarm(this, rule.name, { ...rule, topic, runbookBase });
  }
}
