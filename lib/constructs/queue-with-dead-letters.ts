import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface QueueWithDeadLettersProps {
  readonly encryptionKey: IKey;
  readonly visibilityTimeout: Duration;
  /** A message received so often without being done goes to the dead letters. */
  readonly maxReceiveCount: number;
  /**
   * Makes both queues FIFO; they are called `<name>.fifo` and `<name>-dead.fifo`.
   *
   * @default - standard queues, named by CloudFormation
   */
  readonly fifoName?: string;
}

const fifo = (name: string | undefined): Partial<QueueProps> =>
  // CloudFormation does not append the suffix everywhere: without it the queue would silently be a standard one.
  name === undefined ? {} : { fifo: true, queueName: `${name}.fifo` };

/** A queue that loses nothing: what cannot be done is kept for a person, as long as SQS keeps anything. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id);
    const { encryptionKey, visibilityTimeout, maxReceiveCount, fifoName } = props;
    const kept = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    const deadName = fifoName === undefined ? undefined : `${fifoName}-dead`;
    this.deadLetters = new Queue(this, 'DeadLetters', { ...kept, ...fifo(deadName) });
    this.queue = new Queue(this, 'Queue', {
      ...kept,
      ...fifo(fifoName),
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
  }
}
