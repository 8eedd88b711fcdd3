import { epochOf } from '../time.ts';
import type { PageFacts } from './page-facts.ts';

const outweighs = (one: PageFacts, other: PageFacts): boolean => one.kind === 'page' || other.kind !== 'page';

/**
 * One message an incident, oldest incident first. Of several about one incident a page stands, else the last: each says
 * how the incident is now.
 */
export const bundled = (messages: readonly PageFacts[]): readonly PageFacts[] => {
  const byIncident = new Map<string, PageFacts>();
  for (const facts of messages) {
    const before = byIncident.get(facts.incidentId);
    if (before === undefined || outweighs(facts, before)) byIncident.set(facts.incidentId, facts);
  }
  return [...byIncident.values()].sort(
    (one, other) => epochOf(one.openedAt) - epochOf(other.openedAt) || (one.incidentId < other.incidentId ? -1 : 1),
  );
};

/** The worst severity among what is not resolved. */
export const worstOf = (bundle: readonly PageFacts[]): PageFacts['severity'] =>
  (['critical', 'warning'] as const).find((severity) =>
    bundle.some((facts) => facts.severity === severity && facts.status !== 'resolved'),
  ) ?? 'silent';
