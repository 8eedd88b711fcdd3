import { nextLevel, pageLevelAgain, pageTargets, startLevels } from '../escalation/levels.ts';
import { notifyTargets, pagedTargets, tell, withdrawPages } from '../escalation/message.ts';
import { type Instant, later, latest, HOUR } from '../time.ts';
import type { CommandOf } from '../incident/commands.ts';
import type { Rejection } from '../incident/rejection.ts';
import type { Draft } from '../incident/draft.ts';

/** Characters of a note: a few pages of text, far from what one stored event may hold. */
export const LONGEST_NOTE = 4_000;

/** A snooze ends within a day: what is forgotten longer is not being worked on. */
const LONGEST_SNOOZE_MS = 24 * HOUR;

const timeoutFrom = ({ at, incident }: Draft): Instant => later(at, incident.policy.acknowledgementTimeoutMs);

/** What a person does shows that somebody is at work: the acknowledgement runs on from here, never shorter. */
const renew = (draft: Draft): void => {
  const { phase } = draft.incident;
  if (phase.status !== 'acknowledged') return;
  const until = latest(phase.until, timeoutFrom(draft));
  if (until > phase.until) draft.add({ type: 'AcknowledgementRenewed', by: phase.by, until });
};

const tellOthers = (draft: Draft, about: 'acknowledged' | 'resolved', by: string | undefined): void => {
  const everybody = [...notifyTargets(draft), ...pagedTargets(draft).toReversed()];
  const actor = `responder:${by ?? ''}`;
  tell(
    draft,
    about,
    everybody.filter((target) => target !== actor),
  );
};

export const acknowledge = (draft: Draft, { by }: CommandOf<'Acknowledge'>): Rejection | undefined => {
  const { phase, level } = draft.incident;
  if (phase.status === 'resolved') return { reason: 'incident-resolved' };
  if (phase.status === 'acknowledged' && phase.by === by) renew(draft);
  else if (phase.status === 'acknowledged') draft.add({ type: 'AcknowledgementOffered', by, owner: phase.by });
  else {
    draft.add({ type: 'IncidentAcknowledged', by, until: timeoutFrom(draft), level });
    withdrawPages(draft, 'acknowledged');
    tellOthers(draft, 'acknowledged', by);
  }
  return undefined;
};

export const snooze = (draft: Draft, { by, forMs }: CommandOf<'Snooze'>): Rejection | undefined => {
  const { phase, level } = draft.incident;
  if (phase.status === 'resolved') return { reason: 'incident-resolved' };
  if (!(forMs > 0 && forMs <= LONGEST_SNOOZE_MS)) return { reason: 'snooze-out-of-range' };
  const isNew = phase.status === 'triggered';
  draft.add({ type: 'IncidentSnoozed', by, until: later(draft.at, forMs), level: isNew ? level : phase.level });
  if (!isNew) return undefined;
  withdrawPages(draft, 'acknowledged');
  tellOthers(draft, 'acknowledged', by);
  return undefined;
};

/**
 * The acknowledgement is over: triggered again. The level at which the acknowledger was last paged (else the one
 * reached at the acknowledgement) is paged at once, and the levels go on in the same round.
 */
export const unacknowledge = (draft: Draft): void => {
  const { phase, paged, severity, level } = draft.incident;
  if (phase.status !== 'acknowledged') return;
  draft.add({ type: 'AcknowledgementEnded', by: phase.by, because: 'timeout' });
  if (severity === 'critical' || level > 0) {
    pageLevelAgain(draft, paged[`responder:${phase.by}`] ?? phase.level, 'unacknowledged');
  }
  tell(draft, 'acknowledgementEnded', [`responder:${phase.by}`, ...notifyTargets(draft)]);
};

export const escalate = (draft: Draft, { by }: CommandOf<'Escalate'>): Rejection | undefined => {
  if (draft.status === 'resolved') return { reason: 'incident-resolved' };
  draft.add({ type: 'IncidentEscalated', by });
  nextLevel(draft, 'escalation');
  return undefined;
};

export const reassign = (draft: Draft, { by, to }: CommandOf<'Reassign'>): Rejection | undefined => {
  const { phase, level, round } = draft.incident;
  if (phase.status === 'resolved') return { reason: 'incident-resolved' };
  draft.add({ type: 'IncidentReassigned', by, to });
  withdrawPages(draft, 'reassigned');
  if (phase.status === 'acknowledged') {
    draft.add({ type: 'AcknowledgementEnded', by: phase.by, because: 'reassigned' });
  }
  const at = { level: Math.max(1, level), round: Math.max(1, round) };
  draft.add({ type: 'LevelReached', ...at, reason: 'reassigned' });
  pageTargets(draft, [`responder:${to}`], 'reassigned');
  return undefined;
};

/** Ends it; `by` undefined: it recovered by itself. */
export const endIncident = (draft: Draft, by: string | undefined): void => {
  const { firing, silent } = draft.incident.counts;
  draft.add({ type: 'IncidentResolved', by, stillFiring: firing + silent });
  withdrawPages(draft, 'resolved');
  tellOthers(draft, 'resolved', by);
};

export const resolve = (draft: Draft, { by }: CommandOf<'Resolve'>): void => {
  if (draft.status !== 'resolved') endIncident(draft, by);
};

export const reopen = (draft: Draft, { by }: CommandOf<'Reopen'>): Rejection | undefined => {
  if (draft.status !== 'resolved') return undefined;
  const { otherOpen } = draft.answers;
  if (otherOpen !== undefined) return { reason: 'group-has-open-incident', incidentId: otherOpen };
  const { severity } = draft.incident;
  draft.add({
    type: 'IncidentReopened',
    because: 'person',
    severity: severity === 'silent' ? 'warning' : severity,
    by,
  });
  startLevels(draft, 'reopened');
  tell(draft, 'reopened', notifyTargets(draft));
  return undefined;
};

export const addNote = (draft: Draft, { by, text }: CommandOf<'AddNote'>): Rejection | undefined => {
  if (text === '' || text.length > LONGEST_NOTE) return { reason: 'note-out-of-range' };
  draft.add({ type: 'NoteAdded', by, text });
  renew(draft);
  return undefined;
};
