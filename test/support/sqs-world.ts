import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { tickBatch } from '../../lambdas/escalation-clock/tick-batch.ts';
import { intakeAlarms } from '../../lambdas/alarm-intake/intake-alarms.ts';
import { sendBatch } from '../../lambdas/page-sender/send-batch.ts';
import { reconcileLate } from '../../lambdas/reconciler/reconcile-late.ts';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { sqsPagesQueue } from '../../lib/adapters/sqs/sqs-pages-queue.ts';
import { inMemoryDigests } from '../../lib/adapters/memory/in-memory-digests.ts';
import { sqsRedelivery } from '../../lib/adapters/sqs/sqs-redelivery.ts';
import { sqsTicksQueue } from '../../lib/adapters/sqs/sqs-ticks-queue.ts';
import type { Configuration } from '../../lib/core/configuration.ts';
import { epochOf, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { pipelineOf } from '../../lib/pipeline/pipeline-of.ts';
import { Reconciliation } from '../../lib/pipeline/reconcile.ts';
import type { Pager } from '../../lib/ports/pager.ts';
import type { PagerHealth } from '../../lib/ports/pager-health.ts';
import type { Redelivery } from '../../lib/ports/redelivery.ts';
import type { Telemetry } from '../../lib/ports/telemetry.ts';
import { ORDER, VirtualTime } from '../../lib/simulator/virtual-time.ts';
import { OverlappingTime } from './overlapping-time.ts';
import { type SlowIncidents, SlowTable } from './slow-table.ts';
import { type QueueOptions, VirtualSqs } from './virtual-sqs.ts';

export interface SqsWorldOptions {
  readonly configuration: Configuration;
  readonly start: Instant;
  readonly ticks?: Partial<QueueOptions>;
  readonly pages?: Partial<QueueOptions>;
  readonly alarms?: Partial<QueueOptions>;
  /** @default every page goes out */
  readonly publish?: Pager['publish'];
  /** Invocations overlap, and the calls of each take time; a random number a pause. @default nothing takes time */
  readonly overlapping?: () => number;
  /** Whether the function that sends pages dies of every call now. */
  readonly isSenderDown?: (now: Instant) => boolean;
  /** Whether the table refuses every read and write now. */
  readonly isTableDown?: (now: Instant) => boolean;
  /** Milliseconds after the start at which the reconciler runs first; then every minute. */
  readonly reconcilesFromMs?: number;
}

const QUIET: Telemetry = { log: () => undefined, count: () => undefined };
/** Nobody anchors here. */
const tags = (): Promise<{ readonly lookedUp: number }> => Promise.resolve({ lookedUp: 0 });
const ANCHORED = { run: () => Promise.resolve([]) };
const NO_DIGEST = { run: () => Promise.resolve(undefined), isWrong: () => false };
const WELL: PagerHealth = { troubles: () => Promise.resolve([]) };
const settled = (): Promise<void> => Promise.resolve();
const [ALARMS, PAGES, TICKS] = ['alarms', 'pages.fifo', 'ticks'] as const;

/**
 * The functions as they are deployed, on the adapters of SQS and the queues of the stack (visibility, receive counts,
 * delays, FIFO), in virtual time; only the table and the topics are in memory.
 */
export class SqsWorld {
  readonly time: VirtualTime;
  readonly incidents = new InMemoryIncidents();
  readonly pipeline: Pipeline;
  readonly sqs: VirtualSqs;
  readonly table: SlowTable;
  private readonly reconciler: Reconciliation;
  private readonly options: SqsWorldOptions;

  constructor(options: SqsWorldOptions) {
    this.options = options;
    const { overlapping } = options;
    const time = new OverlappingTime(epochOf(options.start));
    this.table = new SlowTable(time);
    this.time = overlapping === undefined ? new VirtualTime(epochOf(options.start)) : time;
    this.sqs = new VirtualSqs(this.time);
    const { client } = this.sqs;
    const clock = this.time.now;
    this.pipeline = pipelineOf({
      incidents: this.reachable(overlapping === undefined ? this.incidents : this.table.holding(this.incidents)),
      pages: sqsPagesQueue({ client, queueUrl: PAGES, clock }),
      ticks: sqsTicksQueue({ client, queueUrl: TICKS }),
      pager: { publish: options.publish ?? settled },
      links: { create: () => Promise.resolve(undefined), find: () => Promise.resolve(undefined) },
      clock,
      jitter: overlapping === undefined ? settled : (ms) => time.wait(ms * overlapping()),
      ...(overlapping === undefined ? {} : { pace: (ms: number) => time.wait(ms) }),
      configuration: options.configuration,
    });
    this.reconciler = new Reconciliation(this.pipeline);
    this.createQueues();
    this.reconcileIn(options.reconcilesFromMs ?? MINUTE);
  }

  /** Where calls take time: lets others go on meanwhile. */
  wait(ms: number): Promise<void> {
    return this.time instanceof OverlappingTime ? this.time.wait(ms) : settled();
  }

  /** An event as the rule puts it on the alarms queue. */
  async deliver(event: object): Promise<void> {
    await this.sqs.client.send(new SendMessageCommand({ QueueUrl: ALARMS, MessageBody: JSON.stringify(event) }));
  }

  /** What the queues gave up on. */
  get dead(): readonly string[] {
    return [ALARMS, PAGES, TICKS].flatMap((url) => this.sqs.dead(url));
  }

  private reachable(incidents: SlowIncidents): SlowIncidents {
    const { isTableDown } = this.options;
    if (isTableDown === undefined) return incidents;
    return new Proxy(incidents, {
      get: (target, name: keyof SlowIncidents) => {
        if (isTableDown(this.time.now())) return () => Promise.reject(new Error('InternalServerError'));
        return Reflect.get(target, name, target);
      },
    });
  }

  private createQueues(): void {
    const { pipeline } = this;
    const polled = this.options.overlapping === undefined ? {} : { receivers: 5 };
    const ports = { pipeline, telemetry: QUIET };
    const redelivery = (queueUrl: string): Redelivery => sqsRedelivery({ client: this.sqs.client, queueUrl });
    const { alarms, pages, ticks } = this.options;
    this.sqs.create(ALARMS, {
      order: ORDER.alarm,
      visibilityMs: 180 * SECOND,
      maxReceiveCount: 1_000,
      receive: (event) => intakeAlarms({ ...ports, redelivery: redelivery(ALARMS) }, event),
      ...polled,
      ...alarms,
    });
    this.sqs.create(PAGES, {
      order: ORDER.page,
      visibilityMs: 60 * SECOND,
      maxReceiveCount: 1_000,
      receive: (event) =>
        this.options.isSenderDown?.(this.time.now()) === true
          ? Promise.reject(new Error('Runtime exited'))
          : sendBatch({ ...ports, redelivery: redelivery(PAGES), digests: inMemoryDigests(), where: '' }, event),
      ...pages,
    });
    this.sqs.create(TICKS, {
      order: ORDER.tick,
      visibilityMs: 180 * SECOND,
      maxReceiveCount: 1_000,
      receive: (event) => tickBatch({ ...ports, redelivery: redelivery(TICKS) }, event),
      ...polled,
      ...ticks,
    });
  }

  private reconcileIn(ms: number): void {
    this.time.in(ms, ORDER.tick + 1, async () => {
      this.reconcileIn(MINUTE);
      // A run that failed is not tried again: the next one, a minute later, finds the same incidents late.
      const { reconciler } = this;
      const run = reconcileLate({
        reconciler,
        telemetry: QUIET,
        anchor: ANCHORED,
        digest: NO_DIGEST,
        watchdog: undefined,
        health: WELL,
        tags,
      });
      await run.catch(() => undefined);
    });
  }
}
