import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { snsMessage } from '../../core/page/sns-message.ts';
import { type Pager, PageNotDeliveredError } from '../../ports/pager.ts';
import { topicSuffix } from './contract.ts';

/**
 * Errors that only the message itself causes, by name without `Exception`: it meets them again. What the environment
 * refuses (a topic, a key, a permission, a rate) passes with time.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
 */
const FOR_GOOD = new Set([
  'InvalidParameter',
  'InvalidParameterValue',
  'ParameterValueInvalid',
  'Validation',
  'ValidationError',
]);

const notDelivered = (error: unknown, topicArn: string): PageNotDeliveredError => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const reason = name.replace(/Exception$/u, '');
  return new PageNotDeliveredError(`${topicArn}: ${reason}: ${message}`, {
    recoverable: !FOR_GOOD.has(reason),
    cause: error,
  });
};

/** Text messages as SNS sends them first. https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html */
const TRANSACTIONAL = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } };

/** Publishes to the topic of a responder or channel, one body a protocol. */
export const snsPager = ({
  client,
  topicArnPrefix,
}: {
  readonly client: SNSClient;
  readonly topicArnPrefix: string;
}): Pager => ({
  publish: async (target, message) => {
    const TopicArn = topicArnPrefix + topicSuffix(target);
    const input = {
      TopicArn,
      Subject: message.subject,
      Message: snsMessage(message),
      MessageStructure: 'json',
      MessageAttributes: TRANSACTIONAL,
    };
    try {
      await client.send(new PublishCommand(input));
    } catch (error) {
      throw notDelivered(error, TopicArn);
    }
  },
});
