import { eventOf, type SealedEvent } from './chain.ts';
import { evolve } from './evolve.ts';
import type { Incident } from './incident.ts';

/** Whether a stored head is of this version. */
export const isCurrent = (head: Incident): boolean => (head as { readonly v?: number }).v === 4;

/**
 * A head of an earlier version, folded anew.
 *
 * @param timeline the whole of it, or what follows `before`
 */
export const refolded = (head: Incident, timeline: readonly SealedEvent[], before?: Incident): Incident => {
  const folded = timeline.map(eventOf).reduce<Incident | undefined>(evolve, before);
  return folded === undefined ? head : { ...folded, tip: head.tip };
};
