import { Aws, Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { TABLE_NAME } from '../adapters/dynamodb/contract.ts';
import { DEAD_LETTER_QUEUE_URL, DEPLOYS_QUEUE_URL } from '../adapters/sqs/contract.ts';
import { CUSTOM_DETAIL_TYPE, CUSTOM_SOURCE } from '../core/deploy/sources/custom.ts';
import { asksAboutDeploys, keepsDeploys, setsAside, usesKey } from './authority.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { PipelineResources } from './pipeline-resources.ts';
import { QueueWithDeadLetters } from './queue-with-dead-letters.ts';
import { ruleToQueue } from './rule-to-queue.ts';

/** What systems say of deploys. https://docs.aws.amazon.com/eventbridge/latest/ref/welcome.html */
const OF_SYSTEMS = {
  source: ['aws.ecs', 'aws.codedeploy', 'aws.codepipeline', 'aws.cloudformation', 'aws.appconfig'],
  'detail-type': [
    'ECS Deployment State Change',
    'CodeDeploy Deployment State-change Notification',
    'CodePipeline Pipeline Execution State Change',
    'CloudFormation Stack Status Change',
    'On Deployment Start',
    'On Deployment Complete',
    'On Deployment Rollback',
    'On Deployment Rolled Back',
  ],
};

/** Lambda says nothing itself: calls that bring new code, where a trail of CloudTrail sees them. */
const OF_FUNCTIONS = {
  source: ['aws.lambda'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['lambda.amazonaws.com'],
    eventName: [{ prefix: 'UpdateFunctionCode' }, { prefix: 'UpdateAlias' }],
  },
};

const OF_PEOPLE = { source: [{ prefix: CUSTOM_SOURCE }], 'detail-type': [CUSTOM_DETAIL_TYPE] };

const PATTERNS = [
  ['Systems', 'Deploys that AWS tells of', OF_SYSTEMS],
  ['Functions', 'New code of Lambda functions, as CloudTrail tells of it', OF_FUNCTIONS],
  ['Own', 'Deploys that people and their pipelines tell of', OF_PEOPLE],
] as const;

export interface DeployRecorderProps {
  readonly resources: PipelineResources;
  /** Of what cannot be recorded. */
  readonly deadLettersKey: IKey;
}

/** Deploys of this account, on their way from the event bus to the table. No page waits for them. */
export class DeployRecorder extends Construct {
  readonly queues: QueueWithDeadLetters;
  readonly recorder: PipelineFunction;

  constructor(scope: Construct, id: string, { resources, deadLettersKey }: DeployRecorderProps) {
    super(scope, id);
    const { configuration, encryptionKey, table } = resources;
    this.queues = new QueueWithDeadLetters(this, 'Deploys', {
      encryptionKey,
      deadLettersKey,
      visibilityTimeout: Duration.seconds(180),
    });
    const { queue, deadLetters } = this.queues;
    this.recorder = new PipelineFunction(this, 'Recorder', {
      name: 'deploy-recorder',
      description: 'Tocsin: records deploys, which diagnoses look at',
      configuration,
      environment: {
        [TABLE_NAME]: table.tableName,
        [DEPLOYS_QUEUE_URL]: queue.queueUrl,
        [DEAD_LETTER_QUEUE_URL]: deadLetters.queueUrl,
      },
      authority: [
        keepsDeploys(table),
        usesKey(encryptionKey),
        ...setsAside(deadLetters, deadLettersKey),
        ...asksAboutDeploys(Stack.of(this)),
      ],
      loops: false,
      reservedConcurrency: 5,
    });
    this.recorder.receiveFrom(queue);
    this.seeDeploys();
  }

  /** What other accounts put on this bus keeps their number: it is none of this one's. */
  private seeDeploys(): void {
    for (const [id, description, pattern] of PATTERNS) {
      const eventPattern = { account: [Aws.ACCOUNT_ID], ...pattern };
      ruleToQueue(this, id, { description, eventPattern, queues: this.queues, targetId: 'Deploys' });
    }
  }
}
