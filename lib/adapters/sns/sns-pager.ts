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

/** All that one publish may take, with a second attempt where a connection broke: SNS answers within a second or not. */
const ANSWER_WITHIN_MS = 7_500;

/**
 * Only what took too long is unknown. What broke, or was answered with 5xx, may have gone out too: it is tried on all the
 * same, because a connection that was closed while the function slept is the usual reason, and three minutes are long.
 */
const notDelivered = (cause: unknown, topicArn: string, isTimeUp: boolean): PageNotDeliveredError => {
  if (isTimeUp) return new PageNotDeliveredError(`${topicArn}: no answer in time`, { outcome: 'unknown', cause });
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const reason = name.replace(/Exception$/u, '');
  const outcome = FOR_GOOD.has(reason) ? 'refused' : 'not-sent';
  return new PageNotDeliveredError(`${topicArn}: ${reason}: ${message}`, { outcome, cause });
};

/** Text messages as SNS sends them first. https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html */
const TRANSACTIONAL = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } };

/** Publishes to the topic of a responder or channel, one body a protocol. */
export const snsPager = ({
  client,
  topicArnPrefix,
  answerWithinMs = ANSWER_WITHIN_MS,
}: {
  readonly client: SNSClient;
  readonly topicArnPrefix: string;
  readonly answerWithinMs?: number;
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
    const abortSignal = AbortSignal.timeout(answerWithinMs);
    try {
      await client.send(new PublishCommand(input), { abortSignal });
    } catch (error) {
      throw notDelivered(error, TopicArn, abortSignal.aborted);
    }
  },
});
