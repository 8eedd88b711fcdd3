import { Load, type Answers, type Traffic } from './load.ts';
import { startService, type Service } from './service.ts';
import type { Stats } from './server.ts';

/** Pages the fixed cache keeps: more than the regular visitors ask for. */
const CACHE_BOUND = 2_000;

interface LogLine {
  /** As `performance.now()`. */
  readonly at: number;
  readonly stream: string;
  readonly message: string;
}

/** The web service with its visitors: one server process at a time, always on the same port. */
export class Shop {
  readonly log: LogLine[] = [];
  readonly #store: string;
  #service: Service | undefined;
  #load: Load | undefined;
  #traffic: Traffic | undefined;
  #started = 0;
  #fixed = false;

  constructor(store: string) {
    this.#store = store;
  }

  get newcomers(): number {
    return this.#load?.newcomers ?? 0;
  }

  /** Starts the server with its bug. */
  async open(): Promise<void> {
    await this.#start(false);
  }

  /** Reboots with the fixed cache. */
  async fix(): Promise<void> {
    await this.#start(true);
  }

  /** Starts a server that died by itself again, as a supervisor would. */
  async revive(): Promise<void> {
    if (this.#service?.isRunning === false) await this.#start(this.#fixed);
  }

  /** Changes what the visitors do. */
  receive(traffic: Traffic): void {
    if (traffic === this.#traffic) return;
    this.#traffic = traffic;
    this.#load?.run(traffic);
  }

  take(): Answers {
    return this.#load?.take() ?? { latencySeconds: [], serverErrors: 0 };
  }

  async stats(): Promise<Stats | undefined> {
    return this.#service?.stats();
  }

  async close(): Promise<void> {
    this.#load?.stop();
    await this.#service?.stop();
  }

  /** Visitors wait meanwhile: autocannon times its requests wrongly after a lost connection. */
  async #start(fixed: boolean): Promise<void> {
    this.#load?.stop();
    await this.#service?.stop();
    this.#fixed = fixed;
    const stream = `web/${String(++this.#started)}`;
    const log = (message: string): void => {
      this.log.push({ at: performance.now(), stream, message });
      console.error(`${stream}: ${message}`);
    };
    const port = this.#service?.port ?? 0;
    this.#service = await startService({ store: this.#store, fixed, bound: CACHE_BOUND, port, log });
    this.#load ??= new Load(this.#service.url);
    if (this.#traffic !== undefined) this.#load.run(this.#traffic);
  }
}
