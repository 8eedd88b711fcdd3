import { SQSClient } from '@aws-sdk/client-sqs';
import { QUEUE_OPTIONS } from './client-options.ts';

export const sqsClient = (): SQSClient => new SQSClient(QUEUE_OPTIONS);
