import { beginLevels, endHold, goOn, notifyOfJoins, raiseSeverity } from '../escalation/hold.ts';
import { pageLevelAgain } from '../escalation/levels.ts';
import { acknowledgerTarget, notifyTargets, notify } from '../escalation/message.ts';
import { GIVE_UP_MS, OVERDUE_MS, REMIND_MS } from '../escalation/wake.ts';
import { earliest, later } from '../time.ts';
import { endIncident, unacknowledge } from './respond.ts';
import type { Draft } from '../incident/draft.ts';
import { type HeadAlarm, isHigher, type Member } from '../incident/incident.ts';
import { hasNeed, isCritical } from '../incident/need.ts';
import { countsAfter, isCounted } from '../incident/member.ts';
import { goPast } from './record.ts';

/** A step adds at most 36 more: with a level of 20 targets and 12 who are notified, an append stays within its 40. */
const ENOUGH_EVENTS = 4;

/** Requests given up or passed over in one tick at most. */
const MOST_PASSED = 3;

/** Alarms whose silence one tick ends at most, so that an append stays within its bound; the next tick goes on. */
const SILENCES_A_TICK = 30;

const giveUp = (draft: Draft): void => {
  const due = draft.incident.requested.filter(({ requestedAt }) => draft.isDue(later(requestedAt, GIVE_UP_MS)));
  for (const page of due.slice(0, MOST_PASSED)) {
    const { pageId, target, kind } = page;
    draft.add({ type: 'PageFailed', pageId, target, kind, error: 'unsent for an hour' });
    // A clock that stood still for an hour never passed it over as overdue.
    goPast(draft, page);
  }
};

const passOverdue = (draft: Draft): void => {
  const late = draft.incident.requested.filter(
    (page) => page.kind === 'page' && !page.overdue && draft.isDue(later(page.requestedAt, OVERDUE_MS)),
  );
  for (const page of late.slice(0, MOST_PASSED)) {
    draft.add({ type: 'PageOverdue', pageId: page.pageId, target: page.target });
    goPast(draft, page);
  }
};

const isStillSilent = (draft: Draft, { silencedUntil }: Member): boolean =>
  silencedUntil === undefined || silencedUntil > draft.at;

const unsilenced = ({ alarmKey: _key, alarmArn: _arn, silencedUntil: _until, ...alarm }: Member): HeadAlarm => ({
  ...alarm,
  silenced: false,
});

/** What fires after a silence is a higher severity or a new alarm: it pages, or notifies. */
const begin = (draft: Draft, severity: 'critical' | 'warning'): void => {
  const isWorse = isHigher(severity, draft.incident.severity);
  if (isWorse) raiseSeverity(draft, severity);
  if (draft.status === 'resolved') return;
  const begins = draft.incident.level === 0 && (isWorse || hasNeed(draft.incident));
  if (begins) beginLevels(draft, 'muteEnded');
  else notify(draft, 'joined', [...acknowledgerTarget(draft), ...notifyTargets(draft)]);
};

/** A person has resolved it: until the cool-down is over nothing of it is looked at again. */
const isCoolingDown = (draft: Draft): boolean => {
  const { phase, cooldownMs } = draft.incident;
  return phase.status === 'resolved' && !draft.isDue(later(phase.at, cooldownMs));
};

/** A mute window ended: what still fires in it counts from now on, at its own severity. */
const endSilence = (draft: Draft): void => {
  const { counts, mutedUntil } = draft.incident;
  if (counts.silent === 0 || !draft.isDue(mutedUntil) || isCoolingDown(draft)) return;
  const silent = draft.allMembers.filter((member) => member.silenced && isCounted(member));
  const ending = silent.filter((member) => !isStillSilent(draft, member)).slice(0, SILENCES_A_TICK);
  const left = silent.filter((member) => !ending.includes(member));
  const firing = ending.map(({ silencedUntil: _until, ...member }) => ({ ...member, silenced: false }));
  for (const member of firing) draft.setMember(member);
  draft.add({
    type: 'SilenceEnded',
    alarms: ending.map(unsilenced),
    counts: countsAfter(counts, ending, firing),
    mutedUntil: earliest(left.map(({ silencedUntil }) => silencedUntil)),
  });
  if (ending.length > 0) begin(draft, ending.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning');
};

const recover = (draft: Draft): void => {
  if (draft.status !== 'resolved' && draft.isDue(draft.incident.recoverAt)) endIncident(draft, undefined);
};

const expireAcknowledgement = (draft: Draft): void => {
  const { phase } = draft.incident;
  if (phase.status === 'acknowledged' && draft.isDue(phase.until)) unacknowledge(draft);
};

const endDueHold = (draft: Draft): void => {
  if (draft.status === 'triggered' && draft.isDue(draft.incident.held?.diagnoseUntil)) endHold(draft);
};

const remind = (draft: Draft): void => {
  const { held, remindedAt } = draft.incident;
  if (draft.status !== 'triggered' || hasNeed(draft.incident) || held !== undefined) return;
  if (!draft.isDue(later(remindedAt, REMIND_MS))) return;
  draft.add({ type: 'IncidentReminded' });
  notify(draft, 'reminder', notifyTargets(draft));
};

const notifyOfDueJoins = (draft: Draft): void => {
  if (draft.status !== 'resolved' && draft.incident.severity !== 'silent') notifyOfJoins(draft);
};

/** Where whoever resolved it was paged last. */
const levelOf = ({ incident: { paged, level } }: Draft, by: string | undefined): number =>
  paged[`responder:${by ?? ''}`] ?? level;

/** Resolved by a person while alarms fired: what still fires after the cool-down was not fixed. */
const reopenIfLeftFiring = (draft: Draft): void => {
  const { counts, phase } = draft.incident;
  if (phase.status !== 'resolved' || counts.firing === 0 || isCoolingDown(draft)) return;
  const { otherOpen } = draft.lookups;
  if (otherOpen !== undefined) {
    draft.add({ type: 'AlarmsHandedOver', to: otherOpen, count: counts.firing + counts.silent });
    return;
  }
  const severity = isCritical(draft.incident) ? 'critical' : 'warning';
  draft.add({ type: 'IncidentReopened', because: 'left-firing', severity });
  if (hasNeed(draft.incident)) pageLevelAgain(draft, levelOf(draft, phase.by), 'reopened');
  notify(draft, 'reopened', notifyTargets(draft));
};

const STEPS = [
  giveUp,
  recover,
  endSilence,
  passOverdue,
  expireAcknowledgement,
  endDueHold,
  // One level a tick: the next counts from the page that this one sends.
  goOn,
  remind,
  notifyOfDueJoins,
  reopenIfLeftFiring,
] as const;

/**
 * Does what is due, and nothing else: late, lost, doubled and reordered ticks are harmless. When much is due at once
 * it stops early, still due, so that an append stays within its bound.
 */
export const tick = (draft: Draft): void => {
  for (const step of STEPS) {
    if (draft.events.length >= ENOUGH_EVENTS) return;
    step(draft);
  }
};
