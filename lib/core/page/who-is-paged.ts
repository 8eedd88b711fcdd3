import type { Configuration, Target } from '../configuration.ts';
import { nextTargets } from '../escalation/levels.ts';
import { policyOf } from '../escalation/policy.ts';
import type { Incident, Place, Requested } from '../incident/incident.ts';
import { waitOver } from '../incident/ladder.ts';
import { hasNeed } from '../incident/need.ts';
import { everyoneIn, onCallAt } from '../schedule/on-call.ts';
import type { Instant } from '../time.ts';
import { namesFor, nameOfTarget } from './names.ts';
import type { PageFacts } from './page-facts.ts';
import { people } from './person-words.ts';
import type { Sending } from './sending.ts';

/** Whom the next step pages, by today's configuration and whoever is on call then. */
export const nextAt = (incident: Incident, configuration: Configuration, at: Instant): readonly Target[] =>
  nextTargets(incident, policyOf(configuration, incident), {
    onCall: onCallAt(configuration, at),
    everyone: everyoneIn(configuration),
  });

const awaitsAnswer = (incident: Incident, page: Requested): boolean =>
  page.kind === 'page' && page.reason !== 'nobodyReached' && hasNeed(incident);

/** Who is paged next and when, unless it resolves itself before: for the page being sent the wait of its level begins now. */
export const nextOf = (incident: Incident, page: Requested, { configuration, now }: Sending): PageFacts['next'] => {
  const { ladder, recoverAt } = incident;
  const { step } = ladder;
  if (step === undefined || !awaitsAnswer(incident, page)) return undefined;
  const at = step.isPassed === true ? now : waitOver(ladder, policyOf(configuration, incident), now);
  if (at === undefined || (recoverAt !== undefined && recoverAt <= at)) return undefined;
  const targets = nextAt(incident, configuration, at);
  const who = people(namesFor(configuration, targets, page.target));
  const names = targets.map((target) => nameOfTarget(configuration, target));
  return { who: step.isUnanswered === true ? `${who} again` : who, at, names };
};

/** Whom the level at hand asks, by today's configuration where it asks nobody yet. */
export const pagingOf = (incident: Incident, { target: reader }: Requested, sending: Sending): PageFacts['paging'] => {
  const { ladder, requested, paged } = incident;
  const { step } = ladder;
  if (!hasNeed(incident)) return undefined;
  const { configuration, now } = sending;
  const unsent = requested.filter(({ kind }) => kind === 'page').map(({ target }) => target);
  const isHere = ({ level, round, isUnanswered }: Place): boolean =>
    level === step?.level && round === step.round && isUnanswered === step.isUnanswered;
  const sent = Object.entries(paged).flatMap(([target, place]) => (isHere(place) ? [target as Target] : []));
  const asked = step === undefined ? nextAt(incident, configuration, now) : [...new Set([...sent, ...unsent])];
  const names = namesFor(configuration, asked, reader);
  return names.length === 0 ? undefined : names;
};
