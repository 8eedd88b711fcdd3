import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';

/** Who subscribes to a topic: a subscription that waits for its confirmation gets nothing. */
export interface TopicSubscriptions {
  /** The protocol of each that is confirmed. */
  readonly confirmed: readonly string[];
  readonly pending: number;
}

/** An ARN of its own has only what is confirmed; of the others AWS says `PendingConfirmation`, or `Deleted`. */
const isConfirmed = (arn: string | undefined): boolean => arn?.startsWith('arn:') === true;

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export const topicSubscriptions = async (client: SNSClient, topicArn: string): Promise<TopicSubscriptions> => {
  const confirmed: string[] = [];
  let pending = 0;
  let next: string | undefined;
  do {
    const asked: ListSubscriptionsByTopicCommand = new ListSubscriptionsByTopicCommand({
      TopicArn: topicArn,
      NextToken: next,
    });
    const { Subscriptions = [], NextToken } = await client.send(asked);
    confirmed.push(
      ...Subscriptions.filter((one) => isConfirmed(one.SubscriptionArn)).map(({ Protocol = '' }) => Protocol),
    );
    pending += Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation').length;
    next = NextToken;
  } while (next !== undefined);
  return { confirmed, pending };
};
