import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { SECOND } from '../../core/time.ts';
import { LONGEST_DELAY_MS, type TicksQueue } from '../../ports/queues.ts';
import { tickBody } from './queue-messages.ts';

/** The standard queue whose delays are the clock: whole seconds, never less than asked for. */
export const sqsTicksQueue = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): TicksQueue => ({
  send: async (message, delayMs) => {
    const within = Math.min(LONGEST_DELAY_MS, Math.max(0, delayMs));
    const input = {
      QueueUrl: queueUrl,
      MessageBody: tickBody(message),
      DelaySeconds: Math.ceil(within / SECOND),
    };
    await client.send(new SendMessageCommand(input));
  },
});
