import type { Target } from '../../configuration.ts';
import type { Instant } from '../../time.ts';
import { type Incident, type Ladder, type PageReason, type Place, type Requested } from '../incident.ts';
import { askedAfterPage } from '../inquiry.ts';
import { heard, isPageOf, placeOf, unsent, unsure } from '../ladder.ts';
import { type EventOf, type Folds, REMEMBERED_TARGETS, unchanged } from './fold.ts';

/** Of the pages withdrawn lately. */
export const HEAD_WITHDRAWN = 6;

const without = (requested: readonly Requested[], pageId: string): readonly Requested[] =>
  requested.filter((one) => one.pageId !== pageId);

const remembered = (targets: readonly Target[], target: Target): readonly Target[] =>
  targets.includes(target) ? targets : [...targets, target].slice(-REMEMBERED_TARGETS);

const NEWS_OF_JOINS: ReadonlySet<string> = new Set([
  'joined',
  'opened',
  'severityRaised',
  'snoozeEnded',
  'again',
  'reopened',
]);
const NEWS_OF_RETURNS: ReadonlySet<string> = new Set(['again', 'reopened', 'severityRaised', 'snoozeEnded']);

const toldOf = (incident: Incident, about: string, at: Instant): Incident => ({
  ...incident,
  joins: NEWS_OF_JOINS.has(about) ? { untold: 0, alarmIds: [], toldAt: at } : incident.joins,
  returns:
    NEWS_OF_RETURNS.has(about) && incident.returns.isUntold
      ? { ...incident.returns, isUntold: false, times: incident.returns.times + 1, toldAt: at }
      : incident.returns,
});

const requested = (incident: Incident, { v: _v, type: _type, at, ...page }: EventOf<'PageRequested'>): Incident => {
  const entry: Requested = { ...page, requestedAt: at };
  const next = { ...incident, requested: [...incident.requested, entry] };
  if (entry.kind === 'page') return next;
  const misled = incident.misled.filter((target) => target !== entry.target);
  return { ...toldOf(next, entry.about, at), told: remembered(incident.told, entry.target), misled };
};

interface Out {
  readonly target: Target;
  readonly place: Place;
  readonly reason: PageReason | undefined;
  readonly at: Instant;
}

/** Whoever a page went out to, or may have, was paged at its level. */
const out = (incident: Incident, { target, place, reason, at }: Out, moved: Ladder): Incident => {
  const { [target]: _before, ...others } = incident.paged;
  const kept = Object.entries(others).slice(-(REMEMBERED_TARGETS - 1));
  const { ladder } = incident;
  return {
    ...askedAfterPage(incident, at),
    paged: Object.fromEntries([...kept, [target, place]]),
    told: remembered(incident.told, target),
    misled: incident.misled.filter((one) => one !== target),
    ladder: reason === 'nobodyReached' ? { ...ladder, pass: { ...ladder.pass, endingSentAt: at } } : moved,
  };
};

const ended = (incident: Incident, pageId: string): Incident => ({
  ...incident,
  requested: without(incident.requested, pageId),
  withdrawn: without(incident.withdrawn, pageId),
});

const sent = (incident: Incident, event: EventOf<'PageSent'>): Incident => {
  const next = ended(incident, event.pageId);
  if (event.kind !== 'page') return next;
  const { target, level = 1, round = 1, isUnanswered, reason, at } = event;
  const place = placeOf({ level, round, ...(isUnanswered === true ? { isUnanswered } : {}) });
  return out(next, { target, place, reason, at }, heard(next.ladder, at));
};

/** It counts as sent for its level's wait, and not for the pass. */
const unconfirmed = (incident: Incident, { pageId, at, againAt }: EventOf<'PageUnconfirmed'>): Incident => {
  const isIt = (one: Requested): boolean => one.pageId === pageId;
  const page = [...incident.requested, ...incident.withdrawn].find(isIt);
  const wait = (one: Requested): Requested => (isIt(one) ? { ...one, until: againAt } : one);
  const next =
    againAt === undefined ? ended(incident, pageId) : { ...incident, requested: incident.requested.map(wait) };
  if (page?.kind !== 'page') return next;
  return out(next, { ...page, place: placeOf(page), at }, unsure(next.ladder, at));
};

const delayed = (incident: Incident, { pageIds, againAt }: EventOf<'NotificationsDelayed'>): Incident => ({
  ...incident,
  requested: incident.requested.map((one) => (pageIds.includes(one.pageId) ? { ...one, againAt } : one)),
});

const failed = (incident: Incident, { pageId }: EventOf<'PageFailed'>): Incident => ended(incident, pageId);

/** What is withdrawn is at most recorded. */
const withoutWords = ({ alarmIds: _alarms, by: _by, ...one }: Requested): Requested => one;

/** Of the level at hand nothing was sent, and nothing is about to be. */
const asUnsent = ({ ladder }: Incident, left: readonly Requested[]): Incident['ladder'] => {
  const { step } = ladder;
  if (step === undefined || (step.sentAt !== undefined && step.isUnsure !== true)) return ladder;
  if (left.some((one) => isPageOf(one, step))) return ladder;
  return { ...ladder, step: { ...unsent(step), isWithdrawn: true } };
};

const withdrawn = (incident: Incident, { pageIds, because }: EventOf<'PagesWithdrawn'>): Incident => {
  const gone = incident.requested.filter(({ pageId }) => pageIds.includes(pageId));
  const left = incident.requested.filter(({ pageId }) => !pageIds.includes(pageId));
  return {
    ...incident,
    requested: left,
    withdrawn: [...incident.withdrawn, ...gone.map(withoutWords)].slice(-HEAD_WITHDRAWN),
    ladder: because === 'recovered' || because === 'resolved' ? asUnsent(incident, left) : incident.ladder,
  };
};

type MessageFact =
  | 'NewsUntold'
  | 'IncidentReminded'
  | 'PageRequested'
  | 'PageSent'
  | 'PageUnconfirmed'
  | 'NotificationsDelayed'
  | 'PageOverdue'
  | 'PageFailed'
  | 'PagesWithdrawn';

/** What is sent, and what became of it. */
export const MESSAGE_FOLDS: Folds<MessageFact> = {
  NewsUntold: (incident, { about, at }) => toldOf(incident, about, at),
  IncidentReminded: (incident, { at }) => ({ ...incident, remindedAt: at }),
  PageRequested: requested,
  PageSent: sent,
  PageUnconfirmed: unconfirmed,
  NotificationsDelayed: delayed,
  PageOverdue: unchanged,
  PageFailed: failed,
  PagesWithdrawn: withdrawn,
};
