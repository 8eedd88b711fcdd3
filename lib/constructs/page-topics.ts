import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnTopicPolicy, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct, Dependable } from 'constructs';
import { topicSuffix } from '../adapters/sns/contract.ts';
import type { Configuration, Target } from '../core/configuration.ts';
import { everyoneIn } from '../core/schedule/on-call.ts';
import { SIGNED } from './signed.ts';

export interface PageTopicsProps {
  readonly configuration: Configuration;
  readonly encryptionKey: IKey;
}

/** SNS takes a statement about one topic only; `*` stands for the topic that has the policy. */
const ONLY_OVER_TLS = {
  Sid: 'AllowPublishThroughSSLOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

/**
 * One topic for each responder and channel: whoever subscribes to it gets that target's messages. They share a policy: a
 * template holds 500 resources.
 *
 * Without a display name, which SNS would put before each text message, as `TOCSIN> `: one of 160 characters would come
 * in two parts. https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-topic.html
 */
export class PageTopics extends Construct {
  readonly topics: ReadonlyMap<Target, Topic>;
  /** What the ARN of every target's topic begins with. */
  readonly arnPrefix: string;
  /** They match the ARN of every target's topic, and of no other. */
  readonly arnPatterns: readonly string[];

  constructor(scope: Construct, id: string, { configuration, encryptionKey }: PageTopicsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const prefix = `${stack.stackName}-`;
    this.arnPrefix = stack.formatArn({ service: 'sns', resource: prefix });
    this.arnPatterns = [`${this.arnPrefix}responder-*`, `${this.arnPrefix}channel-*`];
    this.topics = new Map(
      everyoneIn(configuration).map((target) => {
        const suffix = topicSuffix(target);
        const topicName = `${prefix}${suffix}`;
        return [target, new Topic(this, suffix, { ...SIGNED, topicName, masterKey: encryptionKey })];
      }),
    );
    const policy = new CfnTopicPolicy(this, 'Policy', {
      topics: [...this.topics.values()].map(({ topicArn }) => topicArn),
      // By the configuration, so that it is set anew with each: what CloudFormation takes out of a stack last, such as the
      // policies that topics had of their own, leaves a topic with the policy that SNS gives it.
      policyDocument: { Version: '2012-10-17', Id: configuration.hash, Statement: [ONLY_OVER_TLS] },
    });
    // Whatever waits for the topics waits for their policy, which names them all.
    Dependable.implement(this, Dependable.of(policy));
  }
}
