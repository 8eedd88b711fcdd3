import { describe, expect, it } from 'vitest';
import { DAY, later } from '../../lib/core/time.ts';
import type { ScanAllowance } from '../../lib/ports/scan-allowance.ts';
import { minute } from './incident-spec.ts';

/** What each scan allowance keeps to. `open` makes one of which nothing is spent. */
export const scanAllowanceContract = (open: () => Promise<ScanAllowance>): void => {
  const today = minute(0);

  describe('what a day may scan', () => {
    it('is taken until it is used up, the last of it in part', async () => {
      const allowance = await open();
      const take = (): Promise<number> => allowance.take(today, { wanted: 40, most: 100 });
      expect([await take(), await take(), await take(), await take()]).toEqual([40, 40, 20, 0]);
    });

    it('is another the next day', async () => {
      const allowance = await open();
      await allowance.take(today, { wanted: 100, most: 100 });
      expect(await allowance.take(later(today, DAY), { wanted: 40, most: 100 })).toBe(40);
    });

    it('gets back what was taken and not scanned', async () => {
      const allowance = await open();
      await allowance.take(today, { wanted: 100, most: 100 });
      await allowance.settle(today, { taken: 100, scanned: 30 });
      expect(await allowance.take(today, { wanted: 100, most: 100 })).toBe(70);
    });

    it('has spent what was scanned beyond what was taken', async () => {
      const allowance = await open();
      await allowance.take(today, { wanted: 10, most: 100 });
      await allowance.settle(today, { taken: 10, scanned: 95 });
      expect(await allowance.take(today, { wanted: 100, most: 100 })).toBe(5);
    });

    it('is never taken twice, however many want it at once', async () => {
      const allowance = await open();
      const taken = await Promise.all(
        Array.from({ length: 6 }, () => allowance.take(today, { wanted: 30, most: 100 })),
      );
      expect(taken.reduce((sum, bytes) => sum + bytes, 0)).toBe(100);
    });
  });
};
