import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DiagnosesQueue } from '../../ports/queues.ts';
import { diagnosisBody } from './queue-messages.ts';

/** The standard queue of whoever can say what is wrong. */
export const sqsDiagnosesQueue = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): DiagnosesQueue => ({
  send: async (message) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: diagnosisBody(message) }));
  },
});
