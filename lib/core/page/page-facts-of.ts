import { isDrill } from '../incident/drill.ts';
import { type Configuration, responderOf, type Target } from '../configuration.ts';
import { policyOf } from '../escalation/policy.ts';
import { type Cover, type HeadAlarm, type Incident, isOpen, type Requested } from '../incident/incident.ts';
import { resumedAt, standing } from '../incident/ladder.ts';
import { hasNeed } from '../incident/need.ts';
import { levelReached, statusOf } from '../incident/phase.ts';
import { aroundAlarm } from './around-alarm.ts';
import { nameFor, responderName, nameOfTarget } from './names.ts';
import type { AlarmFacts, OwnerFacts, PagedFacts, PageFacts, PersonFacts, ToldFacts } from './page-facts.ts';
import type { Sending } from './sending.ts';
import { alarmsAtHand } from './what-is-wrong.ts';
import { nextAt, nextOf, pagingOf } from './who-is-paged.ts';
import { byWeight } from './by-weight.ts';

const timeZoneOf = ({ responders, schedules }: Configuration, target: Target): string => {
  const id = responderOf(target);
  const own = id !== undefined && Object.hasOwn(responders, id) ? responders[id]?.timeZone : undefined;
  return own ?? Object.values(schedules)[0]?.timeZone ?? 'UTC';
};

const personOf = (configuration: Configuration, id: string, { target }: Requested): PersonFacts => ({
  name: responderName(configuration, id),
  isReader: target === `responder:${id}`,
});

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
    names: targets.filter((target) => target !== reader).map((target) => nameOfTarget(configuration, target)),
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

/** What its stored item says beside the head: the reason, and whether it is new (it began to count once, as it joined). */
const withMember = (alarm: HeadAlarm, { members = [] }: Sending): HeadAlarm & AlarmFacts => {
  const member = members.find(({ alarmId }) => alarmId === alarm.alarmId);
  if (member === undefined) return alarm;
  const isNew = member.joined === undefined ? undefined : member.counted === member.joined;
  return { ...alarm, reason: member.reason, isNew };
};

/** Alarms of which these messages say more than the head does: to be looked up before they are written. */
export const alarmsAsked = (incident: Incident, pages: readonly Requested[]): readonly string[] => [
  ...new Set([
    ...pages.flatMap(({ alarmIds = [] }) => alarmIds),
    ...byWeight(shownAlarms(incident))
      .slice(0, 1)
      .map(({ alarmId }) => alarmId),
  ]),
];

/** Of an alarm that the head names no more nothing is said. */
const namesOf = ({ alarms }: Incident, ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => alarms.filter(({ alarmId }) => alarmId === id).map(({ name }) => name));

/** What a message about this incident has to say, from the head as it is when the message is sent. */
export const pageFactsOf = (incident: Incident, page: Requested, sending: Sending): PageFacts => {
  const { configuration, now, link, respondWith } = sending;
  const names = page.alarmIds && namesOf(incident, page.alarmIds);
  const alarms = shownAlarms(incident).map((alarm) => withMember(alarm, sending));
  return {
    ...occasionOf(page),
    ...placeFacts(incident, page, configuration),
    incidentId: incident.incidentId,
    ...(isDrill(incident) ? { isDrill: true } : {}),
    severity: incident.severity,
    status: statusOf(incident),
    hasNeed: hasNeed(incident),
    service: incident.service,
    environment: incident.environment,
    account: incident.account,
    region: incident.region,
    openedAt: incident.openedAt,
    alarms,
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
    paging: pagingOf(incident, page, sending),
    ...aroundAlarm(incident, alarmsAtHand({ alarms, names }), sending),
    description: descriptionOf(configuration, incident),
    diagnosis: incident.inquiry?.said,
    noDiagnosis: incident.inquiry?.lack,
    revision: incident.inquiry?.revision,
    confirmed: incident.confirmed && {
      cause: incident.confirmed.cause,
      ...personOf(configuration, incident.confirmed.by, page),
    },
    next: nextOf(incident, page, sending),
    actor: page.by === undefined ? undefined : personOf(configuration, page.by, page),
    names,
    recipientTimeZone: timeZoneOf(configuration, page.target),
    reader: nameOfTarget(configuration, page.target),
    isChannel: responderOf(page.target) === undefined,
    now,
    link,
    respondWith,
  };
};
