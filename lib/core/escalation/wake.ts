import { type Incident, isOpen } from '../incident/incident.ts';
import { hasNeed } from '../incident/need.ts';
import { DAY, earliest, epochOf, HOUR, type Instant, later, latest, MINUTE, SECOND } from '../time.ts';

/** Unsent so long, a request is handed to the pages queue again. */
const HAND_OVER_AGAIN_MS = 20 * SECOND;
/** Unsent so long, a page counts as failed for the escalation: the next level is paged. */
export const OVERDUE_MS = MINUTE;
/** Unsent so long, a request is given up. */
export const GIVE_UP_MS = HOUR;
/** How long the first page waits for a diagnosis at most. */
export const DIAGNOSE_MS = 5 * SECOND;
/** An incident without levels reminds `notify` as often. */
export const REMIND_MS = DAY;
/** Joins are notified at most as often. */
export const NOTIFY_OF_JOINS_MS = MINUTE;
/** What is past due and could not be done is not tried again sooner. */
const SHORTEST_WAIT_MS = 5 * SECOND;

const remindAt = (incident: Incident): Instant | undefined =>
  incident.phase.status === 'triggered' && !hasNeed(incident) && incident.held === undefined
    ? later(incident.remindedAt, REMIND_MS)
    : undefined;

/** Nothing of the level at hand was sent, and nothing is about to be: withdrawn, overdue, or never asked for. */
export const isUnsent = ({ level, round, escalateAt, unanswered, requested }: Incident): boolean =>
  escalateAt === undefined &&
  unanswered === undefined &&
  !requested.some((one) => one.kind === 'page' && !one.overdue && one.level === level && one.round === round);

/** No level is due while nobody is needed; a held page begins the levels anew. */
const levelAt = (incident: Incident): Instant | undefined => {
  if (!hasNeed(incident) || incident.held !== undefined) return undefined;
  if (isUnsent(incident)) return incident.openedAt;
  return earliest([incident.escalateAt, incident.unanswered?.nextAt]);
};

const notifyOfJoinsAt = ({
  joinsUntold,
  joinsToldAt,
  openedAt,
  policy,
  phase,
  held,
  severity,
}: Incident): Instant | undefined => {
  const somebody = policy.notify.length > 0 || phase.status === 'acknowledged';
  if (joinsUntold === 0 || !somebody || held !== undefined || severity === 'silent') return undefined;
  return later(joinsToldAt ?? openedAt, NOTIFY_OF_JOINS_MS);
};

const unsentAt = (incident: Incident): (Instant | undefined)[] =>
  incident.requested.flatMap((one) => [
    later(one.requestedAt, HAND_OVER_AGAIN_MS),
    one.kind === 'page' && !one.overdue ? later(one.requestedAt, OVERDUE_MS) : undefined,
    later(one.requestedAt, GIVE_UP_MS),
  ]);

const openInstants = (incident: Incident): (Instant | undefined)[] => [
  incident.held?.diagnoseUntil,
  levelAt(incident),
  incident.phase.status === 'acknowledged' ? incident.phase.until : undefined,
  incident.recoverAt,
  incident.counts.silent > 0 ? incident.mutedUntil : undefined,
  remindAt(incident),
  notifyOfJoinsAt(incident),
];

/** A resolution is looked at again after the cool-down when alarms were left firing (muted ones: when their window ends). */
const leftFiringInstants = ({ phase, counts, cooldownMs, mutedUntil }: Incident): (Instant | undefined)[] => {
  if (phase.status !== 'resolved') return [];
  if (counts.firing > 0) return [later(phase.at, cooldownMs)];
  return counts.silent > 0 && mutedUntil !== undefined ? [latest(later(phase.at, cooldownMs), mutedUntil)] : [];
};

const phaseInstants = (incident: Incident): (Instant | undefined)[] =>
  isOpen(incident) ? openInstants(incident) : leftFiringInstants(incident);

const instants = (incident: Incident): (Instant | undefined)[] => [...phaseInstants(incident), ...unsentAt(incident)];

/**
 * The earliest instant at which a tick may have something to do; undefined only for an incident that is resolved, has
 * nothing unsent and left nothing firing. It may lie in the past: while something stays unsent, for instance.
 */
export const wakeAt = (incident: Incident): Instant | undefined => {
  // Of all that an unsent request waits for, handing it over again comes first.
  const unsent = earliest(incident.requested.map(({ requestedAt }) => requestedAt));
  return earliest([...phaseInstants(incident), unsent && later(unsent, HAND_OVER_AGAIN_MS)]);
};

/** Milliseconds from `now` until the clock should tick this incident; undefined: never. */
export const nextTickMs = (incident: Incident, now: Instant): number | undefined => {
  const wake = wakeAt(incident);
  if (wake === undefined) return undefined;
  if (wake > now) return epochOf(wake) - epochOf(now);
  const ahead = earliest([
    ...instants(incident).filter((at) => at !== undefined && at > now),
    later(now, HAND_OVER_AGAIN_MS),
  ]);
  return Math.max(SHORTEST_WAIT_MS, epochOf(ahead ?? now) - epochOf(now));
};
