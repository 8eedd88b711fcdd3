import type { Facts } from '../facts/facts.ts';
import { harmOf } from '../facts/harm.ts';
import { instantAt } from '../facts/observed.ts';
import type { Impact } from '../verdict/diagnosis.ts';
import { rounded } from '../verdict/evidence.ts';
import { spokenValue } from '../verdict/role-words.ts';

/** Who is hurt, and how; null: nobody. */
export const impactSaid = ({ observed, trouble, window, situation }: Facts): Impact | null => {
  if (trouble === undefined) return null;
  const { slow, failed, slowAbove } = harmOf(observed, trouble);
  const slower = Number.isNaN(slowAbove)
    ? '; how many were slow is not known without a p99'
    : `, or were slower than ${spokenValue('latency', slowAbove)}, the p99 of the quiet time before, by the p50 and p99 of each period`;
  const of = observed.requests === undefined ? ' (of how many is not known without traffic)' : '';
  return {
    requestsAffectedPercent: rounded(100 * Math.min(1, slow + failed)),
    slowPercent: rounded(100 * slow),
    failedPercent: rounded(100 * failed),
    since: instantAt(window, trouble.from),
    basis: `requests of ${situation.service} that failed${of}${slower}`,
  };
};
