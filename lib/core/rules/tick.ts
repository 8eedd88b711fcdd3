import { isHigher } from '../severity.ts';
import type { Target } from '../configuration.ts';
import { type Before, endHold, goOn, meetChange } from '../escalation/hold.ts';
import { resume } from '../escalation/levels.ts';
import { type Asking, notify, notifyTargets, toldTargets } from '../escalation/message.ts';
import { tellOfJoins, tellOfReturns } from '../escalation/news.ts';
import { againAt, disbelievedAt, givenUpAt, remindAt } from '../escalation/wake.ts';
import { DIAGNOSIS } from '../incident/events.ts';
import { askAt, givenUpAskingAt } from '../incident/inquiry.ts';
import { countingSeverity, fallsAt, lateSeverity } from '../incident/calm.ts';
import { isHeldBy } from '../incident/cover.ts';
import type { Draft } from '../incident/draft.ts';
import { type Cover, type HeadAlarm, type Ladder, type Member, NAMED_ALARMS } from '../incident/incident.ts';
import { counts as isFiring, countsAfter, isCounted } from '../incident/member.ts';
import { hasNeed } from '../incident/need.ts';
import { earliest, epochOf, later } from '../time.ts';
import { clearUntroubled, endIncident } from './end.ts';
import { isMoving, letGo, mutedUntilOf } from './let-go.ts';
import { goPast } from './record.ts';

/** A step adds at most 36 more: with a level of 20 targets and 12 who are notified, an append stays within its 40. */
const ENOUGH_EVENTS = 4;

/** A notification that is unsent waits so many times as long as it has waited, until it is handed over once more. */
const LONGER = 4;

/** Requests given up in one tick at most. */
const MOST_PASSED = 3;

/** Alarms that one tick moves or whose silence it ends at most, so that an append stays within its bound; the next tick goes on. */
const ALARMS_A_TICK = 30;

/** After a deploy: whom it pages, and when, is what the configuration says from now on. */
const applyConfiguration = (draft: Draft): void => {
  const { config, policy } = draft.lookups;
  if (!draft.isOpen || draft.incident.config === config) return;
  draft.add({ type: 'ConfigurationApplied', config, levels: policy.levels.length, rounds: policy.repeat + 1 });
};

const giveUp = (draft: Draft): void => {
  const due = draft.incident.requested.filter((one) => draft.isDue(givenUpAt(one)));
  for (const page of due.slice(0, MOST_PASSED)) {
    const { pageId, target, kind } = page;
    draft.add({ type: 'PageFailed', pageId, target, kind, error: 'unsent for an hour' });
    goPast(draft, page);
  }
};

/** Notifications wait longer and longer: so many times as long as so far. Whoever hands over goes by the head after this. */
const delayNotifications = (draft: Draft): void => {
  const { requested } = draft.incident;
  const due = requested.filter((one) => one.kind === 'notification' && draft.isDue(againAt(one)));
  const since = earliest(due.map(({ requestedAt }) => requestedAt));
  if (since === undefined) return;
  const waitedMs = epochOf(draft.at) - epochOf(since);
  const pageIds = due.map(({ pageId }) => pageId);
  draft.add({ type: 'NotificationsDelayed', pageIds, againAt: later(draft.at, LONGER * waitedMs) });
};

const isMuteOver = (draft: Draft, { silenced, silencedUntil }: Member): boolean =>
  silenced && silencedUntil !== undefined && silencedUntil <= draft.at;

const unsilenced = ({ alarmId, name, state, severity, since, reason }: Member): HeadAlarm => ({
  alarmId,
  name,
  state,
  severity,
  silenced: false,
  since,
  reason,
});

const firing = ({ silencedUntil: _until, ...member }: Member): Member => ({ ...member, silenced: false });

/** They count from now on, each at its own severity; of a resolved incident they reopen it. */
const unsilence = (draft: Draft, over: readonly Member[], standing: readonly Member[]): void => {
  const severity = over.some((member) => member.severity === 'critical') ? 'critical' : 'warning';
  if (!draft.isOpen && over.length > 0) draft.add({ type: 'IncidentReopened', because: 'alarm', severity });
  const now = over.map((member) => draft.setMember(firing(member)));
  draft.add({
    type: 'SilenceEnded',
    alarms: over.map(unsilenced),
    counts: countsAfter(draft.incident, over, now),
    mutedUntil: mutedUntilOf(standing.filter((member) => !over.includes(member))),
  });
};

/** A mute window ended. */
const endSilence = (draft: Draft): void => {
  const { counts, mutedUntil } = draft.incident;
  if (counts.silent === 0 || !draft.isDue(mutedUntil) || isMoving(draft)) return;
  const before: Before = { hadNeed: hasNeed(draft.incident), reason: draft.isOpen ? 'muteEnded' : 'returned' };
  const standing = draft.allMembers.filter(isCounted);
  const over = standing.filter((member) => isMuteOver(draft, member)).slice(0, ALARMS_A_TICK);
  unsilence(draft, over, standing);
  if (over.length === 0) return;
  meetChange(draft, before);
  // Nobody diagnoses at a tick: there is nothing to wait for.
  endHold(draft);
};

const recover = (draft: Draft): void => {
  if (draft.isOpen && draft.isDue(draft.incident.recoverAt)) endIncident(draft, undefined);
};

/** The end of somebody's word: on at the level where they were last paged, if somebody is needed and none is asked. */
const goOnAfter = (draft: Draft, { by }: Cover, { kept, ...asking }: Asking & Pick<Ladder, 'kept'>): void => {
  const { incident } = draft;
  if (hasNeed(incident) && incident.ladder.step === undefined) resume(draft, { by, kept }, asking);
};

const endCover = (draft: Draft): void => {
  const { owner, ladder } = draft.incident;
  if (owner === undefined || !draft.isOpen || !draft.isDue(owner.until)) return;
  const { by, kind } = owner;
  const isSnooze = kind === 'snooze';
  draft.add({ type: 'AcknowledgementEnded', by, because: isSnooze ? 'snoozeOver' : 'timeout' });
  goOnAfter(draft, owner, { kept: ladder.kept, reason: isSnooze ? 'snoozeEnded' : 'unacknowledged' });
  const news = { about: isSnooze ? 'snoozeEnded' : 'acknowledgementEnded', by } as const;
  notify(draft, news, [`responder:${by}`, ...notifyTargets(draft)]);
};

/** Resolved by a person, and alarms fire on after ten minutes: it was not fixed. */
const reopenLeftFiring = (draft: Draft): void => {
  const cleared = clearUntroubled(draft);
  if (cleared !== undefined) {
    draft.add({ type: 'AlarmsCleared', ...cleared });
    return;
  }
  draft.add({ type: 'IncidentReopened', because: 'left-firing', severity: countingSeverity(draft.incident) });
};

/** Ids of the alarms that a resolution was about and that count all the same. */
const leftFiring = ({ allMembers, incident }: Draft, believed: Cover): readonly string[] =>
  allMembers
    .filter(
      (member) =>
        isFiring(member) &&
        isHeldBy(believed, member, { severity: member.severity, recoverAfterMs: incident.recoverAfterMs }),
    )
    .map(({ alarmId }) => alarmId)
    .slice(0, NAMED_ALARMS);

/** A resolution is believed for ten minutes; then its author is asked again. */
const endBelief = (draft: Draft): void => {
  const { believed, ladder } = draft.incident;
  if (believed === undefined || !draft.isDue(disbelievedAt(draft.incident)) || isMoving(draft)) return;
  const { by } = believed;
  const wasOpen = draft.isOpen;
  const alarmIds = leftFiring(draft, believed);
  if (wasOpen) draft.add({ type: 'ResolutionEnded', by });
  else reopenLeftFiring(draft);
  if (!draft.isOpen) return;
  goOnAfter(draft, believed, { kept: ladder.kept, reason: 'leftFiring', alarmIds });
  const to: readonly Target[] = [`responder:${by}`, ...notifyTargets(draft), ...draft.incident.misled];
  notify(draft, { about: wasOpen ? 'again' : 'reopened', alarmIds, by }, to);
};

/** What was worse has not counted for a while: those who heard of it hear that it is milder. */
const lowerSeverity = (draft: Draft): void => {
  if (!draft.isDue(fallsAt(draft.incident))) return;
  const { severity: from } = draft.incident;
  const to = lateSeverity(draft.incident, draft.at);
  if (!isHigher(from, to)) return;
  draft.add({ type: 'SeverityLowered', from, to });
  notify(draft, 'severityLowered', [...notifyTargets(draft), ...toldTargets(draft)]);
};

/** The page has waited long enough. */
const endDueHold = (draft: Draft): void => {
  const { held, inquiry } = draft.incident;
  if (!draft.isOpen || !draft.isDue(held?.diagnoseUntil)) return;
  if (inquiry?.isAwaited === true)
    draft.add({ type: 'ContextUnavailable', source: DIAGNOSIS, reason: 'none came before the page' });
  endHold(draft);
};

/** One level a tick: the next counts from the page that this one sends. */
const climb = (draft: Draft): void => {
  goOn(draft);
};

const remind = (draft: Draft): void => {
  if (!draft.isDue(remindAt(draft.incident))) return;
  draft.add({ type: 'IncidentReminded' });
  notify(draft, 'reminder', notifyTargets(draft));
};

const tellNews = (draft: Draft): void => {
  if (!draft.isOpen) return;
  tellOfJoins(draft);
  tellOfReturns(draft);
};

/** Whoever can say what it is answers; a tick itself never diagnoses. */
const askForDiagnosis = (draft: Draft): void => {
  if (!draft.isDue(askAt(draft.incident))) return;
  if (draft.isDue(givenUpAskingAt(draft.incident)))
    draft.add({ type: 'ContextUnavailable', source: DIAGNOSIS, reason: 'nobody answered within 5 min' });
  else draft.add({ type: 'DiagnosisAsked' });
};

const STEPS = [
  applyConfiguration,
  giveUp,
  delayNotifications,
  recover,
  letGo,
  endSilence,
  endCover,
  endBelief,
  lowerSeverity,
  endDueHold,
  climb,
  remind,
  tellNews,
  askForDiagnosis,
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
