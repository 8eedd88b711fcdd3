/** Of the SDK what queries need, loaded with the first: named one by one, a bundle leaves out the rest. */
export { GetQueryResultsCommand, StartQueryCommand, StopQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
