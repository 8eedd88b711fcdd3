import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoDbIncidents } from '../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbPageLinks } from '../lib/adapters/dynamodb/dynamodb-page-links.ts';
import { snsPager } from '../lib/adapters/sns/sns-pager.ts';
import { readPageMessage } from '../lib/adapters/sqs/queue-messages.ts';
import { sqsPagesQueue } from '../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsTicksQueue } from '../lib/adapters/sqs/sqs-ticks-queue.ts';
import type { Configuration } from '../lib/core/configuration.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { Pipeline } from '../lib/pipeline/pipeline.ts';
import { pipelineOf } from '../lib/pipeline/pipeline-of.ts';
import type { ReceivedPage } from '../lib/pipeline/send-pages.ts';
import { jitter, systemClock } from '../lib/runtime/clock.ts';
import { platformSha256 } from '../lib/runtime/sha256.ts';
import { AwsInMemory, operationIn } from './aws-in-memory.ts';

/** Milliseconds of a warm call within a Region, as published. */
const DELAYS: Readonly<Record<string, number>> = {
  TransactWriteItems: 25,
  PutItem: 7.5,
  BatchGetItem: 5,
  GetItem: 5,
  Query: 5,
  SendMessage: 10,
  SendMessageBatch: 10,
  Publish: 20,
};

/** What was waited for so far. */
export interface Spent {
  /** Of `performance.now()`. */
  readonly at: number;
  /** All delays of calls that were answered, in milliseconds: how long they take one after another. */
  readonly sum: number;
  /**
   * The longest chain of calls, each begun after the one before was answered. Where several incidents are at work, calls
   * that only happen to follow one another are in it too: ask it of one alone.
   */
  readonly chain: number;
}

/** As the SDK makes it. */
interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const textOf = (body: Request['body']): string => (typeof body === 'string' ? body : new TextDecoder().decode(body));

/** The SDK's own clients on services in memory, each call of which takes its fixed time. */
export class ModelledAws {
  /** What had been waited for when each message was published. */
  published: Spent[] = [];
  private services = new AwsInMemory();
  private sum = 0;
  private chain = 0;
  private isInstant = false;
  private readonly table: { readonly client: DynamoDBDocumentClient; readonly tableName: string };
  private readonly clients: { readonly sqs: SQSClient; readonly sns: SNSClient };

  constructor() {
    const options = {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'model', secretAccessKey: 'model' },
      requestHandler: { handle: (request: Request) => this.handle(request) },
    };
    const dynamoDb = DynamoDBDocumentClient.from(new DynamoDBClient(options), {
      marshallOptions: { removeUndefinedValues: true },
    });
    this.table = { client: dynamoDb, tableName: 'incidents' };
    this.clients = { sqs: new SQSClient(options), sns: new SNSClient(options) };
  }

  get spent(): Spent {
    return { at: performance.now(), sum: this.sum, chain: this.chain };
  }

  /** Everything empty, nothing spent. */
  reset(): void {
    this.services = new AwsInMemory();
    this.published = [];
    this.sum = 0;
    this.chain = 0;
  }

  /** What is done so takes no time of AWS. */
  async instantly(act: () => Promise<void>): Promise<void> {
    this.isInstant = true;
    await act();
    this.isInstant = false;
  }

  /** The production pipeline of one function. */
  pipeline(configuration: Configuration, clock: Clock = systemClock): Pipeline {
    const { sqs, sns } = this.clients;
    const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/';
    return pipelineOf({
      incidents: dynamoDbIncidents(this.table),
      links: dynamoDbPageLinks({ ...this.table, linkBase: 'https://example.invalid/a/' }),
      pages: sqsPagesQueue({ client: sqs, queueUrl: `${queueUrl}pages.fifo` }),
      ticks: sqsTicksQueue({ client: sqs, queueUrl: `${queueUrl}ticks` }),
      pager: snsPager({ client: sns, topicArnPrefix: 'arn:aws:sns:eu-west-1:111122223333:Tocsin-' }),
      clock,
      jitter,
      sha256: platformSha256,
      configuration,
    });
  }

  /** What is on the pages queue, as page-sender gets it. */
  takePages(): readonly ReceivedPage[] {
    return this.services.takePages().flatMap((body, index): readonly ReceivedPage[] => {
      const page = readPageMessage(body);
      return page === undefined ? [] : [{ ...page, messageId: String(index) }];
    });
  }

  private async handle({ headers, body }: Request): Promise<{ readonly response: object }> {
    const operation = operationIn(headers['x-amz-target']);
    const delay = this.isInstant ? 0 : DELAYS[operation ?? 'Publish'];
    if (delay === undefined) throw new Error(`no time is known of ${operation ?? ''}`);
    const begun = this.chain;
    if (delay > 0) await setTimeout(delay);
    this.sum += delay;
    this.chain = Math.max(this.chain, begun + delay);
    if (operation === undefined) this.published.push(this.spent);
    const answer = this.services.answer(operation, textOf(body));
    const response = { statusCode: answer.status, headers: {}, body: Buffer.from(answer.body) };
    return { response };
  }
}
