import { fieldsOf, type JsonObject, listOf, textOf } from '../json-value.ts';
import type { AlarmChange } from './change.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html, as ARN too. */
const LOG_GROUP = /^(?:arn:[\w-]+:logs:[\w-]*:\d*:log-group:)?([\w./#-]{1,512})(?::\*)?$/u;

const named = (value: unknown): string | undefined => LOG_GROUP.exec(textOf(value) ?? '')?.[1];

/** The function whose metric the alarm looks at writes to a log group of its name. */
const ofFunction = (query: JsonObject): string | undefined => {
  const { namespace, dimensions } = fieldsOf(fieldsOf(query['metricStat'])['metric']);
  const name = textOf(fieldsOf(dimensions)['FunctionName']);
  return namespace === 'AWS/Lambda' && name !== undefined ? named(`/aws/lambda/${name}`) : undefined;
};

/** Where what the alarm watches writes its logs, as far as `detail.configuration` says. */
export const logGroupOf = (detail: JsonObject): Pick<AlarmChange, 'logGroup'> => {
  const { metrics, logGroupIdentifiers } = fieldsOf(detail['configuration']);
  const found = [
    ...listOf(logGroupIdentifiers).map(named),
    ...listOf(metrics).map((query) => ofFunction(fieldsOf(query))),
  ].find((name) => name !== undefined);
  return found === undefined ? {} : { logGroup: found };
};
