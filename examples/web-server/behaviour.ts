import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from './turns.ts';

/** What a version of the shop does beside showing pages. All of it really happens in the process. */
export interface Behaviour {
  /** Pages made at once; further requests wait. */
  readonly workers: number;
  /** So many wait at most; who comes then is refused. */
  readonly queue: number;
  /** Database reads of a page, one after the other. */
  readonly reads: number;
  /** A page waits so long (ms, median) for something that nobody measures. */
  readonly pauseMs: number;
  /** Processor time of a page, ms. */
  readonly workMs: number;
  /** Share of requests answered with 500. */
  readonly failing: number;
  /** Bytes that a request holds from its arrival to its answer. */
  readonly held: number;
  /** Bytes kept for ever of each request, and of each second. */
  readonly keptOfRequest: number;
  readonly keptOfSecond: number;
  /** Bytes of each request that are dropped together when they are so many: a saw. */
  readonly batched: number;
  readonly batch: number;
  /** Bytes loaded once and kept: a step. */
  readonly dataset: number;
  /** Every so many seconds a job holds `bytes` for `seconds`; 0: never. */
  readonly jobEvery: number;
  readonly job: { readonly seconds: number; readonly bytes: number };
}

export const HEALTHY: Behaviour = {
  workers: 1_000,
  queue: 100_000,
  reads: 1,
  pauseMs: 0,
  workMs: 0,
  failing: 0,
  held: 0,
  keptOfRequest: 0,
  keptOfSecond: 0,
  batched: 0,
  batch: 0,
  dataset: 0,
  jobEvery: 0,
  job: { seconds: 0, bytes: 0 },
};

const SECOND_MS = 1_000;
const BYTES_OF_NUMBER = 8;
const LARGEST_PIECE = 2 ** 20;

/** On the heap of JavaScript, in pieces, so that the collector has to walk over them as over anything else. */
const ballast = (bytes: number): readonly number[][] =>
  Array.from({ length: Math.ceil(bytes / LARGEST_PIECE) }, () =>
    new Array<number>(Math.floor(Math.min(bytes, LARGEST_PIECE) / BYTES_OF_NUMBER)).fill(Math.random()),
  );

/** Log-normal with this median. */
export const around = (median: number, spread: number): number =>
  median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()));

const PAUSE_SPREAD = 0.25;

const work = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

/** Behaves as told, and otherwise from the next request on when told anew. */
export class Behaving {
  #now: Behaviour = HEALTHY;
  readonly #turns = new Turns(HEALTHY.workers);
  readonly #kept: unknown[] = [];
  readonly #requests = new Set<unknown>();
  readonly #held: { dataset: unknown; job: unknown; batch: unknown[] } = { dataset: [], job: [], batch: [] };
  #sinceJob = 0;

  constructor(behaviour: Behaviour) {
    this.now = behaviour;
    setInterval(() => {
      this.#second();
    }, SECOND_MS).unref();
  }

  get now(): Behaviour {
    return this.#now;
  }

  set now(behaviour: Behaviour) {
    this.#now = behaviour;
    this.#turns.atOnce = behaviour.workers;
    this.#turns.longestLine = behaviour.queue;
    this.#held.dataset = ballast(behaviour.dataset);
  }

  /** What the page is made of is held until it is made, however long it waits for its turn. */
  async serve<T>(make: () => Promise<T>, isWanted: () => boolean): Promise<T> {
    const held = ballast(this.#now.held);
    this.#requests.add(held);
    try {
      return await this.#make(make, isWanted);
    } finally {
      this.#requests.delete(held);
    }
  }

  async #make<T>(make: () => Promise<T>, isWanted: () => boolean): Promise<T> {
    const made = await this.#turns.during(async () => {
      if (!isWanted()) throw new Error('nobody waits for this page any more');
      const { pauseMs, workMs } = this.#now;
      if (pauseMs > 0) await sleep(around(pauseMs, PAUSE_SPREAD));
      work(workMs);
      return make();
    });
    this.#keep();
    if (Math.random() < this.#now.failing) throw new Error('the shop fails');
    return made;
  }

  #keep(): void {
    const { keptOfRequest, batched, batch } = this.#now;
    if (keptOfRequest > 0) this.#kept.push(ballast(keptOfRequest));
    if (batched === 0) return;
    this.#held.batch.push(ballast(batched));
    if (this.#held.batch.length * batched >= batch) this.#held.batch = [];
  }

  #second(): void {
    const { keptOfSecond, jobEvery, job } = this.#now;
    if (keptOfSecond > 0) this.#kept.push(ballast(keptOfSecond));
    if (jobEvery === 0) return;
    this.#sinceJob += 1;
    if (this.#sinceJob % jobEvery === 0) this.#held.job = ballast(job.bytes);
    if (this.#sinceJob % jobEvery === job.seconds) this.#held.job = undefined;
  }
}
