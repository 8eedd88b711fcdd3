import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IncidentTable } from '../constructs/incident-table.ts';
import type { QueueName } from '../constructs/ops-alarms.ts';
import type { PageTopics } from '../constructs/page-topics.ts';
import type { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';
import type { Configuration } from '../core/configuration.ts';
import { pascal } from '../core/words.ts';
import { SubscribeCommand, subscriptionOf } from './subscribing.ts';
import { TARGETS_WITH_OUTPUT } from './template-limits.ts';

export interface StackOutputsProps {
  readonly configuration: Configuration;
  readonly url: string;
  readonly linkBase: string;
  readonly topics: PageTopics;
  readonly opsTopic: ITopic;
  readonly undelivered: IQueue;
  readonly table: IncidentTable;
  readonly queues: Readonly<Record<QueueName | 'deploys', QueueWithDeadLetters>>;
  /** By what writes them. */
  readonly logGroups: Readonly<Record<string, ILogGroup>>;
}

/** What a person needs after a deploy: whom to subscribe, where to look. */
export class StackOutputs extends Construct {
  constructor(scope: Construct, id: string, props: StackOutputsProps) {
    super(scope, id);
    this.places(props);
    this.subscriptions(props);
  }

  private places({ configuration, url, linkBase, table, queues, logGroups }: StackOutputsProps): void {
    this.say('ApiUrl', url, 'The JSON API, for whoever holds IAM credentials: GET /incidents');
    this.say('LinkBase', linkBase, 'What the links in pages begin with');
    this.say('TableName', table.tableName, 'The incidents; the table is kept when the stack is deleted');
    this.say(
      'ConfigurationHash',
      configuration.hash,
      'Of the tocsin.yaml in the functions; it stands in every incident',
    );
    for (const [name, { queue, deadLetters }] of Object.entries(queues)) {
      this.say(`${pascal(name)}QueueArn`, queue.queueArn, `The queue of ${name}`);
      this.say(
        `${pascal(name)}DeadLettersArn`,
        deadLetters.queueArn,
        `What the pager gave up on: docs/runbooks/ops-${name === 'deploys' ? 'deploys-unrecorded' : `${name}-dead-letters`}.md`,
      );
    }
    for (const [name, { logGroupName }] of Object.entries(logGroups)) {
      this.say(`${pascal(name)}Log`, logGroupName, 'aws logs tail NAME --since 1h');
    }
  }

  private subscriptions({ configuration, topics, opsTopic, undelivered }: StackOutputsProps): void {
    const command = new SubscribeCommand(Stack.of(this).region, undelivered);
    this.say('TopicArnPrefix', topics.arnPrefix, 'The topic of a target is this and responder-NAME or channel-NAME');
    this.say('OpsTopicArn', opsTopic.topicArn, 'Alarms about the pager itself arrive here, past the pager');
    this.say('SubscribeOps', command.byEmail(opsTopic.topicArn), 'Somebody has to hear that the pager is broken');
    for (const [target, { topicArn }] of [...topics.topics].slice(0, TARGETS_WITH_OUTPUT)) {
      const { value, how } = subscriptionOf(target, topicArn, { configuration, command });
      this.say(`Subscribe${pascal(target)}`, value, how);
    }
    this.say(
      'TestPage',
      `npx tocsin test-page --stack ${Stack.of(this).stackName}`,
      'Once somebody subscribes: a test page to whoever level 1 pages now (--to NAME: to another, --wait: until it is acknowledged). Nothing arrives: docs/troubleshooting.md#nothing-arrives',
    );
    this.say(
      'UndeliveredArn',
      undelivered.queueArn,
      'What SNS gave up on delivering: docs/runbooks/ops-undelivered.md',
    );
    this.subscriptionsOfOthers(command.byEmail(`${topics.arnPrefix}NAME`), topics.topics.size - TARGETS_WITH_OUTPUT);
  }

  private subscriptionsOfOthers(command: string, others: number): void {
    if (others <= 0) return;
    const without = `${String(others)} responders and channels have no Subscribe… output of their own (a template holds 200 outputs)`;
    this.say(
      'SubscribeOthers',
      command,
      `${without}: NAME is responder-… or channel-…; docs/channels.md says what another kind of channel needs`,
    );
    Annotations.of(Stack.of(this)).addInfo(`${without}; SubscribeOthers is the command for any of them`);
  }

  private say(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description }).overrideLogicalId(name);
  }
}
