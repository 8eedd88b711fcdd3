import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Product } from './product.ts';
import type { StoreFigures } from './store.ts';

/** What the shop reads from: its own store, or a database elsewhere. */
export interface Products {
  /** @throws Error it cannot be read. */
  product(productId: number): Promise<Product | undefined>;
  figures(): StoreFigures;
}

const MOST_CONNECTIONS = 64;

/** Keeps its connections open; the database counts them and its reads itself. */
export const databaseAt = (url: string): Products => {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  const read = (productId: number): Promise<{ status: number | undefined; body: string }> =>
    new Promise((resolve, reject) => {
      get(`${url}/products/${String(productId)}`, { agent }, (response) => {
        text(response).then((body) => {
          resolve({ status: response.statusCode, body });
        }, reject);
      }).on('error', reject);
    });
  return {
    async product(productId) {
      const { status, body } = await read(productId);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`the database answers ${String(status)}`);
      return JSON.parse(body) as Product;
    },
    figures: () => ({ connections: 0, reads: 0, readSeconds: 0 }),
  };
};
