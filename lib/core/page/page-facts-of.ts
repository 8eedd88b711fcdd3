import { type Configuration, OPS, type Target } from '../configuration.ts';
import { nextTargets } from '../escalation/levels.ts';
import { policyOf } from '../escalation/policy.ts';
import { type Cover, type Incident, isOpen, type Member, type Requested } from '../incident/incident.ts';
import { resumedAt, standing, waitOver } from '../incident/ladder.ts';
import { hasNeed } from '../incident/need.ts';
import { levelReached, statusOf } from '../incident/phase.ts';
import { people } from './person-words.ts';
import type { OwnerFacts, PagedFacts, PageFacts, PersonFacts, ToldFacts } from './page-facts.ts';
import type { Instant } from '../time.ts';
import { OPS_TOPIC } from '../words.ts';
import { everyoneIn, onCallAt } from '../schedule/on-call.ts';

/** The display name behind a responder id; the id itself where nobody is configured by it any more. */
const responderName = ({ responders }: Configuration, id: string): string =>
  Object.hasOwn(responders, id) ? (responders[id]?.name ?? id) : id;

/** The same within a sentence; the reader is `you`. */
const nameFor = (configuration: Configuration, id: string, reader: Target): string =>
  reader === `responder:${id}` ? 'you' : responderName(configuration, id);

const targetName = (configuration: Configuration, target: Target): string => {
  if (target === OPS) return OPS_TOPIC;
  const [kind = '', id = ''] = target.split(':');
  if (kind === 'responder') return responderName(configuration, id);
  return Object.hasOwn(configuration.channels, id) ? (configuration.channels[id]?.name ?? id) : id;
};

const timeZoneOf = ({ responders, schedules }: Configuration, target: Target): string => {
  const id = target.slice(target.indexOf(':') + 1);
  const own = target.startsWith('responder:') && Object.hasOwn(responders, id) ? responders[id]?.timeZone : undefined;
  return own ?? Object.values(schedules)[0]?.timeZone ?? 'UTC';
};

const personOf = (configuration: Configuration, id: string, { target }: Requested): PersonFacts => ({
  name: responderName(configuration, id),
  isReader: target === `responder:${id}`,
});

/** The names of these, the reader first and as `you`. */
const namesFor = (configuration: Configuration, targets: readonly Target[], reader: Target): readonly string[] => [
  ...(targets.includes(reader) ? ['you'] : []),
  ...targets.filter((target) => target !== reader).map((target) => targetName(configuration, target)),
];

/** Whom the next step pages, by today's configuration and whoever is on call then. */
const nextAt = (incident: Incident, configuration: Configuration, at: Instant): readonly Target[] =>
  nextTargets(incident, policyOf(configuration, incident), {
    onCall: onCallAt(configuration, at),
    everyone: everyoneIn(configuration),
  });

const awaitsAnswer = (incident: Incident, page: Requested): boolean =>
  page.kind === 'page' && page.reason !== 'nobodyReached' && hasNeed(incident);

/** Who is paged next and when, unless it resolves itself before: for the page being sent the wait of its level begins now. */
const nextOf = (incident: Incident, page: Requested, { configuration, now }: Sending): PageFacts['next'] => {
  const { ladder, recoverAt } = incident;
  const { step } = ladder;
  if (step === undefined || !awaitsAnswer(incident, page)) return undefined;
  const at = step.isPassed === true ? now : waitOver(ladder, policyOf(configuration, incident), now);
  if (at === undefined || (recoverAt !== undefined && recoverAt <= at)) return undefined;
  const who = people(namesFor(configuration, nextAt(incident, configuration, at), page.target));
  return { who: step.isUnanswered === true ? `${who} again` : who, at };
};

/** Who is paged when the owner's word ends, as things stand. */
const afterOf = (
  incident: Incident,
  { by, until }: Cover,
  { configuration, reader }: { readonly configuration: Configuration; readonly reader: Target },
): OwnerFacts['after'] => {
  const { counts, asked, ladder } = incident;
  if (statusOf(incident) !== 'acknowledged' || (counts.critical === 0 && asked !== true)) return undefined;
  const place = resumedAt(incident, by, standing(ladder));
  const last = policyOf(configuration, incident).levels.length;
  const before = place.isUnanswered === true ? place : { ...place, level: Math.min(place.level, last) - 1 };
  const targets = nextAt({ ...incident, ladder: { ...ladder, kept: before } }, configuration, until);
  return {
    names: targets.filter((target) => target !== reader).map((target) => targetName(configuration, target)),
    isOwner: targets.length === 1 && targets[0] === `responder:${by}`,
    isReader: targets.includes(reader),
  };
};

const ownerOf = (incident: Incident, page: Requested, configuration: Configuration): OwnerFacts | undefined => {
  const { owner } = incident;
  if (owner === undefined || !isOpen(incident)) return undefined;
  const { kind, at, until } = owner;
  const after = afterOf(incident, owner, { configuration, reader: page.target });
  return { ...personOf(configuration, owner.by, page), kind, at, until, after };
};

const resolutionOf = (
  incident: Incident,
  { target }: Requested,
  configuration: Configuration,
): PageFacts['resolution'] => {
  const { resolution, counts, believed } = incident;
  return (
    resolution && {
      at: resolution.at,
      by: resolution.by && nameFor(configuration, resolution.by, target),
      stillFiring: counts.firing + counts.silent,
      reopensAt: counts.firing > 0 ? believed?.until : undefined,
      isPaging: counts.critical > 0,
    }
  );
};

const occasionOf = (
  page: Requested,
): Pick<PagedFacts, 'kind' | 'reason' | 'passed'> | Pick<ToldFacts, 'kind' | 'about'> => {
  if (page.kind === 'notification') return { kind: page.kind, about: page.about };
  const { kind, reason, passed } = page;
  return { kind, reason, passed };
};

const placeFacts = (
  incident: Incident,
  page: Requested,
  configuration: Configuration,
): Pick<PageFacts, 'level' | 'levels' | 'round' | 'rounds' | 'isUnanswered'> => {
  const { levels, repeat } = policyOf(configuration, incident);
  const { level, round, isUnanswered } = page.kind === 'page' ? page : levelReached(incident);
  return {
    isUnanswered,
    // A configuration that has become shorter: a level beyond its end is its last.
    level: Math.min(level, levels.length),
    levels: levels.length,
    round: Math.max(1, round),
    rounds: Math.max(round, repeat + 1),
  };
};

const descriptionOf = ({ services }: Configuration, { service }: Incident): string | undefined =>
  Object.hasOwn(services, service) ? services[service]?.description : undefined;

/** What a resolution cleared is over, though its last word is not OK; where nothing else is left, it is what it was about. */
const shownAlarms = ({ alarms }: Incident): Incident['alarms'] => {
  const left = alarms.filter(({ cleared }) => cleared !== true);
  return left.length > 0 ? left : alarms;
};

/** Of an alarm that the head names no more nothing is said. */
const namesOf = ({ alarms }: Incident, ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => alarms.filter(({ alarmId }) => alarmId === id).map(({ name }) => name));

export interface Sending {
  readonly configuration: Configuration;
  readonly now: Instant;
  readonly link: string | undefined;
  readonly respondWith?: string | undefined;
  /** Of the alarms at hand; absent, or without one of them: what only a member holds is not said. */
  readonly members?: readonly Member[] | undefined;
}

/** What a message about this incident has to say, from the head as it is when the message is sent. */
export const pageFactsOf = (incident: Incident, page: Requested, sending: Sending): PageFacts => {
  const { configuration, now, link, respondWith } = sending;
  return {
    ...occasionOf(page),
    ...placeFacts(incident, page, configuration),
    incidentId: incident.incidentId,
    severity: incident.severity,
    status: statusOf(incident),
    hasNeed: hasNeed(incident),
    service: incident.service,
    environment: incident.environment,
    account: incident.account,
    region: incident.region,
    openedAt: incident.openedAt,
    alarms: shownAlarms(incident),
    joined: incident.counts.joined,
    firing: incident.counts.firing,
    flaps: incident.flaps,
    owner: ownerOf(incident, page, configuration),
    resolution: resolutionOf(incident, page, configuration),
    noDataSince: incident.noDataSince,
    recoverAt: incident.recoverAt,
    recoverAfterMs: incident.recoverAfterMs,
    acknowledgedBefore: incident.acknowledgedAt !== undefined,
    runbook: incident.runbook,
    description: descriptionOf(configuration, incident),
    next: nextOf(incident, page, sending),
    actor: page.by === undefined ? undefined : personOf(configuration, page.by, page),
    names: page.alarmIds && namesOf(incident, page.alarmIds),
    recipientTimeZone: timeZoneOf(configuration, page.target),
    now,
    link,
    respondWith,
  };
};
