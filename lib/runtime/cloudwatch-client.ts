import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { BRIEF_METRICS_OPTIONS, HISTORY_OPTIONS, METRICS_OPTIONS, QUEUE_OPTIONS } from './client-options.ts';

/** `profile`: one of the AWS configuration files; without it the SDK looks for credentials everywhere. */
export const cloudWatchClient = (profile?: string): CloudWatchClient =>
  new CloudWatchClient({ ...HISTORY_OPTIONS, ...(profile === undefined ? {} : { profile }) });

/** For a function, which has no time to wait. */
export const alarmsClient = (): CloudWatchClient => new CloudWatchClient(QUEUE_OPTIONS);

/** For a function that makes do with what comes in time. */
export const metricsClient = (): CloudWatchClient => new CloudWatchClient(METRICS_OPTIONS);

/** For a function for which a page waits. */
export const briefMetricsClient = (): CloudWatchClient => new CloudWatchClient(BRIEF_METRICS_OPTIONS);
