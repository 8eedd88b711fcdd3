/** One connection to the store: a thread that answers reads from the database file, one after the other. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Read, ReadDone } from './store.ts';

const database = new DatabaseSync(String(workerData), { readOnly: true });
const select = database.prepare('SELECT document FROM products WHERE id = ?');

parentPort?.on('message', ({ productId }: Read) => {
  const from = performance.now();
  const row = select.get(productId);
  const seconds = (performance.now() - from) / 1_000;
  const done: ReadDone = { document: row === undefined ? undefined : String(row['document']), seconds };
  parentPort?.postMessage(done);
});
