import type { EventOf } from '../../incident/folds/fold.ts';
import type { IncidentEvent } from '../../incident/events.ts';

/** An event at its place in the timeline. */
export interface Placed<E extends IncidentEvent = IncidentEvent> {
  readonly version: number;
  readonly event: E;
}

export const isOf =
  <T extends IncidentEvent['type']>(...types: readonly T[]) =>
  (placed: Placed): placed is Placed<EventOf<T>> =>
    (types as readonly string[]).includes(placed.event.type);
