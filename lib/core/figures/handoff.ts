import type { IncidentEvent } from '../incident/events.ts';
import { evolve } from '../incident/evolve.ts';
import type { Incident } from '../incident/incident.ts';
import type { Instant } from '../time.ts';
import { type IncidentFigures, incidentFiguresOf } from './incident-figures.ts';
import { type PeopleAsked, type ResponderFigures, responderFiguresOf } from './responder-figures.ts';
import type { Shift } from './shift.ts';
import { byText } from './group-counts.ts';
import { type Watch, reasonsToWatch } from './to-watch.ts';

/** An incident as whoever takes over has to know it. */
export interface HandedOver {
  /** As it stood at the hand-over. */
  readonly head: Incident;
  readonly measures: IncidentFigures;
  readonly watches: readonly Watch[];
}

/** What a shift was, for whoever comes after it. */
export interface Handoff {
  readonly shift: Shift;
  /** When it is read: what came later is not in it. */
  readonly at: Instant;
  /** Open at any time of the shift, or since. */
  readonly wasOpen: readonly HandedOver[];
  /** Whoever was paged from its beginning on. */
  readonly paged: readonly ResponderFigures[];
  /** Of those that were open, what is not done with. */
  readonly toWatch: readonly HandedOver[];
}

/** Of a timeline as it was by an instant; undefined: it had not begun, or is an exercise. */
const asOf = (timeline: readonly IncidentEvent[], at: Instant): HandedOver | undefined => {
  const end = timeline.findIndex((event) => event.at > at);
  const known = end < 0 ? timeline : timeline.slice(0, end);
  const head = known.reduce<Incident | undefined>(evolve, undefined);
  const measures = incidentFiguresOf(known, { isDeployImplicated: false });
  if (head?.kind !== 'real' || measures === undefined) return undefined;
  return { head, measures, watches: reasonsToWatch(head, at) };
};

const wasOpenFrom = ({ head: { resolution } }: HandedOver, from: Instant): boolean =>
  resolution === undefined || resolution.at >= from;

export interface HandoffAsked extends Omit<PeopleAsked, 'span'> {
  readonly shift: Shift;
  readonly at: Instant;
}

/** Of timelines of every incident that was open from the beginning of the shift on. */
export const handoffOf = (
  timelines: readonly (readonly IncidentEvent[])[],
  { shift, at, ...asked }: HandoffAsked,
): Handoff => {
  const wasOpen = timelines
    .flatMap((timeline) => asOf(timeline, at) ?? [])
    .filter(
      (one) => wasOpenFrom(one, shift.from) && (asked.service === undefined || one.head.service === asked.service),
    )
    .sort((one, other) => byText(one.head.openedAt, other.head.openedAt));
  const span = { from: shift.from, to: at };
  const pages = wasOpen.flatMap(({ measures }) => measures.pages).filter((page) => page.at >= shift.from);
  return {
    shift,
    at,
    wasOpen,
    paged: responderFiguresOf(pages, { ...asked, span }).filter((one) => one.pages > 0),
    toWatch: wasOpen.filter(({ watches }) => watches.length > 0),
  };
};
