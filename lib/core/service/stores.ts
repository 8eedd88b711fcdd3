import { TABLE_OPERATIONS } from '../configuration.ts';
import { measuredFrom, treated } from './measurement.ts';
import type { Resource, WorkloadOf } from './resource.ts';
import { byStatistics, filledCountOf, gauge, type Named, named, requestsOf } from './service-signals.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const queueOf = (name: string): Named => named('AWS/SQS', { QueueName: name });

const WAITING = 'ApproximateNumberOfMessagesVisible';

/** What a queue is given up to. SQS reports a queue that holds anything: no data means that it is empty. */
export const deadLetters = (workload: { readonly deadLetterQueue?: string }): Resource => {
  const from = measuredFrom('workload', workload);
  const { deadLetterQueue } = workload;
  return {
    measurements: {
      deadLetters: from(['deadLetterQueue'], (given) => gauge(queueOf(given.deadLetterQueue)(WAITING), 'Maximum')),
    },
    recorded: () => (deadLetterQueue === undefined ? [] : byStatistics(queueOf(deadLetterQueue)(WAITING), 'Maximum')),
  };
};

export const messageQueue = ({ queue }: WorkloadOf<'sqs'>): Resource => {
  const of = queueOf(queue);
  return {
    measurements: {
      age: { signal: gauge(of('ApproximateAgeOfOldestMessage'), 'Maximum'), thing: 'message' },
      depth: { signal: gauge(of(WAITING), 'Maximum'), thing: 'message', isOptIn: true },
      traffic: { signal: requestsOf(of('NumberOfMessagesSent')), thing: 'new message', isOptIn: true },
    },
    recorded: () => [
      ...[WAITING, 'ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesNotVisible'].flatMap((metricName) =>
        byStatistics(of(metricName), 'Maximum'),
      ),
      ...['NumberOfMessagesSent', 'NumberOfMessagesReceived', 'NumberOfMessagesDeleted'].flatMap((metricName) =>
        byStatistics(of(metricName), 'Sum'),
      ),
    ],
  };
};

/**
 * An alarm on a metric of DynamoDB keeps its state without data whatever it is told, and would fire for ever after the
 * last refusal: so what is not reported is filled with 0.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const FILLED = treated(
  'notBreaching',
  'DynamoDB reports no count while it is zero, and its alarms would keep their state: each missing minute counts as 0 (FILL).',
);

/** System errors are counted of each operation by itself: an alarm on nine of them is nine metrics. */
export const dynamodbTable = ({
  table: TableName,
  operations = TABLE_OPERATIONS,
}: WorkloadOf<'dynamodb'>): Resource => {
  const of = named('AWS/DynamoDB', { TableName });
  const ofOperation = (metricName: string) =>
    operations.map((Operation) => named('AWS/DynamoDB', { TableName, Operation })(metricName));
  const throttled = [of('ReadThrottleEvents'), of('WriteThrottleEvents')];
  return {
    measurements: {
      throttles: { signal: filledCountOf(throttled), missing: FILLED },
      errorCount: { signal: filledCountOf(ofOperation('SystemErrors')), thing: 'system error', missing: FILLED },
    },
    recorded: () => [
      ...throttled.flatMap((metric) => byStatistics(metric, 'Sum')),
      ...['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].flatMap((metricName) =>
        byStatistics(of(metricName), 'Sum'),
      ),
      ...ofOperation('SystemErrors').flatMap((metric) => byStatistics(metric, 'Sum')),
      ...ofOperation('SuccessfulRequestLatency').flatMap((metric) => byStatistics(metric, 'Average')),
    ],
  };
};
