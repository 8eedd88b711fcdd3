import { isHigher } from '../severity.ts';
import type { Draft } from '../incident/draft.ts';
import { countingSeverity } from '../incident/calm.ts';
import type { About, Incident, PageReason } from '../incident/incident.ts';
import { hasNeed } from '../incident/need.ts';
import { later } from '../time.ts';
import { nextStep, resume } from './levels.ts';
import { type Asking, notify, notifyTargets, ownerTarget, toldTargets, withdrawUnneeded } from './message.ts';
import { newsAlarms, tellOfReturns } from './news.ts';
import { DIAGNOSE_MS, isSnoozePierced, stepAt } from './wake.ts';

/** Holds the first page of a run of levels for the diagnosis. */
export const holdFirstPage = (draft: Draft, reason: PageReason): void => {
  draft.add({ type: 'PageHeld', reason, diagnoseUntil: later(draft.at, DIAGNOSE_MS) });
};

const ABOUT: Readonly<Partial<Record<PageReason, About>>> = {
  escalation: 'opened',
  muteEnded: 'opened',
  severity: 'severityRaised',
};

/** A snooze does not hold something critical: its owner is paged, and told why. */
const pierceSnooze = (draft: Draft): void => {
  const { owner, ladder } = draft.incident;
  if (owner === undefined) return;
  const alarmIds = newsAlarms(draft);
  const { kept } = ladder;
  draft.add({ type: 'AcknowledgementEnded', by: owner.by, because: 'uncovered' });
  resume(draft, { by: owner.by, kept }, { reason: 'uncovered', alarmIds });
  notify(draft, { about: 'snoozeEnded', alarmIds, by: owner.by }, [`responder:${owner.by}`, ...notifyTargets(draft)]);
};

/** One step of the levels, where somebody is needed and one is due. */
export const goOn = (draft: Draft, asking: Asking = { reason: 'escalation' }): void => {
  if (isSnoozePierced(draft.incident)) pierceSnooze(draft);
  else if (draft.isDue(stepAt(draft.incident, draft.lookups.policy))) nextStep(draft, asking);
};

/** Ends the hold: pages where there is still need, and tells in any case. */
export const endHold = (draft: Draft): void => {
  const { held } = draft.incident;
  if (held === undefined) return;
  const alarmIds = newsAlarms(draft);
  const about = ABOUT[held.reason];
  draft.add({ type: 'HoldEnded' });
  goOn(draft, { reason: held.reason, ...(about === 'opened' ? {} : { alarmIds }) });
  if (about === undefined) tellOfReturns(draft, alarmIds);
  else
    notify(draft, { about, alarmIds: about === 'opened' ? [] : alarmIds }, [
      ...ownerTarget(draft),
      ...notifyTargets(draft),
    ]);
};

export interface Before {
  readonly hadNeed: boolean;
  /** Why a level is asked if one has to be now. */
  readonly reason: PageReason;
}

/** A page is about to say so: one that is held, or one that ends a snooze. */
const isAwaited = (incident: Incident): boolean => incident.held !== undefined || isSnoozePierced(incident);

const withdrawIfUnneeded = (draft: Draft): void => {
  if (!hasNeed(draft.incident)) withdrawUnneeded(draft);
};

const tellOfSeverity = (draft: Draft): void => {
  const to = [...ownerTarget(draft), ...notifyTargets(draft), ...toldTargets(draft)];
  notify(draft, { about: 'severityRaised', alarmIds: newsAlarms(draft) }, to);
};

/** Whether it has become worse. */
const raiseSeverity = (draft: Draft): boolean => {
  const [from, to] = [draft.incident.severity, countingSeverity(draft.incident)];
  if (!isHigher(to, from)) return false;
  draft.add({ type: 'SeverityRaised', from, to });
  return true;
};

/**
 * What follows when alarms have changed: nobody is paged for what is over, the severity rises at once, and where
 * somebody is needed while the ladder is at rest its first page waits for the diagnosis. A ladder that has kept its
 * place goes on there, at the next step.
 */
export const meetChange = (draft: Draft, { hadNeed, reason }: Before): void => {
  if (hadNeed) withdrawIfUnneeded(draft);
  const isWorse = raiseSeverity(draft);
  const begins = !hadNeed && hasNeed(draft.incident);
  if (isAwaited(draft.incident) || !(isWorse || begins)) return;
  if (draft.incident.ladder.step === undefined) holdFirstPage(draft, reason);
  else if (isWorse) tellOfSeverity(draft);
};
