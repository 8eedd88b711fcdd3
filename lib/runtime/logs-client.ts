import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LOGS_OPTIONS } from './client-options.ts';

let made: Promise<CloudWatchLogsClient> | undefined;

const make = async (): Promise<CloudWatchLogsClient> => {
  const sdk = await import('./logs-client-class.ts');
  return new sdk.CloudWatchLogsClient(LOGS_OPTIONS);
};

/** Made when it is first needed, and once: most processes never look at logs. */
export const logsClient = (): Promise<CloudWatchLogsClient> => {
  made ??= make();
  return made;
};
