import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { epochOf, MINUTE, SECOND } from '../../lib/core/time.ts';
import type { VirtualTime } from '../../lib/simulator/virtual-time.ts';
import { record } from './function-world.ts';

export interface QueueOptions {
  /** What comes first when several things happen at one instant. */
  readonly order: number;
  readonly visibilityMs: number;
  readonly maxReceiveCount: number;
  readonly receive: (event: SQSEvent) => Promise<SQSBatchResponse>;
  /** So many calls of the function at once, each with up to ten messages. @default a call for each message, at once */
  readonly receivers?: number;
  /**
   * When the copies of the n-th message arrive, in milliseconds after it is due: none is a lost message, several a
   * doubled one. Of a FIFO queue: none or one.
   *
   * @default one, at once
   */
  readonly arrivals?: (serial: number) => readonly number[];
  /** Whether the n-th call to send is refused. */
  readonly refuses?: (serial: number) => boolean;
}

interface Message {
  readonly id: string;
  readonly body: string;
  readonly group: string | undefined;
  readonly sentMs: number;
  receiveCount: number;
  /** For how long it is hidden if this delivery fails. */
  hiddenMs: number;
}

const LONGEST_DELAY_SECONDS = 900;
const MESSAGES_A_BATCH = 10;
const DEDUP_MS = 5 * MINUTE;

const refused = (name: string, message: string): Error => Object.assign(new Error(message), { name });

/** One queue with its function: at least once, redelivered after the visibility timeout, then to the dead letters. */
class VirtualQueue {
  readonly dead: string[] = [];
  private readonly time: VirtualTime;
  private readonly options: QueueOptions;
  private readonly isFifo: boolean;
  private readonly sent = new Map<string, { readonly ms: number; readonly body: string }>();
  private readonly groups = new Map<string, Message[]>();
  private readonly held = new Map<string, Message>();
  /** Of a standard queue, for a receiver to become free. */
  private readonly visible: Message[] = [];
  private receiving = 0;
  private serial = 0;
  private calls = 0;

  constructor(time: VirtualTime, url: string, options: QueueOptions) {
    this.time = time;
    this.options = options;
    this.isFifo = url.endsWith('.fifo');
  }

  private get nowMs(): number {
    return epochOf(this.time.now());
  }

  /** @throws Error as SQS refuses what breaks its rules, or a call that the test has it refuse. */
  call(entries: readonly SendMessageBatchRequestEntry[]): void {
    this.calls += 1;
    if (this.options.refuses?.(this.calls) === true) throw refused('ThrottlingException', 'slow down');
    if (entries.length > MESSAGES_A_BATCH) throw refused('TooManyEntriesInBatchRequest', String(entries.length));
    for (const entry of entries) this.put(entry);
  }

  /** Hides a message that a function holds for this long from now. */
  hide(receiptHandle: string | undefined, seconds: number | undefined): void {
    const message = this.held.get(receiptHandle ?? '');
    if (message === undefined) throw refused('ReceiptHandleIsInvalid', receiptHandle ?? '');
    message.hiddenMs = (seconds ?? 0) * SECOND;
  }

  private put({ MessageBody = '', DelaySeconds = 0, MessageGroupId, ...entry }: SendMessageBatchRequestEntry): void {
    const isDelay = Number.isInteger(DelaySeconds) && DelaySeconds >= 0 && DelaySeconds <= LONGEST_DELAY_SECONDS;
    if (!isDelay || (this.isFifo && DelaySeconds !== 0)) throw refused('InvalidParameterValue', String(DelaySeconds));
    if (this.isFifo !== (MessageGroupId !== undefined)) throw refused('MissingParameter', 'MessageGroupId');
    if (this.isRepeated(entry.MessageDeduplicationId, MessageBody)) return;
    this.serial += 1;
    const { serial, nowMs } = this;
    const message = {
      id: String(serial),
      body: MessageBody,
      group: MessageGroupId,
      sentMs: nowMs,
      receiveCount: 0,
      hiddenMs: 0,
    };
    for (const lateMs of this.options.arrivals?.(serial) ?? [0]) {
      this.time.in(DelaySeconds * SECOND + lateMs, this.options.order, () => this.arrive(message));
    }
  }

  private isRepeated(id: string | undefined, body: string): boolean {
    if (!this.isFifo) return false;
    if (id === undefined) throw refused('InvalidParameterValue', 'no MessageDeduplicationId');
    const before = this.sent.get(id);
    if (before === undefined || this.nowMs - before.ms >= DEDUP_MS) {
      this.sent.set(id, { ms: this.nowMs, body });
      return false;
    }
    // The SDK checks the digest of the answer, which is the first one's.
    if (before.body !== body) throw refused('InvalidChecksumError', `${before.body} and ${body}`);
    return true;
  }

  private async arrive(message: Message): Promise<void> {
    const { group } = message;
    if (group === undefined) {
      this.visible.push(message);
      await this.receiveOn();
      return;
    }
    const waiting = this.groups.get(group);
    if (waiting !== undefined) waiting.push(message);
    else {
      this.groups.set(group, [message]);
      this.time.in(0, this.options.order, () => this.drain(group));
    }
  }

  private async receiveOn(): Promise<void> {
    const { receivers } = this.options;
    if (receivers !== undefined && this.receiving >= receivers) return;
    const batch = this.visible.splice(0, receivers === undefined ? 1 : MESSAGES_A_BATCH);
    if (batch.length === 0) return;
    this.receiving += 1;
    await this.deliver(batch, (left) => {
      for (const one of left) this.time.in(one.hiddenMs, this.options.order, () => this.arrive(one));
    });
    this.receiving -= 1;
    await this.receiveOn();
  }

  /** Messages of one group go to one receiver at a time, in their order; what fails holds up what is behind it. */
  private async drain(group: string): Promise<void> {
    const waiting = this.groups.get(group) ?? [];
    const batch = waiting.splice(0, MESSAGES_A_BATCH);
    let againMs = 0;
    await this.deliver(batch, (left) => {
      waiting.unshift(...left);
      againMs = Math.max(...left.map(({ hiddenMs }) => hiddenMs));
    });
    if (waiting.length > 0) this.time.in(againMs, this.options.order, () => this.drain(group));
    else this.groups.delete(group);
  }

  private async deliver(batch: readonly Message[], again: (left: readonly Message[]) => void): Promise<void> {
    for (const message of batch) {
      message.receiveCount += 1;
      message.hiddenMs = this.options.visibilityMs;
      this.held.set(message.id, message);
    }
    const Records = batch.map(({ id, body, group, sentMs, receiveCount }) =>
      record(id, body, {
        SentTimestamp: String(sentMs),
        ApproximateReceiveCount: String(receiveCount),
        ...(group === undefined ? {} : { MessageGroupId: group }),
      }),
    );
    const failed = await this.failedOf({ Records });
    for (const { id } of batch) this.held.delete(id);
    const left = batch.filter(({ id }) => failed === 'all' || failed.has(id));
    const hopeless = left.filter(({ receiveCount }) => receiveCount >= this.options.maxReceiveCount);
    this.dead.push(...hopeless.map(({ body }) => body));
    if (left.length > hopeless.length) again(left.filter((message) => !hopeless.includes(message)));
  }

  private async failedOf(event: SQSEvent): Promise<ReadonlySet<string> | 'all'> {
    try {
      const { batchItemFailures } = await this.options.receive(event);
      return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } catch {
      return 'all';
    }
  }
}

/** SQS and its pollers in virtual time, behind the client that the real adapters send with. */
export class VirtualSqs {
  readonly client: SQSClient;
  private readonly time: VirtualTime;
  private readonly queues = new Map<string, VirtualQueue>();

  constructor(time: VirtualTime) {
    this.time = time;
    const send = (command: unknown): Promise<object> => Promise.resolve().then(() => this.carryOut(command));
    this.client = { send } as unknown as SQSClient;
  }

  /** A queue with this URL; one that ends in `.fifo` is FIFO. */
  create(url: string, options: QueueOptions): void {
    this.queues.set(url, new VirtualQueue(this.time, url, options));
  }

  dead(url: string): readonly string[] {
    return this.queue(url).dead;
  }

  private queue(url: string | undefined): VirtualQueue {
    const queue = this.queues.get(url ?? '');
    if (queue === undefined) throw refused('QueueDoesNotExist', url ?? '');
    return queue;
  }

  private carryOut(command: unknown): object {
    if (command instanceof SendMessageBatchCommand) {
      this.queue(command.input.QueueUrl).call(command.input.Entries ?? []);
      return {};
    }
    if (command instanceof ChangeMessageVisibilityBatchCommand) {
      const { QueueUrl, Entries = [] } = command.input;
      for (const { ReceiptHandle, VisibilityTimeout } of Entries)
        this.queue(QueueUrl).hide(ReceiptHandle, VisibilityTimeout);
      return {};
    }
    if (!(command instanceof SendMessageCommand)) throw refused('InvalidAction', String(command));
    this.queue(command.input.QueueUrl).call([{ Id: '0', ...command.input }]);
    return {};
  }
}
