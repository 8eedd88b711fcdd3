import type { EventOf } from '../../incident/folds/fold.ts';
import { personPagedIn } from '../../incident/heard.ts';
import { isOf, type Placed } from './placed.ts';

/** How people came to have it. */
export interface Answer {
  /** The first that reached a person: what a channel is told wakes nobody. */
  readonly page: Placed<EventOf<'PageSent'>> | undefined;
  readonly taken: Placed<EventOf<'IncidentAcknowledged' | 'IncidentSnoozed'>> | undefined;
}

const isPageToPerson = (placed: Placed): placed is Placed<EventOf<'PageSent'>> =>
  personPagedIn(placed.event) !== undefined;

/** The first acknowledgement after the first page; where none follows, the first there was. */
export const answerOf = (events: readonly Placed[]): Answer => {
  const page = events.find(isPageToPerson);
  const takes = events.filter(isOf('IncidentAcknowledged', 'IncidentSnoozed'));
  return { page, taken: takes.find(({ version }) => version > (page?.version ?? 0)) ?? takes[0] };
};
