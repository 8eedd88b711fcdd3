import type { IncidentEvent } from '../incident/events.ts';
import { runsOf } from './runs.ts';
import { epochOf, type Instant } from '../time.ts';
import { answeredAfterMs } from './answered-after.ts';
import { firstToAPerson, sentPages } from './sent-pages.ts';

/** How an incident was answered; what never happened is undefined. */
export interface ResponseTimes {
  readonly pages: number;
  readonly openedAt?: Instant | undefined;
  /** That went out to a person: what channels were told before wakes nobody. */
  readonly firstPageAt?: Instant | undefined;
  /** The first acknowledgement, counted as lists do. */
  readonly acknowledgedAfterMs?: number | undefined;
  /** All its runs together; undefined: it is open. */
  readonly resolvedAfterMs?: number | undefined;
  /** First time that no level was left. */
  readonly unansweredAt?: Instant | undefined;
}

type EventType = IncidentEvent['type'];

const openForMs = (timeline: readonly IncidentEvent[]): number | undefined => {
  let total = 0;
  for (const { from, resolvedAt } of runsOf(timeline)) {
    if (resolvedAt === undefined) return undefined;
    total += epochOf(resolvedAt) - epochOf(from);
  }
  return total;
};

export const responseTimesOf = (timeline: readonly IncidentEvent[]): ResponseTimes => {
  const firstOf = (...types: readonly EventType[]): Instant | undefined =>
    timeline.find(({ type }) => types.includes(type))?.at;
  const pages = sentPages(timeline);
  const openedAt = firstOf('IncidentOpened');
  const firstPageAt = firstToAPerson(pages)?.at;
  const acknowledgedAt = firstOf('IncidentAcknowledged', 'IncidentSnoozed');
  return {
    pages: pages.length,
    openedAt,
    firstPageAt,
    acknowledgedAfterMs:
      openedAt === undefined ? undefined : answeredAfterMs({ openedAt, firstPageAt, acknowledgedAt }),
    resolvedAfterMs: openForMs(timeline),
    unansweredAt: firstOf('IncidentUnanswered'),
  };
};
