import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ALARMS_QUEUE_URL, DEAD_LETTER_QUEUE_URL } from '../adapters/sqs/contract.ts';
import { readsAlarmTags, readsMetrics, setsAside } from './authority.ts';
import { OPS_ALARMS, opsAlarmName } from './ops-alarm.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { environmentOf, movesIncidents } from './pipeline-resources.ts';
import type { PipelineResources } from './pipeline-resources.ts';
import { QueueWithDeadLetters } from './queue-with-dead-letters.ts';
import { ruleToQueue } from './rule-to-queue.ts';

const DETAIL_TYPES = [
  'CloudWatch Alarm State Change',
  'CloudWatch Alarm Contributor State Change',
  'CloudWatch Alarm Configuration Change',
];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST_PATTERN = 2_048;

export interface AlarmIntakeProps {
  readonly resources: PipelineResources;
  /** Not the pipeline's: what EventBridge may not put on a queue whose key is disabled is kept all the same. */
  readonly deadLettersKey: IKey;
}

/** Every alarm of the account, on its way from the event bus to the function that opens incidents. */
export class AlarmIntake extends Construct {
  readonly queues: QueueWithDeadLetters;
  readonly intake: PipelineFunction;
  /** Of the rule that sees every alarm. */
  readonly ruleName: string;

  constructor(scope: Construct, id: string, { resources, deadLettersKey }: AlarmIntakeProps) {
    super(scope, id);
    this.queues = new QueueWithDeadLetters(this, 'Alarms', {
      encryptionKey: resources.encryptionKey,
      deadLettersKey,
      visibilityTimeout: Duration.seconds(180),
    });
    const { queue, deadLetters } = this.queues;
    this.intake = new PipelineFunction(this, 'Intake', {
      name: 'alarm-intake',
      description: 'Tocsin: records alarms, says what is wrong and requests pages',
      configuration: resources.configuration,
      environment: {
        ...environmentOf(resources),
        [ALARMS_QUEUE_URL]: queue.queueUrl,
        [DEAD_LETTER_QUEUE_URL]: deadLetters.queueUrl,
      },
      authority: [
        ...movesIncidents(resources),
        readsMetrics(),
        readsAlarmTags(Stack.of(this)),
        ...setsAside(deadLetters, deadLettersKey),
      ],
      memoryMegabytes: 1_024,
      reservedConcurrency: 10,
    });
    this.intake.receiveFrom(queue);
    this.ruleName = this.seeEveryAlarm(this.queues).ref;
  }

  private seeEveryAlarm(queues: QueueWithDeadLetters): CfnRule {
    const own = OPS_ALARMS.map((name) => opsAlarmName(Stack.of(this), name));
    const eventPattern = {
      source: ['aws.cloudwatch'],
      'detail-type': DETAIL_TYPES,
      detail: { alarmName: [{ 'anything-but': own }] },
    };
    this.refuseLongNames(eventPattern);
    return ruleToQueue(this, 'Rule', {
      description: 'Every alarm of this account and Region, except those of the pager itself',
      eventPattern,
      queues,
      targetId: 'Alarms',
    });
  }

  private refuseLongNames(eventPattern: object): void {
    const over = JSON.stringify(eventPattern).length - LONGEST_PATTERN;
    if (over <= 0) return;
    const stack = Stack.of(this);
    const { stackName } = stack;
    const longest = stackName.length - Math.ceil(over / OPS_ALARMS.length);
    Annotations.of(stack).addError(
      `the name of the stack has ${String(stackName.length)} characters: the rule that sees alarms has to name those of ` +
        `the pager itself, which fits up to ${String(longest)}; give it a shorter one (-c stackName=NAME)`,
    );
  }
}
