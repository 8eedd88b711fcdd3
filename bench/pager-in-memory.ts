import { setImmediate } from 'node:timers/promises';
import { InMemoryIncidents } from '../lib/adapters/memory/in-memory-incidents.ts';
import { routeAlarm } from '../lib/core/service/route-alarm.ts';
import type { Configuration, Target } from '../lib/core/configuration.ts';
import { eventOf } from '../lib/core/incident/chain.ts';
import type { Pipeline } from '../lib/pipeline/pipeline.ts';
import { type ReceivedPage, sendPages } from '../lib/pipeline/send-pages.ts';
import { platformSha256 } from '../lib/runtime/sha256.ts';
import type { Pager } from '../lib/ports/pager.ts';

/** What stands at the end; everything but `messages` counts incidents, alarms or their pages. */
export interface Tally {
  readonly incidents: number;
  readonly alarms: number;
  readonly unpaged: number;
  readonly pagedTwice: number;
  /** Published to the pager: a batch's pages for one target are one message. */
  readonly messages: number;
  readonly failed: number;
}

/** As the pages queue delivers. */
const PAGES_A_BATCH = 10;

/** The production pipeline on stores in memory, with a pages queue and its one sender; nothing waits for time. */
export class PagerInMemory {
  readonly pipeline: Pipeline;
  private readonly incidents = new InMemoryIncidents();
  private waiting: ReceivedPage[] = [];
  private sending: Promise<void> | undefined;
  private messages = 0;
  private failed = 0;

  constructor(configuration: Configuration, pager: Pager) {
    const { incidents } = this;
    const nobody: ReadonlySet<Target> = new Set();
    this.pipeline = {
      store: incidents,
      register: incidents,
      index: incidents,
      pages: {
        send: (messages) => {
          for (const message of messages) this.waiting.push({ ...message, messageId: message.pageId });
          return Promise.resolve();
        },
      },
      ticks: { send: () => Promise.resolve() },
      pager: {
        publish: async (target, message) => {
          await pager.publish(target, message);
          this.messages += 1;
        },
      },
      links: { create: () => Promise.resolve(undefined), find: () => Promise.resolve(undefined) },
      aside: {
        put: () => {
          this.failed += 1;
          return Promise.resolve();
        },
      },
      clock: () => new Date().toISOString(),
      jitter: (atMostMs) => new Promise((resolve) => setTimeout(resolve, Math.random() * atMostMs)),
      pace: () => Promise.resolve(),
      sha256: platformSha256,
      configuration,
      route: (change) => routeAlarm(change, configuration),
      unreachable: () => Promise.resolve(nobody),
    };
  }

  /** Counts what could not be taken in: none, or the figures are of no use. */
  countFailed(count: number): void {
    this.failed += count;
  }

  /** Sends what waits, until nothing does; between two batches others get their turn. */
  send(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
    });
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, PAGES_A_BATCH);
      this.waiting = this.waiting.slice(PAGES_A_BATCH);
      const { failed } = await sendPages(this.pipeline, batch);
      this.failed += failed.length;
      await setImmediate();
    }
  }

  async tally(): Promise<Tally> {
    const pages: number[] = [];
    let alarms = 0;
    for await (const { incidentId } of this.incidents.list({})) {
      const events = (await this.incidents.timeline(incidentId)).map(eventOf);
      pages.push(events.filter((event) => event.type === 'PageSent' && event.kind === 'page').length);
      alarms += (await this.incidents.head(incidentId))?.counts.firing ?? 0;
    }
    return {
      incidents: pages.length,
      alarms,
      unpaged: pages.filter((count) => count === 0).length,
      pagedTwice: pages.filter((count) => count > 1).length,
      messages: this.messages,
      failed: this.failed,
    };
  }
}
