import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DEPLOYS_OF } from '../adapters/dynamodb/contract.ts';
import { RELEASE_EVENT } from '../adapters/eventbridge/contract.ts';
import { FORECAST_NAMESPACE } from '../core/service/forecast-metrics.ts';
import type { IncidentTable } from './incident-table.ts';

/**
 * What the roles of the pipeline may do, written out: the grants of the CDK would add what no role here may have
 * (deleting items, scanning) and wildcards.
 */
const allow = (sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement =>
  new PolicyStatement({ sid, actions: [...actions], resources: [...resources] });

/** Reads items and appends: a transaction needs the action of each of its parts, which all are puts. Nothing is ever deleted. */
export const readsAndAppends = ({ tableArn }: IncidentTable): PolicyStatement =>
  allow(
    'ReadAndAppend',
    ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
    [tableArn],
  );

/** Only what is kept of services: no incident, whatever an event makes of the function that reads it. */
export const keepsDeploys = ({ tableArn }: IncidentTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'KeepDeploys',
    actions: ['dynamodb:PutItem'],
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${DEPLOYS_OF}*`] } },
  });

/**
 * What is being deployed, of any service of the account: whose deploys are told is known when they are. Task definitions
 * have no resources to name.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export const asksAboutDeploys = (stack: Stack): PolicyStatement[] => [
  allow(
    'AskECS',
    ['ecs:DescribeServices'],
    [stack.formatArn({ service: 'ecs', resource: 'service', resourceName: '*' })],
  ),
  allow('AskECSForImages', ['ecs:DescribeTaskDefinition'], ['*']),
  allow(
    'AskCodeDeploy',
    ['codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'],
    [
      stack.formatArn({
        service: 'codedeploy',
        resource: 'deploymentgroup',
        resourceName: '*',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  ),
  allow(
    'AskCodePipeline',
    ['codepipeline:GetPipelineExecution'],
    [stack.formatArn({ service: 'codepipeline', resource: '*' })],
  ),
];

export const queries = ({ tableArn }: IncidentTable, indexes: readonly string[]): PolicyStatement =>
  allow(
    'QueryIndexes',
    ['dynamodb:Query'],
    indexes.map((name) => `${tableArn}/index/${name}`),
  );

export const sendsTo = (queues: readonly IQueue[]): PolicyStatement =>
  allow(
    'HandOver',
    ['sqs:SendMessage'],
    queues.map(({ queueArn }) => queueArn),
  );

export const receives = ({ queueArn }: IQueue): PolicyStatement =>
  allow(
    'Receive',
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
    [queueArn],
  );

/**
 * What AWS does with a key in the name of its caller: a queue or topic that one sends to takes both, a queue that one
 * reads the first. So does a table: it generates its key and the rest by a grant of whoever created it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const KEY_USE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** For table, queues and topics alike, which all are encrypted with this one key. */
export const usesKey = ({ keyArn }: IKey): PolicyStatement => allow('UseKey', KEY_USE, [keyArn]);

export const publishesTo = (topicArns: readonly string[]): PolicyStatement =>
  allow('Publish', ['sns:Publish'], topicArns);

export const looksAt = (queues: readonly IQueue[]): PolicyStatement =>
  allow(
    'LookAtDeadLetters',
    ['sqs:GetQueueAttributes'],
    queues.map(({ queueArn }) => queueArn),
  );

/**
 * Whether the alarms about the pager fire. On all alarms: the documentation does not say that a call is checked by the
 * names it asks for, and a question that is refused silences the watchdog.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export const seesAlarms = (stack: Stack): PolicyStatement =>
  allow('SeeAlarms', ['cloudwatch:DescribeAlarms'], [stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' })]);

/**
 * What alarms of this account and Region are tagged with; of dashboards and other resources of CloudWatch nothing.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export const readsAlarmTags = (stack: Stack): PolicyStatement =>
  allow(
    'ReadAlarmTags',
    ['cloudwatch:ListTagsForResource'],
    [
      stack.formatArn({
        service: 'cloudwatch',
        resource: 'alarm',
        resourceName: '*',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  );

/**
 * Values of any metric of the account: CloudWatch knows no resources to name.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export const readsMetrics = (): PolicyStatement => allow('ReadMetrics', ['cloudwatch:GetMetricData'], ['*']);

const logGroupArn = (stack: Stack, name: string): string =>
  stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${name}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** A role's own policies hold 10,240 characters: the CDK moves statements into policies of their own, whole ones only. */
const LOG_GROUPS_A_STATEMENT = 25;

/**
 * Queries of these log groups and no others. What was started can be looked at and stopped: for that CloudWatch Logs knows no
 * resources, and whoever does it has to know the id of a query.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html (why `:*`)
 */
export const queriesLogs = (stack: Stack, logGroups: readonly string[]): PolicyStatement[] => {
  if (logGroups.length === 0) return [];
  const statements: PolicyStatement[] = [];
  for (let start = 0; start < logGroups.length; start += LOG_GROUPS_A_STATEMENT) {
    const arns = logGroups.slice(start, start + LOG_GROUPS_A_STATEMENT).map((name) => logGroupArn(stack, name));
    statements.push(allow(`QueryLogs${start === 0 ? '' : String(start)}`, ['logs:StartQuery'], arns));
  }
  return [...statements, allow('FollowQueries', ['logs:GetQueryResults', 'logs:StopQuery'], ['*'])];
};

/**
 * Values of the namespace of Tocsin, where the alarms on forecasts look: CloudWatch knows no resources to name, and this is
 * its one condition. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export const putsForecasts = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'PutForecasts',
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': FORECAST_NAMESPACE } },
  });

/** Reads words of deploys and verdicts, and puts verdicts: of services only, and no incident. */
export const keepsReleases = ({ tableArn }: IncidentTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'KeepReleases',
    actions: ['dynamodb:Query', 'dynamodb:PutItem'],
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${DEPLOYS_OF}*`] } },
  });

/**
 * Events on releases, on the account's own bus, and no other event.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export const tellsOfReleases = (stack: Stack): PolicyStatement =>
  new PolicyStatement({
    sid: 'TellOfReleases',
    actions: ['events:PutEvents'],
    resources: [stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })],
    conditions: {
      StringEquals: { 'events:source': RELEASE_EVENT.source, 'events:detail-type': RELEASE_EVENT.detailType },
    },
  });

/** The topic about the pager itself, which has a key of its own. */
export const publishesToOps = ({ topicArn }: ITopic, { keyArn }: IKey): PolicyStatement[] => [
  allow('PublishToOps', ['sns:Publish'], [topicArn]),
  allow('UseKeyOfOps', KEY_USE, [keyArn]),
];

/** For messages that cannot be parsed, to its dead letters, which have a key of their own. */
export const setsAside = ({ queueArn }: IQueue, { keyArn }: IKey): PolicyStatement[] => [
  allow('SetAside', ['sqs:SendMessage'], [queueArn]),
  allow('UseKeyOfDeadLetters', KEY_USE, [keyArn]),
];
