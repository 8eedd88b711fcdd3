import { isTestPage } from '../incident/drill.ts';
import type { Configuration, EscalationPolicy } from '../configuration.ts';
import { fallsAt } from '../incident/calm.ts';
import { type Incident, isOpen, type Requested } from '../incident/incident.ts';
import { askAt } from '../incident/inquiry.ts';
import { stepDue } from '../incident/ladder.ts';
import { hasNeed, isUncovered } from '../incident/need.ts';
import { DAY, earliest, epochOf, HOUR, type Instant, later, MINUTE, SECOND } from '../time.ts';

/** Unsent so long, a request is handed to the pages queue again. */
const HAND_OVER_AGAIN_MS = 20 * SECOND;
/** Unsent so long, a request is given up. */
const GIVE_UP_MS = HOUR;
/** And a test page: whoever waits for it is told that it was not sent. */
const GIVE_UP_TEST_MS = 5 * MINUTE;
/** How long the first page waits for a diagnosis at most. */
export const DIAGNOSE_MS = 5 * SECOND;
/** What a first page's diagnosis is made of is given up after so long, where tocsin.yaml says nothing else. */
const READ_WITHIN_MS = 1_500;
/** And at most: two seconds of the hold are left for the diagnosis itself and two appends. */
export const LONGEST_READ_MS = 3 * SECOND;
/** A first page's diagnosis that takes longer than this with all that belongs to it is given up, and the page goes. */
export const DIAGNOSED_WITHIN_MS = 4 * SECOND;
/** An incident without levels reminds `notify` as often. */
const REMIND_MS = DAY;
/** Joins are notified at most as often. */
const NOTIFY_OF_JOINS_MS = MINUTE;
/** What fires again is told less and less often: before the first time, the second … so long after the last. */
const RETURNS_APART_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR] as const;
/** What is past due and could not be done is not tried again sooner. */
const SHORTEST_WAIT_MS = 5 * SECOND;

/** How long the sources of a first page's diagnosis are waited for. */
export const readWithin = ({ diagnosis }: Pick<Configuration, 'diagnosis'>): number =>
  diagnosis?.withinMs ?? READ_WITHIN_MS;

/** When `notify` is reminded of what nobody is paged for and nobody has. */
export const remindAt = (incident: Incident): Instant | undefined =>
  isOpen(incident) && incident.owner === undefined && !hasNeed(incident) && incident.held === undefined
    ? later(incident.remindedAt, REMIND_MS)
    : undefined;

/** Something critical that a snooze does not hold ends it at once. */
export const isSnoozePierced = (incident: Incident): boolean =>
  isOpen(incident) && incident.owner?.kind === 'snooze' && isUncovered(incident);

/** No level is due while nobody is needed; a held page begins the levels anew. */
export const stepAt = (incident: Incident, policy: EscalationPolicy): Instant | undefined => {
  if (isSnoozePierced(incident)) return incident.openedAt;
  if (!hasNeed(incident) || incident.held !== undefined) return undefined;
  return stepDue(incident.ladder, policy) ?? incident.openedAt;
};

/** What a held page or one that ends a snooze is about to say is not said before it. */
const isTelling = (incident: Incident): boolean =>
  incident.held === undefined && incident.severity !== 'silent' && !isSnoozePierced(incident);

/** When those concerned are told of alarms that joined. */
export const joinsToldAt = (incident: Incident): Instant | undefined => {
  const { joins, openedAt } = incident;
  if (joins.untold === 0 || !isTelling(incident)) return undefined;
  return later(joins.toldAt ?? openedAt, NOTIFY_OF_JOINS_MS);
};

/** When those concerned are told that something fires again. */
export const returnsToldAt = (incident: Incident): Instant | undefined => {
  const { returns, openedAt, counts } = incident;
  if (!returns.isUntold || counts.firing === 0 || !isTelling(incident)) return undefined;
  return later(returns.toldAt ?? openedAt, RETURNS_APART_MS[Math.min(returns.times, 3)] ?? HOUR);
};

/** When a request that is not known to be sent is given up. */
export const givenUpAt = (one: Requested): Instant =>
  later(one.requestedAt, isTestPage(one) ? GIVE_UP_TEST_MS : GIVE_UP_MS);

/** When it is handed over again. */
export const againAt = ({ requestedAt, againAt: delayedTo, until }: Requested): Instant =>
  delayedTo ?? until ?? later(requestedAt, HAND_OVER_AGAIN_MS);

/** Of what may have gone out already nobody is told again before then. */
export const isLeftAlone = (one: Requested, at: Instant): boolean => one.until !== undefined && at < one.until;

const unsentAt = ({ requested }: Incident): Instant[] => requested.flatMap((one) => [againAt(one), givenUpAt(one)]);

/** When a resolution is believed no longer, where that changes anything. */
export const disbelievedAt = (incident: Incident): Instant | undefined => {
  const { believed, counts } = incident;
  const matters = isOpen(incident) ? counts.believed > 0 : counts.firing > 0;
  return matters ? believed?.until : undefined;
};

const openInstants = (incident: Incident, policy: EscalationPolicy): (Instant | undefined)[] => [
  incident.held?.diagnoseUntil,
  stepAt(incident, policy),
  incident.owner?.until,
  incident.recoverAt,
  fallsAt(incident),
  remindAt(incident),
  joinsToldAt(incident),
  returnsToldAt(incident),
  askAt(incident),
];

const phaseInstants = (incident: Incident, policy: EscalationPolicy): (Instant | undefined)[] => [
  ...(isOpen(incident) ? openInstants(incident, policy) : []),
  disbelievedAt(incident),
  incident.counts.silent > 0 ? incident.mutedUntil : undefined,
];

/**
 * The earliest instant at which a tick may have something to do; undefined only for an incident that is resolved, has
 * nothing unsent and left nothing firing. It may lie in the past: while a page stays unsent, for instance. A notification
 * never holds it there.
 *
 * @param policy the incident's, of today's configuration
 */
export const wakeAt = (incident: Incident, policy: EscalationPolicy): Instant | undefined =>
  earliest([...phaseInstants(incident, policy), ...unsentAt(incident)]);

/** Milliseconds from `now` until the clock should tick this incident; undefined: never. */
export const nextTickMs = (incident: Incident, policy: EscalationPolicy, now: Instant): number | undefined => {
  const wake = wakeAt(incident, policy);
  if (wake === undefined) return undefined;
  if (wake > now) return epochOf(wake) - epochOf(now);
  const all = [...phaseInstants(incident, policy), ...unsentAt(incident)];
  const ahead = earliest([...all.filter((at) => at !== undefined && at > now), later(now, HAND_OVER_AGAIN_MS)]);
  return Math.max(SHORTEST_WAIT_MS, epochOf(ahead ?? now) - epochOf(now));
};
