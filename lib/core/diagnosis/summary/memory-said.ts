import { HOUR } from '../../time.ts';
import type { Facts } from '../facts/facts.ts';
import { knownOf } from '../statistics/values.ts';
import type { MemorySaid } from '../verdict/diagnosis.ts';
import { rounded } from '../verdict/evidence.ts';

/** Of the limit: a cache that is not yet full is a leak by every number. */
const MAY_LEVEL_OFF = 0.8;

/** Memory now, and how it grows; null: it is not measured. */
export const memorySaid = ({ observed, leak, window, situation }: Facts): MemorySaid | null => {
  const values = observed[leak?.role ?? 'memory'] ?? observed.memoryOfWorst;
  const now = knownOf(values ?? new Float64Array(0)).at(-1);
  if (now === undefined) return null;
  const { pace } = leak ?? { pace: 0 };
  return {
    nowPercent: rounded(now),
    limitPercent: situation.memoryLimitPercent,
    perHourPercent: rounded((pace * HOUR) / window.stepMs),
    // Of bytes a metric in percent knows nothing.
    perRequestBytes: null,
    assumes: 'traffic stays as it is',
    mayLevelOff: leak !== undefined && now < MAY_LEVEL_OFF * situation.memoryLimitPercent,
  };
};
