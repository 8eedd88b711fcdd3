import type { IncidentEvent } from '../incident/events.ts';
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
  /** The last resolution, unless it was reopened since; counted from the opening. */
  readonly resolvedAfterMs?: number | undefined;
  /** First time that no level was left. */
  readonly unansweredAt?: Instant | undefined;
}

type EventType = IncidentEvent['type'];

const between = (from: Instant | undefined, to: Instant | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : epochOf(to) - epochOf(from);

const lastResolution = (timeline: readonly IncidentEvent[]): Instant | undefined => {
  const last = timeline.findLast(({ type }) => type === 'IncidentResolved' || type === 'IncidentReopened');
  return last?.type === 'IncidentResolved' ? last.at : undefined;
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
    resolvedAfterMs: between(openedAt, lastResolution(timeline)),
    unansweredAt: firstOf('IncidentUnanswered'),
  };
};
