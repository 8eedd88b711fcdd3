import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { QUEUE_OPTIONS } from './client-options.ts';

export const eventBridgeClient = (): EventBridgeClient => new EventBridgeClient(QUEUE_OPTIONS);
