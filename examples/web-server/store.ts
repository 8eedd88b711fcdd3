import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { productOf, type Product } from './product.ts';

export interface Read {
  readonly productId: number;
}

/** `seconds`: what the database took, without the time its answer waited to be picked up. */
export interface ReadDone {
  readonly document: string | undefined;
  readonly seconds: number;
}

/** Since the store was opened. */
export interface StoreFigures {
  readonly connections: number;
  readonly reads: number;
  readonly readSeconds: number;
}

const MOST_CONNECTIONS = 4;

interface Connection {
  readonly worker: Worker;
  readonly waiting: PromiseWithResolvers<ReadDone>[];
}

/** Writes a catalogue of products 0 … count − 1, each with `related` others, into a new database file. */
export const createStore = (file: string, count: number, related?: number): void => {
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE products (id INTEGER PRIMARY KEY, document TEXT NOT NULL); BEGIN');
  const insert = database.prepare('INSERT INTO products (id, document) VALUES (?, ?)');
  for (let id = 0; id < count; id++) insert.run(id, JSON.stringify(productOf(id, related)));
  database.exec('COMMIT');
  database.close();
};

/** A pool of connections to one database file; a further connection is opened while all are busy. */
export class Store {
  readonly #file: string;
  readonly #connections: Connection[] = [];
  #reads = 0;
  #readSeconds = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws Error the database cannot be read. */
  async product(productId: number): Promise<Product | undefined> {
    const connection = this.#idlest();
    const reading = Promise.withResolvers<ReadDone>();
    connection.waiting.push(reading);
    connection.worker.postMessage({ productId } satisfies Read);
    const done = await reading.promise;
    this.#reads += 1;
    this.#readSeconds += done.seconds;
    return done.document === undefined ? undefined : (JSON.parse(done.document) as Product);
  }

  figures(): StoreFigures {
    return { connections: this.#connections.length, reads: this.#reads, readSeconds: this.#readSeconds };
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map(({ worker }) => worker.terminate()));
  }

  #idlest(): Connection {
    const [first, ...others] = this.#connections;
    if (first === undefined) return this.#open();
    const idlest = others.reduce((best, each) => (each.waiting.length < best.waiting.length ? each : best), first);
    return idlest.waiting.length > 0 && this.#connections.length < MOST_CONNECTIONS ? this.#open() : idlest;
  }

  #open(): Connection {
    const connection: Connection = {
      worker: new Worker(new URL('./store-connection.ts', import.meta.url), {
        workerData: this.#file,
        resourceLimits: { maxYoungGenerationSizeMb: 2 },
      }),
      waiting: [],
    };
    connection.worker.on('message', (done: ReadDone) => connection.waiting.shift()?.resolve(done));
    connection.worker.on('error', (error) => {
      this.#connections.splice(this.#connections.indexOf(connection), 1);
      for (const reading of connection.waiting) reading.reject(error);
    });
    this.#connections.push(connection);
    return connection;
  }
}
