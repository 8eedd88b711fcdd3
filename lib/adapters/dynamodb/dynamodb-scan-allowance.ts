import type { Instant } from '../../core/time.ts';
import { LostRaceError } from '../../ports/incident-store.ts';
import type { ScanAllowance } from '../../ports/scan-allowance.ts';
import { backOff } from './back-off.ts';
import { recordIn, scanKey, scanPut } from './items.ts';
import { readItems, type Table } from './read.ts';
import { writeTransaction } from './transaction.ts';

const TRIES = 10;

interface Spent {
  readonly version: number;
  readonly bytes: number;
}

const NOTHING_YET: Spent = { version: 0, bytes: 0 };

const spentOn = async (table: Table, at: Instant): Promise<Spent> => {
  const [item] = await readItems(table, [scanKey(at)]);
  return item === undefined ? NOTHING_YET : (recordIn(item) as Spent);
};

/** One item a day, put over the version that was read; it is gone some days after. */
export const dynamoDbScanAllowance = (table: Table): ScanAllowance => {
  const spend = async (at: Instant, moreBytes: (bytes: number) => number): Promise<number> => {
    for (let tried = 1; ; tried += 1) {
      const { version, bytes } = await spentOn(table, at);
      const more = moreBytes(bytes);
      if (more === 0) return 0;
      try {
        await writeTransaction(table, [scanPut(at, { version: version + 1, bytes: Math.max(0, bytes + more) })]);
        return more;
      } catch (error) {
        if (!(error instanceof LostRaceError) || tried >= TRIES) throw error;
        await backOff(tried);
      }
    }
  };
  return {
    take: (at, { wanted, most }) => spend(at, (bytes) => Math.max(0, Math.min(wanted, most - bytes))),
    settle: async (at, { taken, scanned }) => {
      await spend(at, () => scanned - taken);
    },
  };
};
