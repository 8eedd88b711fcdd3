import { seriesName } from '../../series/period-values.ts';
import type { Instant } from '../../time.ts';
import type { Facts } from '../facts/facts.ts';
import { instantAt } from '../facts/observed.ts';
import type { Role } from '../facts/situation.ts';
import { knownOf } from '../statistics/values.ts';
import type { Evidence } from './diagnosis.ts';
import { unitOf } from './role-words.ts';

/** Where a number was seen; steps are of the window, both inclusive. */
interface Seen {
  readonly role: Role;
  readonly from: number;
  readonly to: number;
  readonly observed: number;
  readonly expected: number | string;
  /** What is usual, of all steps before this one. */
  readonly baseline?: { readonly until: number; readonly value: number };
  readonly claim: string;
  readonly supports: boolean;
  readonly power?: boolean;
}

const SIGNIFICANT = 4;

/** As many digits as anybody needs; null: there is no such number. */
export const numberOf = (value: number): number | null => {
  const said = Number(value.toPrecision(SIGNIFICANT));
  return Number.isFinite(said) ? said : null;
};

/** The same of what must be a number: 0 where there is none. */
export const rounded = (value: number): number => numberOf(value) ?? 0;

/** Of the end of a step. */
const endOf = (facts: Facts, step: number): Instant => instantAt(facts.window, step + 1);

export const seriesEvidence = (facts: Facts, seen: Seen): Evidence => {
  const { role, from, to, observed, expected, baseline, power } = seen;
  const values = facts.observed[role] ?? new Float64Array(0);
  const metric = facts.situation.watched[role]?.metric;
  return {
    kind: 'series',
    claim: seen.claim,
    supports: seen.supports,
    metric: metric === undefined ? role : seriesName(metric),
    from: instantAt(facts.window, Math.max(0, Math.round(from))),
    to: endOf(facts, to),
    observed: numberOf(observed),
    expected: typeof expected === 'number' ? numberOf(expected) : expected,
    unit: unitOf(role),
    points: knownOf(values.subarray(Math.max(0, Math.round(from)), to + 1)).length,
    ...(baseline !== undefined && {
      baseline: {
        from: instantAt(facts.window, 0),
        to: instantAt(facts.window, Math.max(0, Math.round(baseline.until))),
        points: knownOf(values.subarray(0, Math.max(0, Math.round(baseline.until)))).length,
        value: numberOf(baseline.value),
      },
    }),
    ...(power !== undefined && { power }),
  };
};

/** What there is nothing of, and so nothing can be said by. */
export const absence = (claim: string): Evidence => ({ kind: 'absence', claim, supports: false });
