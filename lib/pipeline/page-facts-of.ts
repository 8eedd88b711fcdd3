import type { Configuration, Target } from '../core/configuration.ts';
import type { Incident, Requested } from '../core/incident/incident.ts';
import type { PageFacts } from '../core/page/page-facts.ts';
import { onCall } from '../core/schedule/on-call.ts';
import { type Instant, later } from '../core/time.ts';

/** The display name behind a responder id; the id itself where nobody is configured by it any more. */
export const responderName = ({ responders }: Configuration, id: string): string =>
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
  const { policy, level, round } = incident;
  const isLast = level >= policy.levels.length && round > policy.repeat;
  const following = policy.levels[level % policy.levels.length]?.page ?? [];
  const names = (isLast ? policy.unanswered : following).map((name) => {
    if (!name.startsWith('schedule:')) return targetName(configuration, name);
    const schedule = configuration.schedules[name.slice('schedule:'.length)];
    const responder = schedule && onCall(schedule, at);
    return responder === undefined ? name : responderName(configuration, responder);
  });
  return names.join(', ');
};

/** Who is paged next and when: for the page that is being sent the wait of its level begins now. */
const nextOf = (incident: Incident, page: Requested, { configuration, now }: Sending): PageFacts['next'] => {
  const { phase, policy, level, unanswered } = incident;
  if (phase.status !== 'triggered' || unanswered !== undefined || level === 0 || page.kind !== 'page') return undefined;
  const wait = policy.levels[level - 1]?.escalateAfterMs ?? 0;
  const at = incident.escalateAt ?? later(now, wait);
  return { who: nextNames(configuration, incident, at), at };
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
  readonly answerWith?: string | undefined;
}

/** What a message about this incident has to say, from the head as it is when the message is sent. */
export const pageFactsOf = (incident: Incident, page: Requested, sending: Sending): PageFacts => {
  const { configuration, now, link, answerWith } = sending;
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
    runbook: incident.runbook,
    description: Object.hasOwn(configuration.services, incident.service)
      ? configuration.services[incident.service]?.description
      : undefined,
    next: nextOf(incident, page, sending),
    who: whoActed(configuration, incident),
    recipientTimeZone: timeZoneOf(configuration, page.target),
    now,
    link,
    answerWith,
  };
};
