import type { About } from '../incident/incident.ts';
import { briefName } from './brief-names.ts';
import type { AlarmFacts, PageFacts, ToldFacts } from './page-facts.ts';
import { alarmsAtHand } from './what-is-wrong.ts';
import { shortName } from './wording.ts';

const byWhom = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : `by ${shortName(name)}`;

const takenBy = ({ owner }: ToldFacts): string | undefined => owner && byWhom(owner.isReader ? 'you' : owner.name);

/** How another took it from whoever had it. */
const took =
  (done: string) =>
  ({ actor }: ToldFacts): string | undefined =>
    actor && `${done} by ${shortName(actor.name)}`;

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
const happened = (facts: PageFacts, alarms: readonly AlarmFacts[]): string | undefined => {
  if (facts.kind !== 'notification' || (facts.about !== 'joined' && facts.about !== 'again')) return undefined;
  if (alarms.every(({ isNew = facts.about === 'joined' }) => isNew)) return 'joined';
  return alarms.some(({ isNew }) => isNew === true) ? undefined : 'again';
};

const SEVERAL = '; ';

/**
 * What a message is about, in parts that follow each other: who acted or what happened, then what is wrong: the symptoms
 * of the alarms that are news, else of the worst that fires; of one without a symptom its name.
 */
export const topicOf = (facts: PageFacts): readonly string[] => {
  const alarms = alarmsAtHand(facts);
  const symptoms = alarms.map(({ symptom, name }) => symptom ?? shortName(briefName(facts, name)));
  const wrong = symptoms.length === 0 ? 'incident' : symptoms.join(SEVERAL);
  const before = actOf(facts) ?? happened(facts, alarms);
  return before === undefined ? [wrong] : [before, wrong];
};
