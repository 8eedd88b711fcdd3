import { InMemoryScanAllowance } from '../../lib/adapters/memory/in-memory-scan-allowance.ts';
import { InMemoryIncidents } from '../../lib/adapters/memory/in-memory-incidents.ts';
import { routeAlarm } from '../../lib/core/service/route-alarm.ts';
import type { Configuration, Target } from '../../lib/core/configuration.ts';
import type { Message } from '../../lib/core/page/page-facts.ts';
import { epochOf, type Instant, MINUTE, SECOND } from '../../lib/core/time.ts';
import { escalationClock } from '../../lib/pipeline/clock.ts';
import { answerDiagnosis } from '../../lib/pipeline/diagnose.ts';
import type { Pipeline } from '../../lib/pipeline/pipeline.ts';
import { type AlarmMessage, receive } from '../../lib/pipeline/receive.ts';
import { Reconciliation } from '../../lib/pipeline/reconcile.ts';
import { type GivenResponse, respond } from '../../lib/pipeline/respond.ts';
import { type AskedDrill, openDrill } from '../../lib/pipeline/open-drill.ts';
import { type ReceivedPage, sendPages } from '../../lib/pipeline/send-pages.ts';
import { sendTestPages } from '../../lib/pipeline/send-test-pages.ts';
import type { Append } from '../../lib/ports/incident-store.ts';
import type { Diagnoser } from '../../lib/ports/diagnoser.ts';
import type { LogHistory } from '../../lib/ports/log-history.ts';
import type { DiagnosesQueue, PageMessage } from '../../lib/ports/queues.ts';
import { VirtualTime } from '../../lib/simulator/virtual-time.ts';

/** A process that died: nothing it had not done yet is done, its message comes again. */
class Crash extends Error {
  override readonly name = 'Crash';
}

export interface Published {
  readonly at: Instant;
  readonly target: Target;
  readonly message: Message;
}

/** Which calls of a port kill their process: before the call takes effect, or just after. */
export type CrashPlan = ReadonlyMap<number, 'before' | 'after'>;

export interface WorldOptions {
  readonly configuration: Configuration;
  readonly start: Instant;
  readonly crashes?: CrashPlan;
  /** Every message of the clock is lost: only the reconciler ticks. */
  readonly losesTicks?: boolean;
  /** Delivers each message of a queue so often. */
  readonly deliveries?: number;
  /** Refuses these targets, for good or for now. */
  readonly refuses?: (target: Target, at: Instant) => 'for-good' | 'for-now' | undefined;
  /** Says what is wrong; `kills`: it takes its process with it each time. */
  readonly diagnoser?: Diagnoser | 'kills' | undefined;
  /** Called after every append that was written, also where its process dies then. */
  readonly onAppend?: (append: Append) => void;
}

/** SQS and EventBridge as they are: at least once, redelivered after the visibility timeout, in no order. */
const VISIBILITY_MS = {
  alarms: 180 * SECOND,
  ticks: 180 * SECOND,
  pages: 60 * SECOND,
  diagnoses: 180 * SECOND,
} as const;

/** The pipeline with crashes between any two calls, redelivery, doubled messages and a reconciler. */
export class UnreliableWorld {
  readonly time: VirtualTime;
  readonly incidents = new InMemoryIncidents();
  readonly published: Published[] = [];
  readonly setAside: unknown[] = [];
  readonly unexpected: unknown[] = [];
  readonly pipeline: Pipeline;
  private readonly reconciler: Reconciliation;
  calls = 0;
  crashed = 0;
  /** The process at work now was killed. */
  private isDead = false;
  private readonly options: WorldOptions;
  private readonly busyGroups = new Map<string, PageMessage[]>();

  constructor(options: WorldOptions) {
    this.options = options;
    this.time = new VirtualTime(epochOf(options.start));
    this.pipeline = this.build();
    this.reconciler = new Reconciliation(this.pipeline);
    this.reconcileEveryMinute();
  }

  get now(): Instant {
    return this.time.now();
  }

  /** An event as EventBridge would deliver it, redelivered until it is taken in. */
  deliver(body: unknown, atMs = epochOf(this.now)): void {
    this.deliverBatch([body], atMs);
  }

  /** Events in one batch, redelivered as one. */
  deliverBatch(bodies: readonly unknown[], atMs = epochOf(this.now)): void {
    const messages = bodies.map((body, index): AlarmMessage => {
      return { messageId: `m${String(atMs)}-${String(this.calls)}-${String(index)}`, body };
    });
    const attempt = async (): Promise<void> => {
      await this.attempting(VISIBILITY_MS.alarms, attempt, async () => {
        const { failed } = await receive(this.pipeline, messages);
        for (const { error } of failed) throw error;
      });
    };
    for (let count = 0; count < (this.options.deliveries ?? 1); count += 1)
      this.time.at(atMs + count * 700, 1, attempt);
  }

  /** Somebody asks for test pages, again and again until that is answered. */
  drill(asked: AskedDrill, atMs = epochOf(this.now)): void {
    const attempt = (): Promise<void> =>
      this.attempting(10 * SECOND, attempt, async () => {
        await openDrill(this.pipeline, asked);
      });
    this.time.at(atMs, 2, attempt);
  }

  /** A person's response, tried again by that person until it is taken. */
  respond(response: GivenResponse, atMs = epochOf(this.now)): void {
    const attempt = (): Promise<void> =>
      this.attempting(10 * SECOND, attempt, async () => {
        await respond(this.pipeline, response);
      });
    this.time.at(atMs, 2, attempt);
  }

  run(until: Instant): Promise<boolean> {
    return this.time.run(epochOf(until));
  }

  private async attempting(againMs: number, again: () => Promise<void>, act: () => Promise<void>): Promise<void> {
    this.isDead = false;
    try {
      await act();
      if (this.hasDied()) throw new Crash('killed');
    } catch (error) {
      if (!(error instanceof Crash)) this.unexpected.push(error);
      this.time.in(againMs, 1, again);
    }
  }

  private reconcileEveryMinute(): void {
    this.time.in(MINUTE, 4, async () => {
      this.isDead = false;
      try {
        await this.reconciler.run();
      } catch (error) {
        if (!(error instanceof Crash)) this.unexpected.push(error);
      }
      this.reconcileEveryMinute();
    });
  }

  /** Counts the call and kills its process where the plan says so: what is dead calls nothing more. */
  private async call<T>(act: () => Promise<T>): Promise<T> {
    if (this.isDead) throw new Crash('dead');
    this.calls += 1;
    const plan = this.options.crashes?.get(this.calls);
    if (plan === 'before') throw this.crash();
    const result = await act();
    if (plan === 'after') throw this.crash();
    return result;
  }

  private hasDied(): boolean {
    return this.isDead;
  }

  private crash(): Crash {
    this.crashed += 1;
    this.isDead = true;
    return new Crash('killed');
  }

  private sendTick: Pipeline['ticks']['send'] = (message, delayMs) =>
    this.call(() => {
      const attempt = (): Promise<void> =>
        this.attempting(VISIBILITY_MS.ticks, attempt, () => escalationClock(this.pipeline, message));
      const deliveries = this.options.losesTicks === true ? 0 : (this.options.deliveries ?? 1);
      for (let count = 0; count < deliveries; count += 1) this.time.in(delayMs + count * 400, 3, attempt);
      return Promise.resolve();
    });

  private sendPagesTo: Pipeline['pages']['send'] = (messages) =>
    this.call(() => {
      for (const message of messages) this.enqueue(message);
      return Promise.resolve();
    });

  /** A message that kills whoever takes it is set aside in the end. */
  private sendDiagnosis: DiagnosesQueue['send'] = (message) =>
    this.call(() => {
      let left = 3;
      const attempt = (): Promise<void> => {
        left -= 1;
        const again = left > 0 ? attempt : (): Promise<void> => Promise.resolve();
        return this.attempting(VISIBILITY_MS.diagnoses, again, () => answerDiagnosis(this.pipeline, message));
      };
      for (let count = 0; count < (this.options.deliveries ?? 1); count += 1) this.time.in(count * 900, 5, attempt);
      return Promise.resolve();
    });

  /** Whoever looks for causes looks at logs too. */
  private looking(): Pick<Pipeline, 'around'> {
    const read: LogHistory['read'] = ({ stretch: { from } }) =>
      this.call(() => Promise.resolve({ messages: [{ at: from, text: 'failed' }], matched: 1, scannedBytes: 1 }));
    return { around: { logs: { history: { read }, allowance: new InMemoryScanAllowance() } } };
  }

  private diagnosing(): Partial<Pick<Pipeline, 'diagnoser' | 'diagnoses' | 'around'>> {
    const { diagnoser } = this.options;
    if (diagnoser === undefined) return {};
    const diagnose: Diagnoser['diagnose'] = (asked) =>
      this.call(() => (diagnoser === 'kills' ? Promise.reject(this.crash()) : diagnoser.diagnose(asked)));
    return { diagnoser: { diagnose }, diagnoses: { send: this.sendDiagnosis }, ...this.looking() };
  }

  /** FIFO: one target's messages go to one sender at a time, in order; so do all test pages. */
  private enqueue(message: PageMessage): void {
    const group = message.isTest === true ? 'test' : message.target;
    const waiting = this.busyGroups.get(group);
    if (waiting !== undefined) {
      waiting.push(message);
      return;
    }
    this.busyGroups.set(group, [message]);
    this.time.in(0, 0, () => this.drain(group));
  }

  /** What could not be sent comes again; a test page only where its sender died. */
  private async sendBatch(received: readonly ReceivedPage[]): Promise<void> {
    if (received[0]?.isTest === true) {
      await sendTestPages(this.pipeline, received, () => true);
      return;
    }
    const { failed } = await sendPages(this.pipeline, received);
    for (const { error } of failed) throw error;
  }

  private async drain(group: string): Promise<void> {
    const batch = (this.busyGroups.get(group) ?? []).slice(0, 10);
    const received = batch.map((message) => ({ ...message, messageId: message.pageId }));
    let againMs = 200;
    this.isDead = false;
    try {
      await this.sendBatch(received);
      if (this.hasDied()) throw new Crash('killed');
      this.busyGroups.get(group)?.splice(0, batch.length);
    } catch {
      againMs = VISIBILITY_MS.pages;
    }
    if ((this.busyGroups.get(group)?.length ?? 0) > 0) this.time.in(againMs, 0, () => this.drain(group));
    else this.busyGroups.delete(group);
  }

  private publish: Pipeline['pager']['publish'] = (target, message) =>
    this.call(async () => {
      const refused = this.options.refuses?.(target, this.now);
      if (refused !== undefined) {
        const { PageNotDeliveredError } = await import('../../lib/ports/pager.ts');
        throw new PageNotDeliveredError('refused', { outcome: refused === 'for-now' ? 'not-sent' : 'refused' });
      }
      this.published.push({ at: this.now, target, message });
    });

  private build(): Pipeline {
    const { incidents } = this;
    const { configuration } = this.options;
    return {
      store: {
        head: (id) => this.call(() => incidents.head(id)),
        members: (id, which) => this.call(() => incidents.members(id, which)),
        diagnoses: (id, which) => this.call(() => incidents.diagnoses(id, which)),
        timeline: (id) => this.call(() => incidents.timeline(id)),
        append: (append) =>
          this.call(async () => {
            await incidents.append(append);
            this.options.onAppend?.(append);
          }),
      },
      register: {
        entries: (keys) => this.call(() => incidents.entries(keys)),
        seen: (keys) => this.call(() => incidents.seen(keys)),
        groups: (groups) => this.call(() => incidents.groups(groups)),
      },
      index: incidents,
      pages: { send: this.sendPagesTo },
      ticks: { send: this.sendTick },
      ...this.diagnosing(),
      pager: { publish: this.publish },
      links: {
        find: () => Promise.resolve(undefined),
        create: () => this.call(() => Promise.resolve('https://pages.example/a/0123456789abcdefghijkl')),
      },
      aside: {
        put: (message) =>
          this.call(() => {
            this.setAside.push(message);
            return Promise.resolve();
          }),
      },
      clock: this.time.now,
      jitter: () => Promise.resolve(),
      pace: () => Promise.resolve(),
      configuration,
      route: (change) => routeAlarm(change, configuration),
      unreachable: () => Promise.resolve(new Set<Target>()),
    };
  }
}
