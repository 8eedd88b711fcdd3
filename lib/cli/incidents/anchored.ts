import { type Anchor, type AnchoredIncident, brokenAnchors, strayedFrom } from '../../core/incident/anchor.ts';
import type { SealedEvent } from '../../core/incident/chain.ts';

type AnchoredOn = AnchoredIncident & Pick<Anchor, 'day'>;

/** What the anchors of days say of incidents. */
export class Anchored {
  /** Of the anchors themselves. */
  readonly problems: readonly string[];
  private readonly byId: ReadonlyMap<string, readonly AnchoredOn[]>;
  private readonly unmet: Set<string>;

  constructor(anchors: readonly Anchor[]) {
    this.problems = brokenAnchors(anchors);
    const all = anchors.flatMap(({ day, incidents }) => incidents.map((one) => ({ ...one, day })));
    this.byId = Map.groupBy(all, ({ incidentId }) => incidentId);
    this.unmet = new Set(this.byId.keys());
  }

  /** Where a timeline is not the one that was anchored. */
  problemsOf(incidentId: string, timeline: readonly SealedEvent[]): readonly string[] {
    this.unmet.delete(incidentId);
    return (this.byId.get(incidentId) ?? []).flatMap((one) => strayedFrom(one, timeline) ?? []);
  }

  /** Incidents that were anchored, and of which no timeline was given. */
  get missed(): readonly string[] {
    return [...this.unmet];
  }
}
