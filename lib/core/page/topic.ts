import type { About } from '../incident/incident.ts';
import type { PageFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { whatIsWrong } from './what-is-wrong.ts';

/** What is wrong has to have room beside it. */
const LONGEST_NAME = 20;

const byWhom = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : `by ${oneLine(name, LONGEST_NAME)}`;

const takenBy = ({ owner }: ToldFacts): string | undefined => owner && byWhom(owner.isReader ? 'you' : owner.name);

/** How another took it from whoever had it. */
const took =
  (done: string) =>
  ({ actor }: ToldFacts): string | undefined =>
    actor && `${done} by ${oneLine(actor.name, LONGEST_NAME)}`;

/** That something fires on comes first: no cut may make it read as over. */
const resolved = ({ resolution }: ToldFacts): string => {
  const how = byWhom(resolution?.by) ?? 'recovered';
  const { stillFiring = 0 } = resolution ?? {};
  return stillFiring === 0 ? how : `${how}, ${String(stillFiring)} still firing`;
};

const ACTS: Readonly<Partial<Record<About, (facts: ToldFacts) => string | undefined>>> = {
  acknowledged: takenBy,
  offered: takenBy,
  escalated: took('escalated'),
  reassigned: took('handed over'),
  resolved,
};

/** `by Alice Ferreira`, `escalated by Alice Ferreira` or `recovered`, where the message tells that. */
export const actOf = (facts: PageFacts): string | undefined =>
  facts.kind === 'page' ? undefined : ACTS[facts.about]?.(facts);

/** What the alarms at hand did, where the tag does not say it and all of them did. */
const happened = (facts: PageFacts): string | undefined => {
  const { names = [], alarms } = facts;
  if (facts.kind !== 'notification' || (facts.about !== 'joined' && facts.about !== 'again')) return undefined;
  if (names.length === 0) return undefined;
  const known = new Map(alarms.map(({ name, isNew }) => [name, isNew]));
  const areNew = names.map((name) => known.get(name) ?? facts.about === 'joined');
  if (areNew.every(Boolean)) return 'joined';
  return areNew.some(Boolean) ? undefined : 'again';
};

/**
 * What a message is about, in parts that follow each other: who acted or what happened, then what is wrong: the symptoms
 * of the alarms that are news, else of the worst that fires; of one without a symptom its name.
 */
export const topicOf = (facts: PageFacts): readonly string[] => {
  const wrong = whatIsWrong(facts).join('; ') || 'incident';
  const before = actOf(facts) ?? happened(facts);
  return before === undefined ? [wrong] : [before, wrong];
};
