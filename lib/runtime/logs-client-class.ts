/** Loaded with the first client: named alone, a bundle leaves out the rest of the SDK. */
export { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
