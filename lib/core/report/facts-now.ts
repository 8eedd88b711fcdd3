import type { Configuration, Target } from '../configuration.ts';
import type { Incident, Member } from '../incident/incident.ts';
import { levelReached } from '../incident/phase.ts';
import { pageFactsOf } from '../page/page-facts-of.ts';
import type { PageFacts } from '../page/page-facts.ts';
import type { Instant } from '../time.ts';

/** Who reads, and when; without a responder nobody is `you`. */
interface Reading {
  readonly configuration: Configuration;
  readonly now: Instant;
  readonly responder: string | undefined;
  /** Of the alarms at hand, where they were read. */
  readonly members?: readonly Member[] | undefined;
}

/** Whoever looks at how it stands now is told the same facts as a message is made of. */
export const factsNow = (incident: Incident, { configuration, now, responder, members }: Reading): PageFacts => {
  const target: Target = responder === undefined ? 'channel:' : `responder:${responder}`;
  const reading = { kind: 'page', pageId: '', target, reason: 'escalation', requestedAt: now } as const;
  return pageFactsOf(
    incident,
    { ...reading, ...levelReached(incident) },
    { configuration, now, link: undefined, respondWith: undefined, members },
  );
};
