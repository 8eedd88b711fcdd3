import { responderOf, type Target } from '../configuration.ts';
import type { IncidentEvent } from '../incident/events.ts';
import type { PageReason } from '../incident/incident.ts';
import type { Instant } from '../time.ts';

/** A page that went out; notifications are none. */
export interface SentPage {
  readonly at: Instant;
  readonly level: number;
  readonly round: number;
  /** No level was left. */
  readonly isUnanswered?: true | undefined;
  readonly target: Target;
  readonly reason: PageReason;
  readonly subject: string;
  readonly text: string;
}

/** The first that went out to a person: what channels are sent wakes nobody. */
export const firstToAPerson = (pages: readonly SentPage[]): SentPage | undefined =>
  pages.find(({ target }) => responderOf(target) !== undefined);

const byTime = (one: SentPage, other: SentPage): number => Number(one.at > other.at) - Number(one.at < other.at);

/** Every page of a timeline, in the order of sending. */
export const sentPages = (timeline: readonly IncidentEvent[]): readonly SentPage[] =>
  timeline
    .flatMap((event) => {
      if (event.type !== 'PageSent' || event.kind !== 'page') return [];
      const { at, target, subject, text, level = 1, round = 1, isUnanswered, reason = 'escalation' } = event;
      const place = { level: Math.max(1, level), round: Math.max(1, round), ...(isUnanswered && { isUnanswered }) };
      return [{ at, ...place, target, reason, subject, text }];
    })
    .sort(byTime);
