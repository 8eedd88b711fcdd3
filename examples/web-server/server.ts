/**
 * A small shop. `node server.ts [--fixed]` answers
 *   GET /products/<id>?visitor=<number>   the product's page for one visitor
 *   GET /stats                            what the process and its store have used so far
 * Without `--fixed` the pages of every visitor are kept for ever. It prints its port, then its log.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { boundedCache, unboundedCache } from './cache.ts';
import { watchGarbageCollection, watchRequest } from './watch.ts';
import { Store, type StoreFigures } from './store.ts';
import type { Product } from './product.ts';

/** What `GET /stats` answers; every count since the process started. */
export interface Stats {
  readonly cachedPages: number;
  readonly residentBytes: number;
  readonly cpuSeconds: number;
  readonly upSeconds: number;
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
  },
});
const store = new Store(options.store);
const pages = options.fixed ? boundedCache<Page>(Number(options.bound)) : unboundedCache<Page>();

const stats = (): Stats => {
  const cpu = process.cpuUsage();
  return {
    cachedPages: pages.size,
    residentBytes: process.memoryUsage.rss(),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    upSeconds: process.uptime(),
    store: store.figures(),
  };
};

const page = async (productId: number, visitor: number): Promise<Page | undefined> => {
  const key = `${String(productId)}/${String(visitor)}`;
  const kept = pages.get(key);
  if (kept !== undefined) return kept;
  const product = await store.product(productId);
  if (product === undefined) return undefined;
  const made: Page = { visitor, product };
  pages.set(key, made);
  return made;
};

const reply = async (url: URL): Promise<Reply> => {
  if (url.pathname === '/stats') return [200, stats()];
  const [, productId] = /^\/products\/([^/]+)$/.exec(url.pathname) ?? [];
  if (productId === undefined) return [404, { error: `no page ${url.pathname}; try /products/1?visitor=1` }];
  const visitor = url.searchParams.get('visitor') ?? '';
  if (!/^\d{1,9}$/.test(productId) || !/^\d{1,9}$/.test(visitor))
    return [400, { error: 'expected /products/<id>?visitor=<number>, both whole numbers of at most 9 digits' }];
  const found = await page(Number(productId), Number(visitor));
  return found === undefined ? [404, { error: `no product ${productId}` }] : [200, found];
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const done = watchRequest(request.url ?? '/');
  const [status, body] =
    request.method === 'GET'
      ? await reply(new URL(request.url ?? '/', 'http://shop'))
      : [405, { error: `expected GET, got ${request.method ?? 'nothing'}` }];
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
