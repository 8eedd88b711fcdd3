import type { Draft } from '../incident/draft.ts';
import type { About, IncidentSeverity, PageReason } from '../incident/incident.ts';
import { later } from '../time.ts';
import { startLevels } from './levels.ts';
import { acknowledgerTarget, notifyTargets, notify } from './message.ts';
import { DIAGNOSE_MS, NOTIFY_OF_JOINS_MS } from './wake.ts';

/**
 * Holds the first page of a run of levels for the diagnosis; one for a reopening within a cool-down of the last
 * reopening's page also until that time is over.
 */
export const holdFirstPage = (draft: Draft, reason: PageReason): void => {
  const { lastReopenPageAt, cooldownMs } = draft.incident;
  const quietUntil =
    reason === 'reopened' && lastReopenPageAt !== undefined ? later(lastReopenPageAt, cooldownMs) : draft.at;
  draft.add({
    type: 'PageHeld',
    reason,
    diagnoseUntil: later(draft.at, DIAGNOSE_MS),
    notBefore: quietUntil > draft.at ? quietUntil : undefined,
  });
};

const ABOUT: Readonly<Partial<Record<PageReason, About>>> = { reopened: 'reopened', severity: 'severityRaised' };

/** Begins the levels of a critical incident, or anew where a person started them, and notifies; a warning only notifies. */
export const beginLevels = (draft: Draft, reason: PageReason): void => {
  const { severity, level } = draft.incident;
  if (severity === 'critical' || level > 0) startLevels(draft, reason);
  notify(draft, ABOUT[reason] ?? 'opened', notifyTargets(draft));
};

/** Ends the hold: pages, unless it was held for flapping and nothing fires any longer. */
export const endHold = (draft: Draft): void => {
  const { held, counts } = draft.incident;
  if (held === undefined) return;
  draft.add({ type: 'HoldEnded' });
  const isOver = held.notBefore !== undefined && counts.firing === 0;
  if (!isOver) beginLevels(draft, held.reason);
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
