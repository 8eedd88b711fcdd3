import type { About } from '../incident/incident.ts';
import type { PageFacts, ToldFacts } from './page-facts.ts';
import { byWeight, shortName } from './wording.ts';

const byWhom = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : `by ${shortName(name)}`;

const takenBy = ({ owner }: ToldFacts): string | undefined => owner && byWhom(owner.isReader ? 'you' : owner.name);

/** How another took it from whoever had it. */
const took =
  (done: string) =>
  ({ actor }: ToldFacts): string | undefined =>
    actor && `${done} by ${shortName(actor.name)}`;

const ACTS: Readonly<Partial<Record<About, (facts: ToldFacts) => string | undefined>>> = {
  acknowledged: takenBy,
  offered: takenBy,
  escalated: took('escalated'),
  reassigned: took('handed over'),
  resolved: ({ resolution }) => byWhom(resolution?.by) ?? 'recovered',
};

/** `by Alice Ferreira`, `escalated by Alice Ferreira` or `recovered`, where the message tells that. */
export const actOf = (facts: PageFacts): string | undefined =>
  facts.kind === 'page' ? undefined : ACTS[facts.about]?.(facts);

/** What the named alarms did, where the tag does not say it. */
const HAPPENED: Readonly<Partial<Record<About, string>>> = { joined: 'joined', again: 'again' };

const newsOf = (facts: PageFacts): string | undefined => {
  const { names = [] } = facts;
  if (names.length === 0) return undefined;
  const happened = facts.kind === 'notification' ? HAPPENED[facts.about] : undefined;
  return `${happened === undefined ? '' : `${happened}: `}${names.map(shortName).join(', ')}`;
};

/** What a message is about, in a line: who acted, else the alarms that are news, else the worst that fires. */
export const topicOf = (facts: PageFacts): string =>
  actOf(facts) ?? newsOf(facts) ?? byWeight(facts.alarms)[0]?.name ?? 'incident';
