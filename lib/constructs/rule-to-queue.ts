import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { QueueWithDeadLetters } from './queue-with-dead-letters.ts';

/** As long and as often as EventBridge tries at all. */
const RETRY = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 };

const letRuleSend = (rule: CfnRule, queue: Queue): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
    }),
  );
};

export interface RuleToQueueProps {
  readonly description: string;
  readonly eventPattern: object;
  readonly queues: QueueWithDeadLetters;
  /** What the rule calls the queue. */
  readonly targetId: string;
}

/** Events of the default bus onto a queue; what cannot be put there is kept with its dead letters. */
export const ruleToQueue = (
  scope: Construct,
  id: string,
  { description, eventPattern, queues: { queue, deadLetters }, targetId }: RuleToQueueProps,
): CfnRule => {
  const target = {
    id: targetId,
    arn: queue.queueArn,
    retryPolicy: RETRY,
    deadLetterConfig: { arn: deadLetters.queueArn },
  };
  const rule = new CfnRule(scope, id, { description, eventPattern, targets: [target] });
  letRuleSend(rule, queue);
  letRuleSend(rule, deadLetters);
  return rule;
};
