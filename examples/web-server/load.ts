import autocannon from 'autocannon';

/** How the shop is used for some time. */
export interface Traffic {
  readonly connections: number;
  readonly requestsPerSecond: number;
  /** Share of requests by a visitor who was never there before. */
  readonly newcomers: number;
}

/** What the load generator saw since it was last asked. */
export interface Answers {
  /** One for each answered request, ascending. */
  readonly latencySeconds: readonly number[];
  readonly serverErrors: number;
  /** @default as many as were answered */
  readonly requests?: number;
  /** Requests that nobody answered in time. */
  readonly balancerErrors?: number;
}

const PRODUCTS = 5_000;
const POPULAR_PRODUCTS = 40;
const REGULAR_VISITORS = 25;
const FIRST_NEWCOMER = 1_000_000;
/** A rate-limited autocannon sends each second's requests at once: ten that start 100 ms apart make it even. */
const GENERATORS = 10;
const FOR_EVER_SECONDS = 86_400;

/** Drives one shop; requests wait for answers, so a slow shop gets fewer of them, as from people. */
export class Load {
  readonly #url: string;
  #generators: autocannon.Instance[] = [];
  #starting: NodeJS.Timeout[] = [];
  #newcomers = 0;
  #newcomersDue = 0;
  #requests = 0;
  #latencies: number[] = [];
  #serverErrors = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** Visitors who came for the first time so far. */
  get newcomers(): number {
    return this.#newcomers;
  }

  run(traffic: Traffic): void {
    this.stop();
    for (let index = 0; index < GENERATORS; index++)
      this.#starting.push(
        setTimeout(
          () => {
            this.#start(traffic);
          },
          (index * 1_000) / GENERATORS,
        ),
      );
  }

  stop(): void {
    for (const timer of this.#starting) clearTimeout(timer);
    for (const generator of this.#generators) generator.stop();
    this.#starting = [];
    this.#generators = [];
  }

  take(): Answers {
    const latencySeconds = this.#latencies.sort((one, other) => one - other).map((ms) => ms / 1_000);
    const serverErrors = this.#serverErrors;
    this.#latencies = [];
    this.#serverErrors = 0;
    return { latencySeconds, serverErrors };
  }

  #start({ connections, requestsPerSecond, newcomers }: Traffic): void {
    const generator = autocannon(
      {
        url: this.#url,
        connections: connections / GENERATORS,
        connectionRate: requestsPerSecond / connections,
        duration: FOR_EVER_SECONDS,
        timeout: 60,
        requests: [{ setupRequest: (request) => ({ ...request, path: this.#nextPath(newcomers) }) }],
      },
      () => undefined,
    );
    generator.on('response', (...[, status, , latencyMs]) => {
      this.#latencies.push(latencyMs);
      if (status >= 500) this.#serverErrors += 1;
    });
    this.#generators.push(generator);
  }

  #nextPath(newcomers: number): string {
    this.#requests += 1;
    this.#newcomersDue += newcomers;
    if (this.#newcomersDue < 1) {
      const product = this.#requests % POPULAR_PRODUCTS;
      return `/products/${String(product)}?visitor=${String(Math.floor(Math.random() * REGULAR_VISITORS))}`;
    }
    this.#newcomersDue -= 1;
    this.#newcomers += 1;
    return `/products/${String(this.#newcomers % PRODUCTS)}?visitor=${String(FIRST_NEWCOMER + this.#newcomers)}`;
  }
}
