import type { IncidentEvent } from '../incident/events.ts';
import { epochOf, type Instant } from '../time.ts';
import { sentPages } from './sent-pages.ts';

/** How an incident was answered; what never happened is undefined. */
export interface ResponseTimes {
  readonly pages: number;
  readonly openedAt?: Instant | undefined;
  readonly firstPageAt?: Instant | undefined;
  /** The first acknowledgement, counted from the first page (from the opening where none was sent before it). */
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
  const firstPageAt = pages[0]?.at;
  const acknowledgedAt = firstOf('IncidentAcknowledged', 'IncidentSnoozed');
  const isPagedBefore = firstPageAt !== undefined && acknowledgedAt !== undefined && firstPageAt <= acknowledgedAt;
  return {
    pages: pages.length,
    openedAt,
    firstPageAt,
    acknowledgedAfterMs: between(isPagedBefore ? firstPageAt : openedAt, acknowledgedAt),
    resolvedAfterMs: between(openedAt, lastResolution(timeline)),
    unansweredAt: firstOf('IncidentUnanswered'),
  };
};
