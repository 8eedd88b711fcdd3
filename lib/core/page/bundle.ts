import { epochOf } from '../time.ts';
import type { About } from '../incident/incident.ts';
import type { PageFacts } from './page-facts.ts';

/** News of alarms are a part of these: whoever hears both in one message hears the whole. */
const HOLDS_NEWS: ReadonlySet<About> = new Set(['reopened', 'severityRaised', 'snoozeEnded']);

const isNews = (facts: PageFacts): boolean =>
  facts.kind === 'notification' && (facts.about === 'joined' || facts.about === 'again');

const outweighs = (one: PageFacts, other: PageFacts): boolean => {
  if (one.kind === 'page') return true;
  return other.kind !== 'page' && !(isNews(one) && HOLDS_NEWS.has(other.about));
};

/** It says by itself which alarms it is about, or is about a person. */
const isWhole = (facts: PageFacts): boolean =>
  facts.kind === 'page' || facts.names !== undefined || facts.actor !== undefined;

const standing = (before: PageFacts, facts: PageFacts): PageFacts => {
  if (outweighs(facts, before)) return facts;
  return isNews(facts) && !isWhole(before) ? { ...before, names: facts.names } : before;
};

/**
 * One message an incident, oldest incident first. Of several about one incident a page stands, else the last: each says
 * how the incident is now. Alarms that join an incident that opens again, or becomes worse, are named there.
 */
export const bundled = (messages: readonly PageFacts[]): readonly PageFacts[] => {
  const byIncident = new Map<string, PageFacts>();
  for (const facts of messages) {
    const before = byIncident.get(facts.incidentId);
    byIncident.set(facts.incidentId, before === undefined ? facts : standing(before, facts));
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
