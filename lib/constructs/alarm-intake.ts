import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEAD_LETTER_QUEUE_URL } from '../adapters/sqs/contract.ts';
import { setsAside } from './authority.ts';
import { opsAlarmPrefix } from './ops-alarm.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';
import { QueueWithDeadLetters } from './queue-with-dead-letters.ts';

const DETAIL_TYPES = [
  'CloudWatch Alarm State Change',
  'CloudWatch Alarm Contributor State Change',
  'CloudWatch Alarm Configuration Change',
];

/** As long and as often as EventBridge tries at all. */
const RETRY = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 };

/** Every alarm of the account, on its way from the event bus to the function that opens incidents. */
export class AlarmIntake extends Construct {
  readonly queues: QueueWithDeadLetters;
  readonly intake: PipelineFunction;

  constructor(scope: Construct, id: string, resources: PipelineResources) {
    super(scope, id);
    this.queues = new QueueWithDeadLetters(this, 'Alarms', {
      encryptionKey: resources.encryptionKey,
      visibilityTimeout: Duration.seconds(180),
      maxReceiveCount: 20,
    });
    const { queue, deadLetters } = this.queues;
    this.intake = new PipelineFunction(this, 'Intake', {
      name: 'alarm-intake',
      description: 'Tocsin: records alarms and requests pages',
      configuration: resources.configuration,
      environment: { ...environmentOf(resources), [DEAD_LETTER_QUEUE_URL]: deadLetters.queueUrl },
      authority: [...movesIncidents(resources), setsAside(deadLetters)],
      memoryMegabytes: 1_024,
      reservedConcurrency: 10,
    });
    this.intake.receiveFrom(queue);
    this.seeEveryAlarm(this.queues);
  }

  private seeEveryAlarm({ queue, deadLetters }: QueueWithDeadLetters): void {
    const rule = new CfnRule(this, 'Rule', {
      description: 'Every alarm of this account and Region, except those of the pager itself',
      eventPattern: {
        source: ['aws.cloudwatch'],
        'detail-type': DETAIL_TYPES,
        detail: { alarmName: [{ 'anything-but': { prefix: opsAlarmPrefix(Stack.of(this)) } }] },
      },
      targets: [
        {
          id: 'Alarms',
          arn: queue.queueArn,
          retryPolicy: RETRY,
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
      ],
    });
    this.letRuleSend(rule, queue);
    this.letRuleSend(rule, deadLetters);
  }

  private letRuleSend(rule: CfnRule, queue: Queue): void {
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    );
  }
}
