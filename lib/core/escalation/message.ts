import type { Target } from '../configuration.ts';
import type { Draft } from '../incident/draft.ts';
import type { NewEvent } from '../incident/events.ts';
import { type About, HEAD_REQUESTED, type PageReason, type Place, type Requested } from '../incident/incident.ts';
import { levelOf, placeOf } from '../incident/ladder.ts';
import { targetsOf } from './targets.ts';

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

const isPage = (one: Requested): one is Extract<Requested, { kind: 'page' }> => one.kind === 'page';

/** Keeps the head within its bound: of what waits unsent the oldest notifications give way, then the oldest pages. */
const makeRoom = (draft: Draft, count: number): void => {
  const { requested } = draft.incident;
  const inOrder = [...requested.filter((one) => !isPage(one)), ...requested.filter(isPage)];
  withdraw(draft, inOrder.slice(0, Math.max(0, requested.length + count - HEAD_REQUESTED)), 'superseded');
};

/** Targets with a page that is not sent yet, nor may have been. */
export const unsentTargets = ({ incident }: Draft): ReadonlySet<Target> =>
  new Set(incident.requested.filter((one) => isPage(one) && one.until === undefined).map(({ target }) => target));

export interface Asking extends Pick<Extract<Requested, { kind: 'page' }>, 'passed' | 'alarmIds' | 'by'> {
  readonly reason: PageReason;
}

/** Requests pages at a level; whoever has one unsent gets no second. */
export const requestPages = (
  draft: Draft,
  targets: readonly Target[],
  { place, ...asking }: Asking & { readonly place: Place },
): void => {
  const unsent = unsentTargets(draft);
  const fresh = targets.filter((target) => !unsent.has(target));
  makeRoom(draft, fresh.length);
  for (const target of fresh) {
    draft.add({ type: 'PageRequested', kind: 'page', pageId: nextPageId(draft), target, ...placeOf(place), ...asking });
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

const OF_SILENT: ReadonlySet<About> = new Set(['reminder', 'severityLowered']);

/** What a notification is about, with the alarms and the person that it names. */
export type News = Pick<Extract<Requested, { kind: 'notification' }>, 'about' | 'alarmIds' | 'by'>;

/** Notifies each of these once, except whom the same decision pages. A silent incident notifies nobody. */
export const notify = (draft: Draft, news: About | News, targets: readonly Target[]): void => {
  const { about, alarmIds = [], by }: News = typeof news === 'string' ? { about: news } : news;
  if (draft.incident.severity === 'silent' && !OF_SILENT.has(about)) return;
  const untold = [...new Set(targets)]
    .filter((target) => draft.lookups.isConfigured(target))
    .filter((target) => !isPagedHere(draft, target) && !isNotifiedAlready(draft, target, about))
    .slice(0, roomToNotify(draft));
  makeRoom(draft, untold.length);
  const named = { ...(alarmIds.length === 0 ? {} : { alarmIds }), ...(by === undefined ? {} : { by }) };
  for (const target of untold) {
    draft.add({ type: 'PageRequested', kind: 'notification', pageId: nextPageId(draft), target, about, ...named });
  }
};

/** Who is told: the channels that the policy names; where it names none and none is configured, whoever is on call at level 1. */
export const notifyTargets = ({ lookups: { policy, onCall } }: Draft): readonly Target[] =>
  policy.notify ?? targetsOf(onCall, levelOf(policy, { level: 1, round: 1 })?.page ?? []);

/** Whoever heard of it since it opened or reopened. */
export const toldTargets = ({ incident }: Draft): readonly Target[] => incident.told;

export const ownerTarget = ({ incident: { owner } }: Draft): readonly Target[] =>
  owner === undefined ? [] : [`responder:${owner.by}`];

/** What a person asks for is sent even while nobody is needed. */
const OF_PERSON: ReadonlySet<PageReason> = new Set(['requested', 'reassigned', 'reopened']);

/** Withdraws every page that is not sent: it is answered, or another is asked for. */
export const withdrawPages = (draft: Draft, because: Because): void => {
  withdraw(draft, draft.incident.requested.filter(isPage), because);
};

/** Withdraws what was to be told of a cause and is not sent: it is over, or something else is told; whether there was any. */
export const withdrawCorrections = (draft: Draft, because: Because): boolean => {
  const unsent = draft.incident.requested.filter((one) => !isPage(one) && one.about === 'causeRevised');
  withdraw(draft, unsent, because);
  return unsent.length > 0;
};

/** Nobody is paged for what is over: recovered, muted, or no longer critical. */
export const withdrawUnneeded = (draft: Draft): void => {
  const over = draft.incident.requested.filter((one) => isPage(one) && !OF_PERSON.has(one.reason));
  withdraw(draft, over, 'recovered');
};
