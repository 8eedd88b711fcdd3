import { SNSClient } from '@aws-sdk/client-sns';
import { PUBLISH_OPTIONS } from './client-options.ts';

export const snsClient = (): SNSClient => new SNSClient(PUBLISH_OPTIONS);
