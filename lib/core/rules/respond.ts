import { nextLevel, pageLevelAgain, pageTargets, startLevels } from '../escalation/levels.ts';
import { notifyTargets, pagedTargets, notify, withdrawPages } from '../escalation/message.ts';
import { type Instant, later, latest } from '../time.ts';
import type { CommandOf } from '../incident/commands.ts';
import { changesSince } from './changes-since.ts';
import type { Rejection } from '../incident/rejection.ts';
import { LONGEST_NOTE, LONGEST_SNOOZE_MS, type Response, type ResponseOf } from '../incident/response.ts';
import type { Draft } from '../incident/draft.ts';
import type { Member } from '../incident/incident.ts';
import { countsAfter, isCounted } from '../incident/member.ts';
import { hasNeed } from '../incident/need.ts';

type ResponseRule<T extends Response['type']> = (
  draft: Draft,
  by: string,
  response: ResponseOf<T>,
) => Rejection | undefined;

const timeoutFrom = ({ at, incident }: Draft): Instant => later(at, incident.policy.acknowledgementTimeoutMs);

/** What a person does shows that somebody is at work: the acknowledgement runs on from here, never shorter. */
const renew = (draft: Draft): void => {
  const { phase } = draft.incident;
  if (phase.status !== 'acknowledged') return;
  const until = latest(phase.until, timeoutFrom(draft));
  if (until > phase.until) draft.add({ type: 'AcknowledgementRenewed', by: phase.by, until });
};

const notifyOthers = (draft: Draft, about: 'acknowledged' | 'resolved', by: string | undefined): void => {
  const everybody = [...notifyTargets(draft), ...pagedTargets(draft).toReversed()];
  const actor = `responder:${by ?? ''}`;
  notify(
    draft,
    about,
    everybody.filter((target) => target !== actor),
  );
};

const acknowledge: ResponseRule<'acknowledge'> = (draft, by) => {
  const { phase, level } = draft.incident;
  if (phase.status === 'resolved') return { reason: 'incident-resolved' };
  if (phase.status === 'acknowledged' && phase.by === by) renew(draft);
  else if (phase.status === 'acknowledged') draft.add({ type: 'AcknowledgementOffered', by, owner: phase.by });
  else {
    draft.add({ type: 'IncidentAcknowledged', by, until: timeoutFrom(draft), level });
    withdrawPages(draft, 'acknowledged');
    notifyOthers(draft, 'acknowledged', by);
  }
  return undefined;
};

const snooze: ResponseRule<'snooze'> = (draft, by, { forMs }) => {
  const { phase, level } = draft.incident;
  if (phase.status === 'resolved') return { reason: 'incident-resolved' };
  if (!(forMs > 0 && forMs <= LONGEST_SNOOZE_MS)) return { reason: 'snooze-out-of-range' };
  const isNew = phase.status === 'triggered';
  draft.add({ type: 'IncidentSnoozed', by, until: later(draft.at, forMs), level: isNew ? level : phase.level });
  if (!isNew) return undefined;
  withdrawPages(draft, 'acknowledged');
  notifyOthers(draft, 'acknowledged', by);
  return undefined;
};

/**
 * The acknowledgement is over: triggered again. The level at which the acknowledger was last paged (else the one
 * reached at the acknowledgement) is paged at once, and the levels go on in the same round.
 */
export const unacknowledge = (draft: Draft): void => {
  const { phase, paged } = draft.incident;
  if (phase.status !== 'acknowledged') return;
  draft.add({ type: 'AcknowledgementEnded', by: phase.by, because: 'timeout' });
  if (hasNeed(draft.incident)) {
    pageLevelAgain(draft, paged[`responder:${phase.by}`] ?? phase.level, 'unacknowledged');
  }
  notify(draft, 'acknowledgementEnded', [`responder:${phase.by}`, ...notifyTargets(draft)]);
};

const escalate: ResponseRule<'escalate'> = (draft, by) => {
  const { phase } = draft.incident;
  if (phase.status === 'resolved') return { reason: 'incident-resolved' };
  draft.add({ type: 'IncidentEscalated', by });
  if (phase.status === 'acknowledged') {
    draft.add({ type: 'AcknowledgementEnded', by: phase.by, because: 'escalated' });
  }
  nextLevel(draft, 'escalation');
  if (phase.status === 'acknowledged' && phase.by !== by)
    notify(draft, 'acknowledgementEnded', [`responder:${phase.by}`]);
  return undefined;
};

const reassign: ResponseRule<'reassign'> = (draft, by, { to }) => {
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

/** Alarms that one resolution clears at most: an append is bounded. */
const CLEARED_AT_ONCE = 30;

/** What does not fire is believed to be over when a person says so. */
const isWithoutData = (member: Member): boolean =>
  isCounted(member) && !member.silenced && member.state === 'INSUFFICIENT_DATA';

/** Ends it; `by` undefined: it recovered by itself. */
export const endIncident = (draft: Draft, by: string | undefined): void => {
  const cleared = by === undefined ? [] : draft.allMembers.filter(isWithoutData).slice(0, CLEARED_AT_ONCE);
  const now = cleared.map((member): Member => ({ ...member, cleared: true }));
  for (const member of now) draft.setMember(member);
  const counts = countsAfter(draft.incident.counts, cleared, now);
  const stillFiring = counts.firing + counts.silent;
  draft.add({ type: 'IncidentResolved', by, stillFiring, ...(cleared.length === 0 ? {} : { counts }) });
  withdrawPages(draft, 'resolved');
  notifyOthers(draft, 'resolved', by);
};

const resolve: ResponseRule<'resolve'> = (draft, by) => {
  if (draft.status !== 'resolved') endIncident(draft, by);
  return undefined;
};

const reopen: ResponseRule<'reopen'> = (draft, by) => {
  if (draft.status !== 'resolved') return undefined;
  const { otherOpen } = draft.lookups;
  if (otherOpen !== undefined) return { reason: 'group-has-open-incident', incidentId: otherOpen };
  const { severity } = draft.incident;
  draft.add({
    type: 'IncidentReopened',
    because: 'person',
    severity: severity === 'silent' ? 'warning' : severity,
    by,
  });
  startLevels(draft, 'reopened');
  notify(draft, 'reopened', notifyTargets(draft));
  const { counts, recoverAfterMs } = draft.incident;
  if (counts.firing + counts.silent === 0) {
    draft.add({ type: 'RecoveryAwaited', until: later(draft.at, recoverAfterMs) });
  }
  return undefined;
};

/** Words of a person as a fact. */
const write = (draft: Draft, by: string, text: string): Rejection | undefined => {
  if (text === '' || text.length > LONGEST_NOTE) return { reason: 'note-out-of-range' };
  draft.add({ type: 'NoteAdded', by, text });
  return undefined;
};

const note: ResponseRule<'note'> = (draft, by, { text }) => {
  const refused = write(draft, by, text);
  const { phase } = draft.incident;
  // Whoever else has something to say runs on nobody's acknowledgement.
  if (refused === undefined && phase.status === 'acknowledged' && phase.by === by) renew(draft);
  return refused;
};

const RULES: { readonly [T in Response['type']]: ResponseRule<T> } = {
  acknowledge,
  escalate,
  resolve,
  reopen,
  note,
  snooze,
  reassign,
};

/** What a person does, after what they said beside it; nothing of it where it is not as they saw it. */
export const decideResponse = (
  draft: Draft,
  { by, response, note: text, expect: seen }: CommandOf<'Respond'>,
): Rejection | undefined => {
  const changes = seen === undefined ? [] : changesSince({ incident: draft.incident, seen, by }, response.type);
  if (changes.length > 0) return { reason: 'incident-changed', changes };
  const refused = text === undefined ? undefined : write(draft, by, text);
  return refused ?? (RULES[response.type] as ResponseRule<Response['type']>)(draft, by, response);
};
