/**
 * A database as a process of its own, so that it can be slow while the shop is well:
 *   node examples/web-server/database.ts --store <file> --condition <json>
 * answers GET /products/<id>, GET /stats and PUT /condition, on a free port, which it prints.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { around } from './behaviour.ts';
import type { StoreFigures } from './store.ts';
import { Turns } from './turns.ts';

/** How it is. */
export interface Condition {
  /** A read takes so long beside the reading itself, ms, median. */
  readonly delayMs: number;
  /** Of the logarithm of that. */
  readonly spread: number;
  /** Reads at once; further ones wait. */
  readonly atOnce: number;
  /** Share of reads that fail, after `failsAfterMs`. */
  readonly failing: number;
  readonly failsAfterMs: number;
}

const { values: options } = parseArgs({
  options: { store: { type: 'string', default: '' }, condition: { type: 'string', default: '{}' } },
});
const database = new DatabaseSync(options.store, { readOnly: true });
const select = database.prepare('SELECT document FROM products WHERE id = ?');
let condition = JSON.parse(options.condition) as Condition;
const turns = new Turns(condition.atOnce);
let reads = 0;
let readSeconds = 0;

const read = async (productId: number): Promise<string | undefined> => {
  const from = performance.now();
  try {
    return await turns.during(async () => {
      const failing = Math.random() < condition.failing;
      await sleep(failing ? condition.failsAfterMs : around(condition.delayMs, condition.spread));
      if (failing) throw new Error('the database fails');
      const row = select.get(productId);
      return row === undefined ? undefined : String(row['document']);
    });
  } finally {
    reads += 1;
    readSeconds += (performance.now() - from) / 1_000;
  }
};

const reply = async (request: IncomingMessage): Promise<string | undefined> => {
  if (request.url === '/stats') {
    const connections = (await promisify(server.getConnections.bind(server))()) - 1;
    return JSON.stringify({ connections, reads, readSeconds } satisfies StoreFigures);
  }
  if (request.url !== '/condition') return read(Number(request.url?.split('/').at(-1)));
  condition = (await json(request)) as Condition;
  turns.atOnce = condition.atOnce;
  return '{}';
};

const server = createServer((request, response) => {
  reply(request).then(
    (found) => response.writeHead(found === undefined ? 404 : 200).end(found),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on ${String((server.address() as AddressInfo).port)}`);
});
