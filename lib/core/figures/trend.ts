import type { ListEntry } from '../report/list-entry.ts';
import type { Span } from '../series/period-grid.ts';
import { DAY, epochOf, HOUR, type Instant, later } from '../time.ts';

/** How many incidents opened in each stretch of a period. */
export interface Trend {
  readonly step: 'hour' | 'day' | 'week';
  readonly stretches: readonly { readonly from: Instant; readonly n: number; readonly critical: number }[];
}

const STEPS = { hour: HOUR, day: DAY, week: 7 * DAY } as const;

/** So many days by the hour, and so many by the day: more bars could not be told apart on a phone. */
const DAYS_BY_HOUR = 2;
const DAYS_BY_DAY = 45;

const stepOf = (days: number): Trend['step'] => {
  if (days <= DAYS_BY_HOUR) return 'hour';
  return days <= DAYS_BY_DAY ? 'day' : 'week';
};

/** Stretches count from the beginning of the period; the last may be cut by its end. */
export const trendOf = (entries: readonly Pick<ListEntry, 'openedAt' | 'severity'>[], { from, to }: Span): Trend => {
  const length = epochOf(to) - epochOf(from);
  const step = stepOf(length / DAY);
  const within = entries.filter(({ openedAt }) => from <= openedAt && openedAt < to);
  const stretches = Array.from({ length: Math.ceil(length / STEPS[step]) }, (_, index) => {
    const own = within.filter(
      ({ openedAt }) => Math.floor((epochOf(openedAt) - epochOf(from)) / STEPS[step]) === index,
    );
    return {
      from: later(from, index * STEPS[step]),
      n: own.length,
      critical: own.filter(({ severity }) => severity === 'critical').length,
    };
  });
  return { step, stretches };
};
