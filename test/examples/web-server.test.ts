import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productOf } from '../../examples/web-server/product.ts';
import { startService, type Service } from '../../examples/web-server/service.ts';
import { createStore } from '../../examples/web-server/store.ts';

const BOUND = 20;
const VISITORS = 60;

const folder = mkdtempSync(join(tmpdir(), 'web-server-test-'));
const store = join(folder, 'store.db');
createStore(store, 50);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const get = async (service: Service, path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${service.url}${path}`);
  return { status: response.status, body: await response.json() };
};

const visit = async (service: Service): Promise<void> => {
  for (let visitor = 0; visitor < VISITORS; visitor++) await get(service, `/products/7?visitor=${String(visitor)}`);
};

describe('the web server with a cache without a bound', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ store, fixed: false });
  });
  afterAll(() => service.stop());

  it('answers with what the store holds', async () => {
    const { status, body } = await get(service, '/products/7?visitor=1');
    expect(status).toBe(200);
    expect(body).toEqual({ visitor: 1, product: productOf(7) });
  });

  it('asks the store once for a page', async () => {
    await get(service, '/products/8?visitor=1');
    const reads = (await service.stats())?.store.reads;
    await get(service, '/products/8?visitor=1');
    expect((await service.stats())?.store.reads).toBe(reads);
  });

  it('keeps a page for every visitor who ever came', async () => {
    await visit(service);
    expect((await service.stats())?.cachedPages).toBeGreaterThanOrEqual(VISITORS);
  });

  it('says what its process and its store have used', async () => {
    const stats = await service.stats();
    expect(stats?.residentBytes).toBeGreaterThan(10 * 2 ** 20);
    expect(stats?.cpuSeconds).toBeGreaterThan(0);
    expect(stats?.store.connections).toBeGreaterThanOrEqual(1);
    expect(stats?.store.readSeconds).toBeGreaterThan(0);
  });

  it.each(['/products/seven?visitor=1', '/products/7', '/products/7?visitor=-1', '/products/7?visitor=1e9'])(
    'refuses %s as a bad request that says what it expects',
    async (path) => {
      const { status, body } = await get(service, path);
      expect(status).toBe(400);
      expect(body).toMatchObject({ error: expect.stringContaining('visitor=<number>') as string });
    },
  );

  it('knows no product beyond its catalogue, and no other page', async () => {
    expect((await get(service, '/products/50?visitor=1')).status).toBe(404);
    expect((await get(service, '/nowhere')).status).toBe(404);
  });

  it('refuses what is not a GET', async () => {
    expect((await fetch(`${service.url}/products/7?visitor=1`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('the fixed web server', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ store, fixed: true, bound: BOUND });
  });
  afterAll(() => service.stop());

  it('keeps no more pages than its bound', async () => {
    await visit(service);
    expect((await service.stats())?.cachedPages).toBe(BOUND);
  });

  it('answers as before', async () => {
    expect(await get(service, '/products/7?visitor=1')).toEqual({
      status: 200,
      body: { visitor: 1, product: productOf(7) },
    });
  });
});

describe('a web server without its store', () => {
  it('answers 500 and stays up', async () => {
    const service = await startService({ store: join(folder, 'absent.db'), fixed: false });
    try {
      expect((await get(service, '/products/7?visitor=1')).status).toBe(500);
      expect((await get(service, '/stats')).status).toBe(200);
    } finally {
      await service.stop();
    }
  });
});
