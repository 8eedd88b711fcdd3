import { isHigher } from '../severity.ts';
import type { ConfirmedCause } from '../cause.ts';
import { beginAnew, escalate as askNext, hand } from '../escalation/levels.ts';
import { type News, notify, notifyTargets, withdrawPages } from '../escalation/message.ts';
import { notifyOthers } from '../escalation/news.ts';
import { lateSeverity } from '../incident/calm.ts';
import type { CommandOf } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import { type Cover, type IncidentSeverity, isOpen } from '../incident/incident.ts';
import { standing } from '../incident/ladder.ts';
import { hasNeed } from '../incident/need.ts';
import type { Rejection } from '../incident/rejection.ts';
import {
  alarmIdsOf,
  LONGEST_NOTE,
  LONGEST_SNOOZE_MS,
  type Response,
  type ResponseOf,
  type Seen,
} from '../incident/response.ts';
import { type Instant, later, latest } from '../time.ts';
import { changesSince } from './changes-since.ts';
import { endIncident } from './end.ts';
import { letGo } from './let-go.ts';

/** Whose response it is, and what they saw when they made up their mind. */
interface Author {
  readonly by: string;
  readonly seen: Seen | undefined;
}

type ResponseRule<T extends Response['type']> = (
  draft: Draft,
  author: Author,
  response: ResponseOf<T>,
) => Rejection | undefined;

/** Of what is open only. */
const ofOpen =
  <T extends Response['type']>(rule: ResponseRule<T>): ResponseRule<T> =>
  (draft, author, response) =>
    isOpen(draft.incident) ? rule(draft, author, response) : { reason: 'incident-resolved' };

const timeoutFrom = ({ at, lookups }: Draft): Instant => later(at, lookups.policy.acknowledgementTimeoutMs);

/** What an owner does shows that they are at work: their acknowledgement runs on from here, never shorter. */
const renew = (draft: Draft, by: string): void => {
  const { owner } = draft.incident;
  if (owner?.by !== by || owner.kind !== 'acknowledgement') return;
  const until = latest(owner.until, timeoutFrom(draft));
  if (until > owner.until) draft.add({ type: 'AcknowledgementRenewed', by, until });
};

/** Whoever had it until now hears that another has. */
const tellFormer = (draft: Draft, former: Cover | undefined, by: string): void => {
  if (former !== undefined && former.by !== by) notify(draft, 'acknowledged', [`responder:${former.by}`]);
};

/** The owner's second one changes nothing but its end. */
const isRenewal = ({ incident, at }: Draft, { asOf, severity }: Cover): boolean =>
  asOf === undefined && !isHigher(lateSeverity(incident, at), severity);

/** It is another's, or snoozed, and nobody is needed: that is recorded, and both hear who has it. */
const offer = (draft: Draft, { by: owner }: Cover, by: string): void => {
  draft.add({ type: 'AcknowledgementOffered', by, owner });
  if (owner !== by) notify(draft, { about: 'offered', by }, [`responder:${owner}`, `responder:${by}`]);
};

const higher = (one: IncidentSeverity, other: IncidentSeverity): IncidentSeverity =>
  isHigher(one, other) ? one : other;

/** Its author has it from now on; the owner's second one narrows nothing, and brings no end nearer. */
const take = (draft: Draft, owner: Cover | undefined, by: string): void => {
  const own = owner?.by === by && owner.kind === 'acknowledgement' ? owner : undefined;
  const severity = higher(own?.severity ?? 'silent', lateSeverity(draft.incident, draft.at));
  const until = latest(own?.until ?? draft.at, timeoutFrom(draft));
  draft.add({ type: 'IncidentAcknowledged', by, until, severity });
  withdrawPages(draft, 'acknowledged');
  tellFormer(draft, owner, by);
  notifyOthers(draft, 'acknowledged', by);
};

const acknowledge = ofOpen<'acknowledge'>((draft, { by }) => {
  const { owner } = draft.incident;
  if (owner === undefined || hasNeed(draft.incident)) take(draft, owner, by);
  else if (owner.by !== by || owner.kind === 'snooze') offer(draft, owner, by);
  else if (isRenewal(draft, owner)) renew(draft, by);
  else take(draft, owner, by);
  return undefined;
});

/** Ids of the alarms that its author saw; nothing where nobody knows. */
const shownTo = ({ incident }: Draft, seen: Seen | undefined): { readonly shown?: readonly string[] } =>
  seen?.alarms === undefined ? {} : { shown: alarmIdsOf(incident, seen.alarms) };

const snooze = ofOpen<'snooze'>((draft, { by, seen }, { forMs }) => {
  const { owner } = draft.incident;
  if (!(forMs > 0 && forMs <= LONGEST_SNOOZE_MS)) return { reason: 'snooze-out-of-range' };
  const isNews = owner?.by !== by || hasNeed(draft.incident);
  draft.add({ type: 'IncidentSnoozed', by, until: later(draft.at, forMs), ...shownTo(draft, seen) });
  withdrawPages(draft, 'acknowledged');
  tellFormer(draft, owner, by);
  if (isNews) notifyOthers(draft, 'acknowledged', by);
  return undefined;
});

/** What a person asks for ended the cover of whoever had it; they are told after those who are paged. */
const disown = (draft: Draft, owner: Cover | undefined, because: 'escalated' | 'reassigned'): void => {
  if (owner !== undefined) draft.add({ type: 'AcknowledgementEnded', by: owner.by, because });
};

const tellDisowned = (draft: Draft, owner: Cover | undefined, news: News): void => {
  if (owner !== undefined && owner.by !== news.by) notify(draft, news, [`responder:${owner.by}`]);
};

const escalate = ofOpen<'escalate'>((draft, { by }) => {
  const { owner, ladder } = draft.incident;
  draft.add({ type: 'IncidentEscalated', by });
  disown(draft, owner, 'escalated');
  withdrawPages(draft, 'escalated');
  askNext(draft, standing(ladder), by);
  tellDisowned(draft, owner, { about: 'escalated', by });
  return undefined;
});

const reassign = ofOpen<'reassign'>((draft, { by }, { to }) => {
  const { owner, ladder } = draft.incident;
  draft.add({ type: 'IncidentReassigned', by, to });
  disown(draft, owner, 'reassigned');
  withdrawPages(draft, 'reassigned');
  hand(draft, `responder:${to}`, { at: standing(ladder), by });
  tellDisowned(draft, owner, { about: 'reassigned', by });
  return undefined;
});

/** What it was, as was said last; the same by the same person is no news. */
const confirm = (draft: Draft, by: string, cause: ConfirmedCause): void => {
  const { confirmed } = draft.incident;
  if (confirmed?.cause !== cause || confirmed.by !== by) draft.add({ type: 'CauseConfirmed', by, cause });
};

const resolve: ResponseRule<'resolve'> = (draft, { by }, { cause }) => {
  if (isOpen(draft.incident)) endIncident(draft, by);
  if (cause !== undefined) confirm(draft, by, cause);
  return undefined;
};

const reopen: ResponseRule<'reopen'> = (draft, { by }) => {
  if (isOpen(draft.incident)) return undefined;
  const { otherOpen } = draft.lookups;
  if (otherOpen !== undefined) return { reason: 'group-has-open-incident', incidentId: otherOpen };
  letGo(draft);
  const severity = draft.incident.severity === 'silent' ? 'warning' : draft.incident.severity;
  draft.add({ type: 'IncidentReopened', because: 'person', severity, by });
  beginAnew(draft, by);
  const { counts, recoverAfterMs, misled } = draft.incident;
  if (counts.firing + counts.silent === 0)
    draft.add({ type: 'RecoveryAwaited', until: later(draft.at, recoverAfterMs) });
  const others = [...notifyTargets(draft), ...misled].filter((target) => target !== `responder:${by}`);
  notify(draft, { about: 'reopened', by }, others);
  return undefined;
};

/** Words of a person as a fact. */
export const write = (draft: Draft, by: string, text: string): Rejection | undefined => {
  if (text === '' || text.length > LONGEST_NOTE) return { reason: 'note-out-of-range' };
  draft.add({ type: 'NoteAdded', by, text });
  return undefined;
};

const note: ResponseRule<'note'> = (draft, { by }, { text }) => {
  const refused = write(draft, by, text);
  if (refused === undefined && isOpen(draft.incident)) renew(draft, by);
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
  const changes = seen === undefined ? [] : changesSince({ incident: draft.stored, seen, by }, response.type);
  if (changes.length > 0) return { reason: 'incident-changed', changes };
  const refused = text === undefined ? undefined : write(draft, by, text);
  return refused ?? (RULES[response.type] as ResponseRule<Response['type']>)(draft, { by, seen }, response);
};
