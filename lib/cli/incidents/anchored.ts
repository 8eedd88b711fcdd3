import { type Anchor, type AnchoredIncident, brokenAnchors, strayedFrom } from '../../core/incident/anchor.ts';
import type { SealedEvent } from '../../core/incident/chain.ts';

type AnchoredOn = AnchoredIncident & Pick<Anchor, 'day'>;

const missedAnchor = (anchors: readonly Anchor[], told: string | undefined): readonly string[] =>
  told === undefined || anchors.some(({ hash }) => hash === told)
    ? []
    : [`there is no anchor ${told}: it was removed or written anew, or is not of this stack`];

/** What the anchors of days say of incidents. */
export class Anchored {
  /** Of the anchors themselves. */
  readonly problems: readonly string[];
  private readonly byId: ReadonlyMap<string, readonly AnchoredOn[]>;
  private readonly unmet: Set<string>;

  /** `told`: the hash of an anchor that somebody was told, and that has to be there. */
  constructor(anchors: readonly Anchor[], told?: string) {
    this.problems = [...brokenAnchors(anchors), ...missedAnchor(anchors, told)];
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
