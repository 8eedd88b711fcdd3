import { shortenSymptom } from '../alarm/symptom/shorten-symptom.ts';
import { fittedClauses } from '../cause.ts';
import type { About } from '../incident/incident.ts';
import { causeClauses } from './cause-words.ts';
import type { AlarmFacts, PageFacts, ToldFacts } from './page-facts.ts';
import { oneLine } from './plain-text.ts';
import { isUnmapped } from './service-name.ts';
import { alarmsAtHand, whatIsWrong } from './what-is-wrong.ts';

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

/** What joins may be milder than the incident that the message is tagged by. */
const joinedAs = (alarms: readonly AlarmFacts[], { severity }: PageFacts): string => {
  const [first] = alarms;
  const isOther = first !== undefined && alarms.every((alarm) => alarm.severity !== severity);
  return isOther ? `joined (${first.severity})` : 'joined';
};

/** What the alarms at hand did, where the tag does not say it and all of them did. */
export const happenedIn = (facts: PageFacts): string | undefined => {
  const { names = [], alarms } = facts;
  if (facts.kind !== 'notification' || (facts.about !== 'joined' && facts.about !== 'again')) return undefined;
  if (names.length === 0) return undefined;
  const known = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  const areNew = names.map((name) => known.get(name)?.isNew ?? facts.about === 'joined');
  if (areNew.every(Boolean)) return joinedAs(alarmsAtHand(facts), facts);
  return areNew.some(Boolean) ? undefined : 'again';
};

/** What several incidents are about: their services, and of what belongs to none what is wrong. */
export const subjectsOf = (bundle: readonly PageFacts[]): string => {
  const words = bundle.map((facts) =>
    isUnmapped(facts) ? shortenSymptom(whatIsWrong(facts)[0] ?? '', LONGEST_SUBJECT) : facts.service,
  );
  return [...new Set(words)].slice(0, 10).join(', ');
};

/** Of several unmapped alarms each has so much room. */
const LONGEST_SUBJECT = 32;

/** Who acted or what happened; undefined: nothing but what is wrong. */
export const beforeOf = (facts: PageFacts): string | undefined => actOf(facts) ?? happenedIn(facts);

/** What is wrong, in so much room. */
export type WrongWithin = (room: number, weigh?: (text: string) => number) => string;

const clausesWithin =
  (clauses: Parameters<typeof fittedClauses>[0]): WrongWithin =>
  (room, weigh = ({ length }) => length) =>
    shortenSymptom(
      fittedClauses(clauses, (text) => weigh(text) <= room),
      room,
      weigh,
    );

/**
 * What is wrong: the cause where one is named, clauses dropped from the end where there is little room; else the symptoms
 * of the alarms that are news, else of the worst that fires; of one without a symptom its name.
 *
 * @param clean makes harmless and short enough what comes from elsewhere, each clause by itself
 */
export const wrongIn = (facts: PageFacts, clean: (text: string) => string): WrongWithin => {
  const clauses = causeClauses(facts);
  if (clauses !== undefined) return clausesWithin({ says: clauses.says.map(clean), not: clauses.not.map(clean) });
  const symptoms = clean(whatIsWrong(facts).join('; ') || 'incident');
  return (room, weigh) => shortenSymptom(symptoms, room, weigh);
};
