import type { Incident } from '../incident/incident.ts';
import type { PageFacts } from '../page/page-facts.ts';
import { whatFollows } from '../page/person-words.ts';
import type { Instant } from '../time.ts';
import { counted } from '../words.ts';

/** As its reader knows times. */
type Time = (at: Instant) => string;

const ofResolved = ({ believed, counts }: Incident, time: Time): string | undefined => {
  if (believed === undefined || counts.firing === 0) return undefined;
  const pages = counts.critical > 0 ? ' and pages again' : '';
  return `${counted(counts.firing, 'alarm')} still firing: believed to be over until ${time(believed.until)}, then it reopens${pages}, unless that stops before.`;
};

const ofCover = ({ owner, status }: PageFacts, time: Time): string | undefined =>
  owner === undefined || status !== 'acknowledged' ? undefined : whatFollows(owner, time(owner.until));

/**
 * What happens by itself: when a resolution is believed no longer, when everything has recovered, when the time of whoever
 * has it is over. Who is paged then is known from a configuration only.
 */
export const afterwards = (incident: Incident, facts: PageFacts | undefined, time: Time): string | undefined => {
  if (incident.resolution !== undefined) return ofResolved(incident, time);
  if (incident.recoverAt !== undefined)
    return `Every alarm is OK: it resolves itself at ${time(incident.recoverAt)} if that lasts.`;
  return facts && ofCover(facts, time);
};

/** Who is paged next and when, once a page of the level at hand was sent. */
export const nextInWords = ({ ladder }: Incident, { next }: PageFacts, time: Time): string | undefined =>
  next === undefined || ladder.step?.sentAt === undefined
    ? undefined
    : `${next.who} at ${time(next.at)}, unless somebody acknowledges`;
