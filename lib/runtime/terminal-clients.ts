import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { TERMINAL_OPTIONS } from './client-options.ts';

/** One of the AWS configuration files'; without it the SDK looks for credentials everywhere. */
interface Caller {
  readonly profile?: string;
}

export const callersCloudFormation = (caller: Caller): CloudFormationClient =>
  new CloudFormationClient({ ...TERMINAL_OPTIONS, ...caller });

export const callersEventBridge = (caller: Caller): EventBridgeClient =>
  new EventBridgeClient({ ...TERMINAL_OPTIONS, ...caller });

export const callersSns = (caller: Caller): SNSClient => new SNSClient({ ...TERMINAL_OPTIONS, ...caller });

export const callersDynamoDb = (caller: Caller): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...TERMINAL_OPTIONS, ...caller }));

/** Signs requests to an HTTP API, with the Region, the credentials and the hash that a client of the SDK finds. */
export const callersApiSigner = (caller: Caller): SignatureV4 => {
  const { region, credentials, sha256 } = callersCloudFormation(caller).config;
  return new SignatureV4({ service: 'execute-api', region, credentials, sha256 });
};
