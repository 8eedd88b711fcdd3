import type { Draft } from '../incident/draft.ts';
import type { About, Incident, IncidentSeverity, PageReason } from '../incident/incident.ts';
import { later } from '../time.ts';
import { hasNeed } from '../incident/need.ts';
import { leaveUnanswered, nextLevel, pageLevelAgain, startLevels } from './levels.ts';
import { acknowledgerTarget, notifyTargets, notify } from './message.ts';
import { DIAGNOSE_MS, isUnsent, NOTIFY_OF_JOINS_MS } from './wake.ts';

/** Holds the first page of a run of levels for the diagnosis. */
export const holdFirstPage = (draft: Draft, reason: PageReason): void => {
  draft.add({ type: 'PageHeld', reason, diagnoseUntil: later(draft.at, DIAGNOSE_MS) });
};

const ABOUT: Readonly<Partial<Record<PageReason, About>>> = { reopened: 'reopened', severity: 'severityRaised' };

const isAtRest = ({ level, unanswered }: Incident): boolean => level === 0 && unanswered === undefined;

/** Begins the levels of a critical incident, or anew where a person started them, and notifies; a warning only notifies. */
export const beginLevels = (draft: Draft, reason: PageReason): void => {
  if (hasNeed(draft.incident) && isAtRest(draft.incident)) startLevels(draft, reason);
  else goOn(draft);
  notify(draft, ABOUT[reason] ?? 'opened', notifyTargets(draft));
};

/** Ends the hold: pages where there is still need, and notifies in any case. */
export const endHold = (draft: Draft): void => {
  const { held } = draft.incident;
  if (held === undefined) return;
  draft.add({ type: 'HoldEnded' });
  beginLevels(draft, held.reason);
};

/** Whose page was overdue before somebody was needed is passed; what was withdrawn is asked again; levels at rest begin. */
const beginOrAskAgain = (draft: Draft): void => {
  const { level, round, requested } = draft.incident;
  const isOverdue = requested.some((one) => one.kind === 'page' && one.level === level && one.round === round);
  if (level === 0) startLevels(draft, 'escalation');
  else if (isOverdue) nextLevel(draft, 'escalation');
  else pageLevelAgain(draft, level, 'escalation');
};

/**
 * One step of the levels, where somebody is needed and one is due: what is unanswered again, the next level, or the level
 * at hand of which nothing was sent.
 */
export const goOn = (draft: Draft): void => {
  const { held, unanswered, escalateAt } = draft.incident;
  if (!hasNeed(draft.incident) || held !== undefined) return;
  if (draft.isDue(unanswered?.nextAt)) leaveUnanswered(draft);
  else if (draft.isDue(escalateAt)) nextLevel(draft, 'escalation');
  else if (isUnsent(draft.incident)) beginOrAskAgain(draft);
};

/**
 * Somebody is needed again. Levels that kept their place go on there, at the next tick, and nothing is paged anew: a wait
 * that is over is due at once, one that is not goes on. Levels at rest begin.
 */
export const meetNeed = (draft: Draft, reason: PageReason): void => {
  if (draft.incident.held !== undefined) return;
  if (isAtRest(draft.incident)) holdFirstPage(draft, reason);
  else notify(draft, ABOUT[reason] ?? 'opened', notifyTargets(draft));
};

/** An acknowledgement does not cover what is worse than what was acknowledged. */
export const raiseSeverity = (draft: Draft, to: IncidentSeverity): void => {
  const { severity: from, phase } = draft.incident;
  draft.add({ type: 'SeverityRaised', from, to });
  if (phase.status !== 'acknowledged') return;
  const acknowledger = acknowledgerTarget(draft);
  draft.add({ type: 'AcknowledgementEnded', by: phase.by, because: 'severity' });
  notify(draft, 'severityRaised', acknowledger);
};

/** Notifies of joins at most once a minute: a storm is one message, not a thousand. */
export const notifyOfJoins = (draft: Draft): void => {
  const { joinsUntold, joinsToldAt, openedAt, held } = draft.incident;
  if (joinsUntold === 0 || held !== undefined) return;
  if (draft.at < later(joinsToldAt ?? openedAt, NOTIFY_OF_JOINS_MS)) return;
  notify(draft, 'joined', [...acknowledgerTarget(draft), ...notifyTargets(draft)]);
};
