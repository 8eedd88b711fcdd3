import { Agent, get } from 'node:http';
import type { Answers } from './load.ts';

/** How the shop is visited: people come whether or not those before them were served. */
export interface Crowd {
  readonly perSecond: number;
  /** Share of requests by a visitor who was never there before. */
  readonly newcomers: number;
  /** After so long a visitor has gone. */
  readonly patienceMs: number;
  /** So often one who was not served tries again. */
  readonly retries: number;
}

const PRODUCTS = 5_000;
const REGULARS = 8;
const POPULAR = 5;
const FIRST_NEWCOMER = 1_000_000;
const STEP_MS = 4;

/** An open load: the gaps between requests are exponential, each request goes to the next task. */
export class Visitors {
  readonly #tasks: () => readonly string[];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  #crowd: Crowd | undefined;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  #requests = 0;
  #newcomers = 0;
  #latencies: number[] = [];
  #asked = 0;
  #serverErrors = 0;
  #balancerErrors = 0;

  /** @param tasks their URLs, now */
  constructor(tasks: () => readonly string[]) {
    this.#tasks = tasks;
  }

  receive(crowd: Crowd): void {
    this.#crowd = crowd;
    this.#timer ??= setInterval(() => {
      this.#arrive();
    }, STEP_MS);
    if (this.#due === 0) this.#due = performance.now();
  }

  take(): Answers {
    const answers = {
      latencySeconds: this.#latencies.sort((one, other) => one - other),
      serverErrors: this.#serverErrors,
      requests: this.#asked,
      balancerErrors: this.#balancerErrors,
    };
    this.#latencies = [];
    [this.#serverErrors, this.#balancerErrors, this.#asked] = [0, 0, 0];
    return answers;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#agent.destroy();
  }

  #arrive(): void {
    const { perSecond = 0, retries = 0 } = this.#crowd ?? {};
    while (this.#due < performance.now()) {
      this.#due += (-Math.log(1 - Math.random()) * 1_000) / Math.max(perSecond, 0.01);
      this.#visit(this.#path(), retries);
    }
  }

  #visit(path: string, retries: number): void {
    const tasks = this.#tasks();
    this.#asked += 1;
    const url = tasks[this.#asked % Math.max(tasks.length, 1)];
    const from = performance.now();
    const done = (status: number): void => {
      if (status > 0) this.#latencies.push((performance.now() - from) / 1_000);
      if (status >= 500) this.#serverErrors += 1;
      if (status === 0) this.#balancerErrors += 1;
      if ((status === 0 || status >= 500) && retries > 0) this.#visit(path, retries - 1);
    };
    if (url === undefined) setTimeout(done, STEP_MS, 0);
    else this.#ask(`${url}${path}`, done);
  }

  /** @param done is called once, with the status, or 0: nobody answered in time. */
  #ask(url: string, done: (status: number) => void): void {
    let isOpen = true;
    const once = (status: number): void => {
      if (isOpen) done(status);
      isOpen = false;
    };
    const signal = AbortSignal.timeout(this.#crowd?.patienceMs ?? 0);
    get(url, { agent: this.#agent, signal }, (response) => {
      response.resume();
      response.once('end', () => {
        once(response.statusCode ?? 0);
      });
      response.once('error', () => {
        once(0);
      });
    }).once('error', () => {
      once(0);
    });
  }

  #path(): string {
    this.#requests += 1;
    const isNew = Math.random() < (this.#crowd?.newcomers ?? 0);
    if (isNew) this.#newcomers += 1;
    const visitor = isNew ? FIRST_NEWCOMER + this.#newcomers : this.#requests % REGULARS;
    const product = isNew ? this.#newcomers % PRODUCTS : Math.floor(Math.random() * POPULAR);
    return `/products/${String(product)}?visitor=${String(visitor)}`;
  }
}
