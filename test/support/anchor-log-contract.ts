import { describe, expect, it } from 'vitest';
import { anchorsOf } from '../../lib/core/incident/anchor.ts';
import type { AnchorLog } from '../../lib/ports/anchor-log.ts';

/** What every log of anchors keeps to. */
export const anchorLogContract = (
  name: string,
  open: () => Promise<{ readonly log: AnchorLog; readonly close: () => Promise<void> }>,
): void => {
  describe(`anchors in ${name}`, () => {
    it('come back in order, from a day on, and the newest by itself; one that is there stays', async () => {
      const { log, close } = await open();
      expect(await log.last()).toBeUndefined();
      expect(await log.since('2026-01-01')).toEqual([]);
      const [first] = anchorsOf({ day: '2026-11-21', last: undefined }, [{ incidentId: 'A', version: 1, tip: 'a' }]);
      const [second] = anchorsOf({ day: '2026-11-22', last: first }, []);
      if (first === undefined || second === undefined) throw new Error('no anchor was made');
      await log.keep(second);
      await log.keep(first);
      await log.keep({ ...first, incidents: [] });
      expect(await log.last()).toEqual(second);
      expect(await log.since('2026-11-21')).toEqual([first, second]);
      expect(await log.since('2026-11-22')).toEqual([second]);
      await close();
    });
  });
};
