import type { Configuration, Target } from '../configuration.ts';
import { nextTargets } from '../escalation/levels.ts';
import type { Incident, Requested } from '../incident/incident.ts';
import { hasNeed } from '../incident/need.ts';
import type { PageFacts } from './page-facts.ts';
import { type Instant, later } from '../time.ts';
import { everyoneIn, onCallAt } from '../schedule/on-call.ts';

/** The display name behind a responder id; the id itself where nobody is configured by it any more. */
const responderName = ({ responders }: Configuration, id: string): string =>
  Object.hasOwn(responders, id) ? (responders[id]?.name ?? id) : id;

const targetName = (configuration: Configuration, target: string): string => {
  const [kind = '', id = ''] = target.split(':');
  if (kind === 'responder') return responderName(configuration, id);
  return Object.hasOwn(configuration.channels, id) ? (configuration.channels[id]?.name ?? id) : id;
};

const timeZoneOf = ({ responders, schedules }: Configuration, target: Target): string => {
  const id = target.slice(target.indexOf(':') + 1);
  const own = target.startsWith('responder:') && Object.hasOwn(responders, id) ? responders[id]?.timeZone : undefined;
  return own ?? Object.values(schedules)[0]?.timeZone ?? 'UTC';
};

const nextNames = (configuration: Configuration, incident: Incident, at: Instant): string => {
  const lookups = { onCall: onCallAt(configuration, at), everyone: everyoneIn(configuration) };
  return nextTargets(incident, lookups)
    .map((target) => targetName(configuration, target))
    .join(', ');
};

const awaitsAnswer = (incident: Incident, page: Requested): boolean =>
  hasNeed(incident) && incident.unanswered === undefined && incident.level > 0 && page.kind === 'page';

/** Who is paged next and when, unless it resolves itself before: for the page being sent the wait of its level begins now. */
const nextOf = (incident: Incident, page: Requested, { configuration, now }: Sending): PageFacts['next'] => {
  if (!awaitsAnswer(incident, page)) return undefined;
  const { policy, level, escalateAt, recoverAt } = incident;
  const at = escalateAt ?? later(now, policy.levels[level - 1]?.escalateAfterMs ?? 0);
  const isOverBefore = recoverAt !== undefined && recoverAt <= at;
  return isOverBefore ? undefined : { who: nextNames(configuration, incident, at), at };
};

const acknowledgementOf = (configuration: Configuration, { phase }: Incident): PageFacts['acknowledgement'] =>
  phase.status === 'acknowledged'
    ? { by: responderName(configuration, phase.by), at: phase.at, until: phase.until }
    : undefined;

const resolutionOf = (configuration: Configuration, { phase, counts }: Incident): PageFacts['resolution'] =>
  phase.status === 'resolved'
    ? {
        at: phase.at,
        by: phase.by === undefined ? undefined : responderName(configuration, phase.by),
        stillFiring: counts.firing + counts.silent,
      }
    : undefined;

const whoActed = (configuration: Configuration, { phase }: Incident): string | undefined =>
  phase.status === 'triggered' || phase.by === undefined ? undefined : responderName(configuration, phase.by);

export interface Sending {
  readonly configuration: Configuration;
  readonly now: Instant;
  readonly link: string | undefined;
  readonly respondWith?: string | undefined;
}

/** What a message about this incident has to say, from the head as it is when the message is sent. */
export const pageFactsOf = (incident: Incident, page: Requested, sending: Sending): PageFacts => {
  const { configuration, now, link, respondWith } = sending;
  return {
    ...(page.kind === 'page' ? { kind: page.kind, reason: page.reason } : { kind: page.kind, about: page.about }),
    incidentId: incident.incidentId,
    severity: incident.severity,
    status: incident.phase.status,
    service: incident.service,
    environment: incident.environment,
    account: incident.account,
    region: incident.region,
    openedAt: incident.openedAt,
    level: page.kind === 'page' ? page.level : incident.level,
    levels: incident.policy.levels.length,
    round: page.kind === 'page' ? page.round : Math.max(1, incident.round),
    rounds: incident.policy.repeat + 1,
    alarms: incident.alarms,
    joined: incident.counts.joined,
    firing: incident.counts.firing,
    flaps: incident.flaps,
    acknowledgement: acknowledgementOf(configuration, incident),
    resolution: resolutionOf(configuration, incident),
    noDataSince: incident.noDataSince,
    recoverAt: incident.recoverAt,
    acknowledgedBefore: incident.acknowledgedAt !== undefined,
    runbook: incident.runbook,
    description: Object.hasOwn(configuration.services, incident.service)
      ? configuration.services[incident.service]?.description
      : undefined,
    next: nextOf(incident, page, sending),
    who: whoActed(configuration, incident),
    recipientTimeZone: timeZoneOf(configuration, page.target),
    now,
    link,
    respondWith,
  };
};
