import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { HISTORY_OPTIONS } from './client-options.ts';

export const cloudWatchClient = (): CloudWatchClient => new CloudWatchClient(HISTORY_OPTIONS);
