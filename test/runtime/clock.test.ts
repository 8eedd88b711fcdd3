import { describe, expect, it } from 'vitest';
import { within } from '../../lib/runtime/clock.ts';

describe('what may take so long and no longer', () => {
  it('is what it gives, or why it failed', async () => {
    await expect(within(60_000)(Promise.resolve('read'))).resolves.toBe('read');
    await expect(within(60_000)(Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
  });

  it('is rejected where it gives nothing', async () => {
    await expect(within(1)(new Promise(() => undefined))).rejects.toThrow('no answer within 1 ms');
  });
});
