/**
 * A small shop. `node server.ts [--fixed]` answers
 *   GET /products/<id>?visitor=<number>   the product's page for one visitor
 *   GET /stats                            what the process and its store have used so far
 *   PUT /behaviour                        behaves so from the next request on
 * Without `--fixed` the pages of every visitor are kept for ever; with `--database` it reads from there instead of
 * from a store of its own. It prints its port, then its log.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { Behaving, HEALTHY, type Behaviour } from './behaviour.ts';
import { boundedCache, unboundedCache } from './cache.ts';
import { watchGarbageCollection, watchRequest } from './watch.ts';
import { databaseAt, type Products } from './database-client.ts';
import { Store, type StoreFigures } from './store.ts';
import type { Product } from './product.ts';

/** What `GET /stats` answers; every count since the process started. */
export interface Stats {
  readonly cachedPages: number;
  readonly residentBytes: number;
  readonly cpuSeconds: number;
  readonly upSeconds: number;
  /** Ready to run, and not let by other processes of this machine; NaN where its kernel does not say. */
  readonly waitedSeconds: number;
  readonly store: StoreFigures;
}

interface Page {
  readonly visitor: number;
  readonly product: Product;
}

type Reply = readonly [status: number, body: unknown];

const { values: options } = parseArgs({
  options: {
    fixed: { type: 'boolean', default: false },
    store: { type: 'string', default: '' },
    bound: { type: 'string', default: '1000' },
    port: { type: 'string', default: '0' },
    database: { type: 'string' },
    behaviour: { type: 'string', default: JSON.stringify(HEALTHY) },
  },
});
const store: Products = options.database === undefined ? new Store(options.store) : databaseAt(options.database);
const behaving = new Behaving(JSON.parse(options.behaviour) as Behaviour);
const pages = options.fixed ? boundedCache<Page>(Number(options.bound)) : unboundedCache<Page>();

/** https://docs.kernel.org/scheduler/sched-stats.html: the second number is nanoseconds on a run queue. */
const waitedSeconds = (): number => {
  if (!existsSync('/proc/self/schedstat')) return NaN;
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e9;
};

const stats = (): Stats => {
  const cpu = process.cpuUsage();
  return {
    cachedPages: pages.size,
    residentBytes: process.memoryUsage.rss(),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    upSeconds: process.uptime(),
    waitedSeconds: waitedSeconds(),
    store: store.figures(),
  };
};

const page = async (productId: number, visitor: number): Promise<Page | undefined> => {
  const key = `${String(productId)}/${String(visitor)}`;
  const kept = pages.get(key);
  if (kept !== undefined) return kept;
  let product = await store.product(productId);
  for (let read = 1; read < behaving.now.reads; read++) product = await store.product(productId);
  if (product === undefined) return undefined;
  const made: Page = { visitor, product };
  pages.set(key, made);
  return made;
};

const reply = async (url: URL, isWanted: () => boolean): Promise<Reply> => {
  if (url.pathname === '/stats') return [200, stats()];
  const [, productId] = /^\/products\/([^/]+)$/.exec(url.pathname) ?? [];
  if (productId === undefined) return [404, { error: `no page ${url.pathname}; try /products/1?visitor=1` }];
  const visitor = url.searchParams.get('visitor') ?? '';
  if (!/^\d{1,9}$/.test(productId) || !/^\d{1,9}$/.test(visitor))
    return [400, { error: 'expected /products/<id>?visitor=<number>, both whole numbers of at most 9 digits' }];
  const found = await behaving.serve(() => page(Number(productId), Number(visitor)), isWanted);
  return found === undefined ? [404, { error: `no product ${productId}` }] : [200, found];
};

const replyTo = async (request: IncomingMessage, isWanted: () => boolean): Promise<Reply> => {
  if (request.method === 'GET') return reply(new URL(request.url ?? '/', 'http://shop'), isWanted);
  if (request.method !== 'PUT' || request.url !== '/behaviour')
    return [405, { error: `expected GET, got ${request.method ?? 'nothing'}` }];
  behaving.now = (await json(request)) as Behaviour;
  return [200, {}];
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const done = watchRequest(request.url ?? '/');
  const [status, body] = await replyTo(request, () => !response.destroyed);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  done();
};

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.log(`error: ${String(error)}`);
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"the store cannot be read"}');
  });
});
watchGarbageCollection();
server.listen(Number(options.port), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(
    `listening on ${String(port)}, cache ${options.fixed ? `bounded at ${options.bound} pages` : 'unbounded'}`,
  );
});
process.once('SIGTERM', () => {
  console.log(`stopping, ${String(pages.size)} pages in the cache`);
  process.exit();
});
