import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LASTING } from './queue-with-dead-letters.ts';

export interface UndeliveredProps {
  readonly encryptionKey: IKey;
  /** Whose subscriptions may put here what could not be delivered; a star stands for any characters. */
  readonly topicArns: readonly string[];
}

/**
 * What SNS gave up on delivering to a subscriber, of every subscription that names this queue: the commands in the
 * outputs do. docs/decisions/0014-undelivered-messages-are-kept.md says why it is a queue, and not a metric.
 */
export class Undelivered extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { encryptionKey, topicArns }: UndeliveredProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', { ...LASTING, encryptionMasterKey: encryptionKey });
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': topicArns } },
      }),
    );
  }
}
