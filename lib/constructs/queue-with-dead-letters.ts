import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface QueueWithDeadLettersProps {
  readonly encryptionKey: IKey;
  /** @default - the same key */
  readonly deadLettersKey?: IKey;
  readonly visibilityTimeout: Duration;
  /**
   * Makes both queues FIFO; they are called `<name>.fifo` and `<name>-dead.fifo`.
   *
   * @default - standard queues, named by CloudFormation
   */
  readonly fifoName?: string;
}

/**
 * The most that SQS allows: what is real waits for as long as the queue keeps it, what is hopeless is set aside at once.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
const MOST_RECEIVES = 1_000;

/** Kept for as long as SQS keeps anything, under a key that is to be named. */
export const LASTING = {
  encryption: QueueEncryption.KMS,
  enforceSSL: true,
  retentionPeriod: Duration.days(14),
} as const;

const fifo = (name: string | undefined): Partial<QueueProps> =>
  // CloudFormation does not append the suffix everywhere: without it the queue would silently be a standard one.
  name === undefined ? {} : { fifo: true, queueName: `${name}.fifo` };

/** A queue that loses nothing: what cannot be done is kept for a person, as long as SQS keeps anything. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id);
    const { encryptionKey, deadLettersKey = encryptionKey, visibilityTimeout, fifoName } = props;
    const deadName = fifoName === undefined ? undefined : `${fifoName}-dead`;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...LASTING,
      ...fifo(deadName),
      encryptionMasterKey: deadLettersKey,
    });
    this.queue = new Queue(this, 'Queue', {
      ...LASTING,
      ...fifo(fifoName),
      encryptionMasterKey: encryptionKey,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_RECEIVES },
    });
  }
}
