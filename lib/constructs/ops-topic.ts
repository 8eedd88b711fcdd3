import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EncryptionKey } from './encryption-key.ts';
import { SIGNED } from './signed.ts';

/**
 * Where the pager's own alarms go, past the pipeline. It has a key of its own: what disables the pipeline's key does not
 * silence the alarm about it.
 */
export class OpsTopic extends Construct {
  readonly topic: Topic;
  readonly key: IKey;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = Stack.of(this);
    const { key } = new EncryptionKey(this, 'OpsKey', {
      description: `${stack.stackName}: alarms of the pager itself`,
    });
    this.key = key;
    this.topic = new Topic(this, 'Topic', {
      topicName: `${stack.stackName}-ops`,
      displayName: 'Tocsin ops',
      ...SIGNED,
      masterKey: key,
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OwnAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' }),
          },
        },
      }),
    );
  }
}
