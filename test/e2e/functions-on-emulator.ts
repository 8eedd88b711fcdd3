import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { intakeAlarms } from '../../lambdas/alarm-intake/intake-alarms.ts';
import { tickBatch } from '../../lambdas/escalation-clock/tick-batch.ts';
import { sendBatch } from '../../lambdas/page-sender/send-batch.ts';
import { dynamoDbIncidents } from '../../lib/adapters/dynamodb/dynamodb-incidents.ts';
import { dynamoDbPageLinks } from '../../lib/adapters/dynamodb/dynamodb-page-links.ts';
import { inMemoryDigests } from '../../lib/adapters/memory/in-memory-digests.ts';
import { topicSuffix } from '../../lib/adapters/sns/contract.ts';
import { snsPager } from '../../lib/adapters/sns/sns-pager.ts';
import { tickBody } from '../../lib/adapters/sqs/queue-messages.ts';
import { sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { sqsSetAside } from '../../lib/adapters/sqs/sqs-set-aside.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import type { Configuration, Target } from '../../lib/core/configuration.ts';
import { type Instant, instantOf } from '../../lib/core/time.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { everyoneIn } from '../../lib/core/schedule/on-call.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import type { Diagnoser } from '../../lib/ports/diagnoser.ts';
import type { MetricHistory } from '../../lib/ports/metric-history.ts';
import type { DigestLog } from '../../lib/ports/digest-log.ts';
import type { TickMessage } from '../../lib/ports/queues.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import type { Telemetry } from '../../lib/ports/telemetry.ts';
import { within } from '../../lib/runtime/clock.ts';
import { batch, record } from '../support/function-world.ts';
import { createTable, emulatorOptions } from './adapters/incident-table.ts';
import type { AwsEmulator } from '../support/aws-emulator.ts';

interface Addresses {
  readonly emulator: AwsEmulator;
  /** For the test's own calls. */
  readonly direct: string;
  /** For what the functions call. */
  readonly through: string;
}

interface Setting {
  readonly configuration: Configuration;
  readonly paged: Target;
  /** Asked for causes while a first page waits. @default nobody looks for causes */
  readonly metrics?: Pick<MetricHistory, 'series'>;
}

const QUIET: Telemetry = { log: () => undefined, count: () => undefined };
const nothing = (): Promise<void> => Promise.resolve();
const PREFIX = 'Tocsin-';

const queueNamed = async (sqs: SQSClient, QueueName: string): Promise<string> => {
  const Attributes = QueueName.endsWith('.fifo') ? { FifoQueue: 'true' } : undefined;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
};

/**
 * The functions' own code on the emulator's table, queues and topics, called by the test instead of a poller, at a time
 * that the test sets. The functions try each call once: a process that died tries nothing again.
 */
export class FunctionsOnEmulator {
  nowMs = Date.now();
  /** When page-sender was last called, and when it last published, of `performance.now()`. */
  sendingSince = 0;
  publishedAt = 0;
  readonly pipeline: Pipeline;
  private readonly direct: { readonly sqs: SQSClient };
  private readonly urls: Readonly<Record<'pages' | 'ticks' | 'inbox', string>>;
  private readonly closing: () => Promise<void>;

  static async start(
    { emulator, direct, through: endpoint }: Addresses,
    { configuration, paged, metrics }: Setting,
  ): Promise<FunctionsOnEmulator> {
    const past = { ...emulatorOptions(emulator), endpoint: direct };
    const through = { ...emulatorOptions(emulator), endpoint, maxAttempts: 1 };
    const sqs = new SQSClient(past);
    const sns = new SNSClient(past);
    const dynamoDb = new DynamoDBClient(past);
    const [pages, ticks, dead, inbox] = await Promise.all(
      ['pages.fifo', 'ticks', 'alarms-dead', 'inbox'].map((name) => queueNamed(sqs, name)),
    );
    const [paging, ...others] = [paged, ...everyoneIn(configuration)].map((target) =>
      sns.send(new CreateTopicCommand({ Name: PREFIX + topicSuffix(target) })),
    );
    const TopicArn = (await paging)?.TopicArn ?? '';
    await Promise.all(others);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: inbox, AttributeNames: ['QueueArn'] }),
    );
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.['QueueArn'] }));
    const table = await createTable(dynamoDb);
    const clients = {
      sqs: new SQSClient(through),
      sns: new SNSClient(through),
      dynamoDb: new DynamoDBClient(through),
    };
    const functions = new FunctionsOnEmulator({
      direct: { sqs },
      urls: { pages: pages ?? '', ticks: ticks ?? '', inbox: inbox ?? '' },
      host: { client: clients.sqs, queueUrl: dead ?? '' },
      table: { client: DynamoDBDocumentClient.from(clients.dynamoDb), tableName: table.tableName },
      pager: snsPager({ client: clients.sns, topicArnPrefix: TopicArn.slice(0, -topicSuffix(paged).length) }),
      configuration,
      diagnoser: metrics && diagnoserOf({ sources: () => ({ metrics }), within: within(1_500) }, configuration),
      close: async () => {
        await table.close();
        for (const client of [sqs, sns, dynamoDb, ...Object.values(clients)]) client.destroy();
      },
    });
    return functions;
  }

  private constructor(parts: {
    readonly direct: { readonly sqs: SQSClient };
    readonly urls: Readonly<Record<'pages' | 'ticks' | 'inbox', string>>;
    readonly host: { readonly client: SQSClient; readonly queueUrl: string };
    readonly table: { readonly client: DynamoDBDocumentClient; readonly tableName: string };
    readonly pager: Pipeline['pager'];
    readonly configuration: Configuration;
    readonly diagnoser: Diagnoser | undefined;
    readonly close: () => Promise<void>;
  }) {
    const { direct, urls, host, table, pager, configuration, diagnoser, close } = parts;
    this.direct = direct;
    this.urls = urls;
    this.closing = close;
    const clock = (): Instant => instantOf(this.nowMs);
    this.pipeline = pipelineOf({
      incidents: dynamoDbIncidents({ ...table, clock }),
      pages: sqsPagesQueue({ client: host.client, queueUrl: urls.pages, clock }),
      ticks: sqsTicksQueue({ client: host.client, queueUrl: urls.ticks }),
      aside: sqsSetAside(host),
      links: dynamoDbPageLinks({ ...table, linkBase: 'https://example.invalid/a/', clock }),
      pager: {
        publish: async (target, message) => {
          await pager.publish(target, message);
          this.publishedAt = performance.now();
        },
      },
      clock,
      jitter: nothing,
      configuration,
      ...(diagnoser !== undefined && { diagnoser, diagnoses: { send: nothing } }),
    });
  }

  close(): Promise<void> {
    return this.closing();
  }

  /** alarm-intake takes in one event; false: it comes again. */
  async takeIn(event: object): Promise<boolean> {
    const sent = record('m', JSON.stringify(event), { SentTimestamp: String(this.nowMs) });
    return this.done(await intakeAlarms(this.ports, batch(sent)));
  }

  /** page-sender takes what is in the pages queue, and as a poller does deletes what is done; false: the rest comes again. */
  async send(): Promise<boolean> {
    const messages = await this.receive('pages');
    if (messages.length === 0) return true;
    const records = messages.map(({ Body = '' }, index) => record(String(index), Body));
    this.sendingSince = performance.now();
    const { batchItemFailures } = await sendBatch(this.ports, batch(...records));
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = messages.filter((_, index) => !failed.has(String(index)));
    for (const message of done) await this.delete('pages', message);
    return failed.size === 0;
  }

  /** escalation-clock takes one message of the clock; false: it comes again. */
  async tick(message: TickMessage): Promise<boolean> {
    return this.done(await tickBatch(this.ports, batch(record('m', tickBody(message)))));
  }

  /** Texts that the paged target got so far. */
  async inbox(): Promise<readonly string[]> {
    const messages = await this.receive('inbox');
    for (const message of messages) await this.delete('inbox', message);
    return messages.map(({ Body = '{}' }) => (JSON.parse(Body) as { Message: string }).Message);
  }

  private get ports(): {
    readonly pipeline: Pipeline;
    readonly telemetry: Telemetry;
    readonly redelivery: Redelivery;
    readonly digests: DigestLog;
    readonly where: string;
  } {
    const redelivery = { after: nothing };
    return { pipeline: this.pipeline, telemetry: QUIET, redelivery, digests: inMemoryDigests(), where: '' };
  }

  private done({ batchItemFailures }: SQSBatchResponse): boolean {
    return batchItemFailures.length === 0;
  }

  /** Without a visibility timeout: what is not deleted is there again at once. */
  private async receive(queue: 'pages' | 'inbox'): Promise<readonly Message[]> {
    const input = { QueueUrl: this.urls[queue], MaxNumberOfMessages: 10, VisibilityTimeout: 0, WaitTimeSeconds: 0 };
    const { Messages = [] } = await this.direct.sqs.send(new ReceiveMessageCommand(input));
    return Messages;
  }

  private async delete(queue: 'pages' | 'inbox', { ReceiptHandle }: Message): Promise<void> {
    await this.direct.sqs.send(new DeleteMessageCommand({ QueueUrl: this.urls[queue], ReceiptHandle }));
  }
}
