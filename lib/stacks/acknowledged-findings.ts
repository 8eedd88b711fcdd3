import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { queriedLogGroups } from '../constructs/enrichment.ts';
import type { Configuration } from '../core/configuration.ts';

export interface AcknowledgedFinding {
  readonly id: string;
  readonly reason: string;
  /** Constructs below the pager. */
  readonly at: readonly string[];
}

const FUNCTIONS = [
  'AlarmIntake/Intake',
  'PageSender/Sender',
  'EscalationClock/Clock',
  'Enrichment/Enrichment',
  'DeployRecorder/Recorder',
  'Responses/Responses',
  'Reconciler/Reconciler',
  'MemoryForecast/MemoryForecast',
  'ReleaseVerdicts/Verdicts',
];
const ON_A_SCHEDULE = [
  'Reconciler/Reconciler/Function',
  'MemoryForecast/MemoryForecast/Function',
  'ReleaseVerdicts/Verdicts/Function',
];
const RUNS_AGAIN =
  'A failed run has nothing to keep: the next one, a minute later, finds the same incidents late, or five minutes later ' +
  'foretells from the same history. An alarm tells of silence.';
const NO_RESOURCES =
  'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords are allowed on * only. Nor has ' +
  'cloudwatch:GetMetricData, for those that diagnose, the forecast of memory and the verdicts on releases: it reads values, and changes nothing; nor ' +
  'cloudwatch:PutMetricData, which the forecast alone may, with the namespace of Tocsin as its condition. Nor have ' +
  'logs:GetQueryResults and logs:StopQuery, which enrichment may: they need the id of a query that somebody has started; ' +
  'nor ecs:DescribeTaskDefinition, which the deploy recorder may.';
const FED_BY_QUEUES = FUNCTIONS.slice(0, 5);

const topicsOf = (prefix: string): AcknowledgedFinding => ({
  id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sns:<AWS::Region>:<AWS::AccountId>:${prefix}*]`,
  at: ['PageSender/Sender/Role'],
  reason:
    'The policies of a role hold 10,240 characters, too few for the topic of each responder of a large team. All of them ' +
    'begin with the name of this stack and with what they are for.',
});

const ASKED_ABOUT_DEPLOYS = [
  'ecs:<AWS::Region>:<AWS::AccountId>:service/*',
  'codedeploy:<AWS::Region>:<AWS::AccountId>:deploymentgroup:*',
  'codepipeline:<AWS::Region>:<AWS::AccountId>:*',
].map((resource): AcknowledgedFinding => ({
  id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:${resource}]`,
  at: ['DeployRecorder/Recorder/Role'],
  reason:
    'It asks what is being deployed when an event says that something is: which service that is of is found by the ' +
    'answer, and by rules that match names. It may only look.',
}));

const DEAD_LETTERS: readonly AcknowledgedFinding[] = [
  {
    id: 'Serverless::Serverless-SQSRedrivePolicy',
    at: ['AlarmIntake/Alarms', 'DeployRecorder/Deploys', 'Pages', 'Ticks', 'Diagnoses'].map(
      (path) => `${path}/DeadLetters`,
    ),
    reason:
      'These are the dead-letter queues. An alarm watches each, and its runbook says how to send messages through again.',
  },
  ...['Serverless::Serverless-SQSRedrivePolicy', 'AwsSolutions::AwsSolutions-SQS3'].map((id) => ({
    id,
    at: ['Undelivered/Queue'],
    reason:
      'These are dead letters themselves, of the subscriptions to the topics: people read them, nothing else does.',
  })),
];

const logGroup = (name: string): AcknowledgedFinding => ({
  id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:${name}:*]`,
  at: ['Enrichment/Enrichment/Role'],
  reason:
    'A log group that tocsin.yaml names, and no other: behind :* are its own streams, and CloudWatch Logs checks a query of ' +
    'the group by this form of its name only.',
});

/** Every finding of cdk-nag that stands, and why; the log groups are those that are looked at. */
export const acknowledged = (stackName: string, logGroups: readonly string[]): readonly AcknowledgedFinding[] => [
  {
    id: 'AwsSolutions::AwsSolutions-APIG4',
    at: ['GET', 'HEAD', 'POST'].map((method) => `HttpApi/Api/${method}--a--{token}`),
    reason:
      'The link in a page is its own authority: 128 random bits, kept as a hash, for one responder and the incidents it ' +
      'names. Whoever is woken at night has a telephone, not AWS credentials. Every other route asks for a signature.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*]',
    at: ['AlarmIntake/Intake/Role', 'Reconciler/Reconciler/Role'],
    reason:
      'Both ask what alarms are tagged with: which one fires is known when it does. With a watchdog the reconciler asks ' +
      'which alarms about the pager fire; CloudWatch does not say whether it checks a role by the names asked for.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    at: FUNCTIONS.map((path) => `${path}/Role`),
    reason: NO_RESOURCES,
  },
  topicsOf(`${stackName}-responder-`),
  topicsOf(`${stackName}-channel-`),
  ...logGroups.map(logGroup),
  ...ASKED_ABOUT_DEPLOYS.concat(DEAD_LETTERS),
  {
    id: 'Serverless::Serverless-LambdaDLQ',
    at: FED_BY_QUEUES.map((path) => `${path}/Function`),
    reason: 'A dead-letter queue of a function is for asynchronous calls: this one is fed by a queue that has its own.',
  },
  {
    id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
    at: FED_BY_QUEUES.map((path) => `${path}/Source`),
    reason: 'A failure destination is for streams: from SQS, what fails goes to the dead letters of its queue.',
  },
  {
    id: 'Serverless::Serverless-LambdaDLQ',
    at: ['Responses/Responses/Function'],
    reason: 'It is called while somebody waits: who gets an error sees it and tries again.',
  },
  {
    id: 'Serverless::Serverless-LambdaDLQ',
    at: ON_A_SCHEDULE,
    reason: RUNS_AGAIN,
  },
  {
    id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
    at: ON_A_SCHEDULE,
    reason: RUNS_AGAIN,
  },
];

const find = (pager: IConstruct, path: string): IConstruct => {
  const found = path.split('/').reduce<IConstruct | undefined>((at, name) => at?.node.tryFindChild(name), pager);
  if (found === undefined) {
    throw new Error(
      `an acknowledged finding has to name a construct of the pager, got ${path}: mend the path or remove it`,
    );
  }
  return found;
};

/** For whoever checks the app with cdk-nag. */
export const acknowledgeFindings = (pager: IConstruct, configuration: Configuration): void => {
  for (const { id, reason, at } of acknowledged(Stack.of(pager).stackName, queriedLogGroups(configuration))) {
    for (const path of at) Validations.of(find(pager, path)).acknowledge({ id, reason });
  }
};
