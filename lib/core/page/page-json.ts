import { howToRespond, howToRespondTo, type HowToRespond, howToSee } from './how-to-respond.ts';
import type { Message, PageFacts } from './page-facts.ts';
import { cutAtWord } from '../words.ts';
import { causeInWords, evidenceFor, refutedIn } from './cause-words.ts';
import { oneLine } from './plain-text.ts';
import { linkedLine, onlyLink, safeLink } from './links.ts';
import { whatIsWrong } from './what-is-wrong.ts';
import { nextByName, pagedByName } from './whom-paged.ts';

/** The form of this document. Fields are added to it; one that goes or comes to mean something else makes a `page/2`. */
export const PAGE_FORM = 'page/1';

/** What is left of `text` where it is longer, and of the incidents beside the oldest: a message of SNS holds 256 KiB. */
const LONGEST_TEXT = 8_000;
const MOST_OTHERS = 20;
const OTHERS_WIDTH = 24_000;
const PEOPLE_NAMED = 20;

/** Why it was sent, by the words that the timeline has for it. */
export const sentBecause = (facts: PageFacts): object =>
  facts.kind === 'page' ? { kind: facts.kind, reason: facts.reason } : { kind: facts.kind, about: facts.about };

export const respondLink = ({ how, isLink }: HowToRespond): string | undefined => (isLink ? how : undefined);

const namesOf = (names: readonly string[]): readonly string[] =>
  names.slice(0, PEOPLE_NAMED).map((name) => oneLine(name, 60));

const nextOf = (facts: PageFacts): object | null => {
  const names = nextByName(facts);
  return facts.next === undefined || names === undefined ? null : { who: namesOf(names), at: facts.next.at };
};

const ownerOf = ({ owner }: PageFacts): object | undefined =>
  owner && { name: oneLine(owner.name, 60), kind: owner.kind, since: owner.at, until: owner.until };

const upstreamOf = (facts: PageFacts): object | undefined => {
  const { upstream } = facts.diagnosis ?? {};
  if (upstream === undefined) return undefined;
  const { how, isLink } = howToSee(facts, upstream.incidentId);
  const incident = { service: oneLine(upstream.service, 100), id: oneLine(upstream.incidentId, 40) };
  return { ...incident, ...(isLink ? { link: how } : {}) };
};

/** What was last found of the cause; sentences as the message has them. */
const diagnosisOf = (facts: PageFacts): object | undefined => {
  const { diagnosis } = facts;
  return (
    diagnosis && {
      at: diagnosis.at,
      cause: diagnosis.cause,
      confidence: diagnosis.confidence,
      early: diagnosis.early,
      headline: oneLine(causeInWords(facts, diagnosis), 400),
      evidence: evidenceFor(facts),
      refuted: refutedIn(facts),
      missing: diagnosis.missing.map((what) => oneLine(what, 100)),
      memoryExhaustionAt: diagnosis.fullAt,
      upstream: upstreamOf(facts),
    }
  );
};

const incidentOf = (facts: PageFacts, respond: HowToRespond): object => ({
  ...sentBecause(facts),
  isTest: facts.isDrill,
  id: oneLine(facts.incidentId, 40),
  status: facts.status,
  severity: facts.severity,
  service: oneLine(facts.service, 100),
  environment: oneLine(facts.environment, 100),
  account: oneLine(facts.account, 20),
  region: oneLine(facts.region, 30),
  symptom: oneLine(whatIsWrong(facts).join('; '), 400),
  description: facts.alarmDescription === undefined ? undefined : linkedLine(facts.alarmDescription, 1_000),
  diagnosis: diagnosisOf(facts),
  openedAt: facts.openedAt,
  links: {
    respond: respondLink(respond),
    alarm: safeLink(facts.console?.alarm),
    logs: safeLink(facts.console?.logs),
    // One that is no address is text, and stands in the letter.
    runbook: onlyLink(facts.runbook ?? ''),
  },
  paged: namesOf(pagedByName(facts)),
  next: nextOf(facts),
  owner: ownerOf(facts),
});

/** As many as there is room for, oldest first; never none because the first is long. */
const fitting = (others: readonly PageFacts[]): readonly object[] => {
  const fit: object[] = [];
  let width = 0;
  for (const facts of others.slice(0, MOST_OTHERS)) {
    const other = incidentOf(facts, howToRespond(facts));
    width += JSON.stringify(other).length;
    if (fit.length > 0 && width > OTHERS_WIDTH) break;
    fit.push(other);
  }
  return fit;
};

const othersOf = (others: readonly PageFacts[]): object => {
  if (others.length === 0) return {};
  const named = fitting(others);
  return { others: named, more: others.length - named.length };
};

/** What `schema/page.schema.json` describes: the oldest incident flat, those beside it in `others`. */
export const pageJsonOf = (
  bundle: readonly PageFacts[],
  { subject, text }: Pick<Message, 'subject' | 'text'>,
): string => {
  const [first, ...others] = bundle;
  const words = { subject, text: cutAtWord(text, LONGEST_TEXT) };
  if (first === undefined) return JSON.stringify({ schema: PAGE_FORM, ...words });
  const incident = incidentOf(first, howToRespondTo(bundle));
  return JSON.stringify({ schema: PAGE_FORM, ...incident, ...othersOf(others), ...words, sentAt: first.now });
};
