import type { Target } from '../../configuration.ts';
import type { Instant } from '../../time.ts';
import { HEAD_WITHDRAWN, type Incident, REMEMBERED_TARGETS, type Requested } from '../incident.ts';
import { heard, isPageOf, placeOf } from '../ladder.ts';
import { type EventOf, type Folds, unchanged } from './fold.ts';

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

const sentPage = (incident: Incident, event: EventOf<'PageSent'>): Incident => {
  const { target, at, level = 1, round = 1, reason, isUnanswered } = event;
  const { [target]: _before, ...others } = incident.paged;
  const kept = Object.entries(others).slice(-(REMEMBERED_TARGETS - 1));
  const place = placeOf({ level, round, ...(isUnanswered === true ? { isUnanswered } : {}) });
  const { pass } = incident.ladder;
  return {
    ...incident,
    paged: Object.fromEntries([...kept, [target, place]]),
    told: remembered(incident.told, target),
    misled: incident.misled.filter((one) => one !== target),
    ladder:
      reason === 'nobodyReached'
        ? { ...incident.ladder, pass: { ...pass, endingSentAt: at } }
        : heard(incident.ladder, at),
  };
};

const sent = (incident: Incident, event: EventOf<'PageSent'>): Incident => {
  const next = {
    ...incident,
    requested: without(incident.requested, event.pageId),
    withdrawn: without(incident.withdrawn, event.pageId),
  };
  return event.kind === 'page' ? sentPage(next, event) : next;
};

const failed = (incident: Incident, { pageId }: EventOf<'PageFailed'>): Incident => ({
  ...incident,
  requested: without(incident.requested, pageId),
  withdrawn: without(incident.withdrawn, pageId),
});

/** What is withdrawn is at most recorded. */
const withoutWords = ({ alarmIds: _alarms, by: _by, ...one }: Requested): Requested => one;

/** Of the level at hand nothing was sent, and nothing is about to be. */
const asUnsent = ({ ladder }: Incident, left: readonly Requested[]): Incident['ladder'] => {
  const { step } = ladder;
  if (step === undefined || step.sentAt !== undefined) return ladder;
  if (left.some((one) => isPageOf(one, step))) return ladder;
  return { ...ladder, step: { ...step, isWithdrawn: true } };
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
  'NewsUntold' | 'IncidentReminded' | 'PageRequested' | 'PageSent' | 'PageOverdue' | 'PageFailed' | 'PagesWithdrawn';

/** What is sent, and what became of it. */
export const MESSAGE_FOLDS: Folds<MessageFact> = {
  NewsUntold: (incident, { about, at }) => toldOf(incident, about, at),
  IncidentReminded: (incident, { at }) => ({ ...incident, remindedAt: at }),
  PageRequested: requested,
  PageSent: sent,
  PageOverdue: unchanged,
  PageFailed: failed,
  PagesWithdrawn: withdrawn,
};
