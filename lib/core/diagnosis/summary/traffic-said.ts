import type { Facts } from '../facts/facts.ts';
import { instantAt } from '../facts/observed.ts';
import { quietBefore } from '../statistics/quiet.ts';
import { median } from '../statistics/robust.ts';
import type { TrafficSaid } from '../verdict/diagnosis.ts';
import { rounded } from '../verdict/evidence.ts';

/** Without an onset, what the last steps say. */
const RECENT = 10;

/** Requests a period now, against what is usual; null: they are not measured. */
export const trafficSaid = ({ observed, surge, window, onset }: Facts): TrafficSaid | null => {
  if (surge !== undefined) {
    const { factor, now, usual, from, basis } = surge;
    const numbers = { factor: rounded(factor), now: rounded(now), expected: rounded(usual) };
    return { ...numbers, since: instantAt(window, from), basis };
  }
  if (observed.requests === undefined) return null;
  const from = Math.max(0, Math.round(onset ?? window.count - RECENT));
  const usual = quietBefore(observed.requests, Math.max(1, from)).median;
  const now = median(observed.requests.subarray(from));
  if (!(usual > 0) || Number.isNaN(now)) return null;
  const numbers = { factor: rounded(now / usual), now: rounded(now), expected: rounded(usual) };
  return { ...numbers, since: null, basis: 'hour-before' };
};
