import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SetAside } from '../../ports/set-aside.ts';
import { REASON } from './contract.ts';

/** What SQS takes in an attribute is XML text: anything else would keep the message from being set aside. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const MOST_REASON_CHARACTERS = 500;

/** As it came when it is text; characters that SQS refuses become question marks. */
const bodyOf = (message: unknown): string => {
  const text = typeof message === 'string' ? message : (JSON.stringify(message) as string | undefined);
  return (text ?? '').replace(NOT_IN_XML, '?') || '(nothing)';
};

/** A dead-letter queue that malformed messages are put on, with the reason as an attribute. */
export const sqsSetAside = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): SetAside => ({
  put: async (message, reason) => {
    const text = reason.replace(NOT_IN_XML, '?').slice(0, MOST_REASON_CHARACTERS) || 'unknown';
    const input = {
      QueueUrl: queueUrl,
      MessageBody: bodyOf(message),
      MessageAttributes: { [REASON]: { DataType: 'String', StringValue: text } },
    };
    await client.send(new SendMessageCommand(input));
  },
});
