import type { Target } from '../configuration.ts';
import type { Draft } from '../incident/draft.ts';
import type { NewEvent } from '../incident/events.ts';
import { type About, HEAD_REQUESTED, type PageReason, type Requested } from '../incident/incident.ts';

/** Notifications that one decision makes at most: an append is bounded. */
const MOST_NOTIFIED = 12;
/** An append holds 40 events: notifications give way, down to here and what makes room for it. */
const NOTIFIED_WITHIN = 39;

/** Unique by construction: the incident and the version of the event that requests it. */
const nextPageId = ({ incident }: Draft): string => `${incident.incidentId}-${String(incident.version + 1)}`;

type Because = Extract<NewEvent, { type: 'PagesWithdrawn' }>['because'];

const withdraw = (draft: Draft, pages: readonly Requested[], because: Because): void => {
  const pageIds = pages.map(({ pageId }) => pageId);
  if (pageIds.length > 0) draft.add({ type: 'PagesWithdrawn', pageIds, because });
};

/** Keeps the head within its bound: of what waits unsent the oldest notifications give way, then the oldest pages. */
const makeRoom = (draft: Draft, count: number): void => {
  const { requested } = draft.incident;
  const isPage = ({ kind }: Requested): boolean => kind === 'page';
  const inOrder = [...requested.filter((one) => !isPage(one)), ...requested.filter(isPage)];
  withdraw(draft, inOrder.slice(0, Math.max(0, requested.length + count - HEAD_REQUESTED)), 'superseded');
};

/** Requests pages of the level reached; one unsent page a target is enough, the newest says more. */
export const requestPages = (draft: Draft, targets: readonly Target[], reason: PageReason): void => {
  const unsent = draft.incident.requested.filter(({ kind, target }) => kind === 'page' && targets.includes(target));
  withdraw(draft, unsent, 'superseded');
  makeRoom(draft, targets.length);
  const level = Math.max(1, draft.incident.level);
  const round = Math.max(1, draft.incident.round);
  for (const target of targets) {
    draft.add({ type: 'PageRequested', kind: 'page', pageId: nextPageId(draft), target, reason, level, round });
  }
};

const isPagedHere = (draft: Draft, target: Target): boolean =>
  draft.events.some((event) => event.type === 'PageRequested' && event.kind === 'page' && event.target === target);

const isNotifiedAlready = (draft: Draft, target: Target, about: About): boolean =>
  draft.incident.requested.some((one) => one.kind === 'notification' && one.target === target && one.about === about);

const roomToNotify = ({ events }: Draft): number => {
  const notified = events.filter((event) => event.type === 'PageRequested' && event.kind === 'notification').length;
  return Math.max(0, Math.min(MOST_NOTIFIED - notified, NOTIFIED_WITHIN - events.length));
};

/** Notifies each of these once, except whom the same decision pages. A silent incident notifies nobody. */
export const notify = (draft: Draft, about: About, targets: readonly Target[]): void => {
  if (draft.incident.severity === 'silent' && about !== 'reminder') return;
  const untold = [...new Set(targets)]
    .filter((target) => !isPagedHere(draft, target) && !isNotifiedAlready(draft, target, about))
    .slice(0, roomToNotify(draft));
  makeRoom(draft, untold.length);
  for (const target of untold) {
    draft.add({ type: 'PageRequested', kind: 'notification', pageId: nextPageId(draft), target, about });
  }
};

export const notifyTargets = ({ incident }: Draft): readonly Target[] => incident.policy.notify;

/** Whoever was paged in this incident, in the order of their last page. */
export const pagedTargets = ({ incident }: Draft): readonly Target[] => Object.keys(incident.paged) as Target[];

export const acknowledgerTarget = ({ incident: { phase } }: Draft): readonly Target[] =>
  phase.status === 'acknowledged' ? [`responder:${phase.by}`] : [];

/** Withdraws every page that is not sent: it is answered, or over. */
export const withdrawPages = (draft: Draft, because: Because): void => {
  withdraw(
    draft,
    draft.incident.requested.filter(({ kind }) => kind === 'page'),
    because,
  );
};
