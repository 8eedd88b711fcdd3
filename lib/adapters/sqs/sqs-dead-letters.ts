import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PagerHealth } from '../../ports/pager-health.ts';

const queueName = (queueUrl: string): string => queueUrl.slice(queueUrl.lastIndexOf('/') + 1);

/**
 * Whether something was given up on. Being asked keeps the queues active: of one that is not, for six hours, SQS reports
 * metrics up to 15 minutes late, and with them the alarm on it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/monitoring-using-cloudwatch.html
 */
export const sqsDeadLetters = ({
  client,
  queueUrls,
}: {
  readonly client: SQSClient;
  readonly queueUrls: readonly string[];
}): PagerHealth => {
  const troublesOf = async (QueueUrl: string): Promise<readonly string[]> => {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
    const { Attributes: { ApproximateNumberOfMessages: count = '0' } = {} } = await client.send(asked);
    return count === '0' ? [] : [`${count} in ${queueName(QueueUrl)}`];
  };
  return { troubles: async () => (await Promise.all(queueUrls.map(troublesOf))).flat() };
};
