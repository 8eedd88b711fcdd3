import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TERMINAL_OPTIONS } from './client-options.ts';

/** One of the AWS configuration files'; without it the SDK looks for credentials everywhere. */
interface Caller {
  readonly profile?: string;
}

export const callersCloudFormation = (caller: Caller): CloudFormationClient =>
  new CloudFormationClient({ ...TERMINAL_OPTIONS, ...caller });

export const callersEventBridge = (caller: Caller): EventBridgeClient =>
  new EventBridgeClient({ ...TERMINAL_OPTIONS, ...caller });

export const callersDynamoDb = (caller: Caller): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...TERMINAL_OPTIONS, ...caller }));
