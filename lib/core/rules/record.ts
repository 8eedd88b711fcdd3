import { endHold, goOn } from '../escalation/hold.ts';
import { nextLevel } from '../escalation/levels.ts';
import { hasNeed } from '../incident/need.ts';
import { type Instant, later } from '../time.ts';
import type { CommandOf } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import type { Requested } from '../incident/incident.ts';

type RequestedPage = Extract<Requested, { kind: 'page' }>;

const isOfLevelAtHand = ({ incident: { level, round, unanswered, held } }: Draft, page: RequestedPage): boolean =>
  unanswered === undefined && held === undefined && page.level === level && page.round === round;

/** The wait of a level counts from its first page really sent. */
const escalateAt = (draft: Draft, page: RequestedPage): Instant | undefined => {
  const { phase, policy, level, escalateAt: alreadyAt } = draft.incident;
  if (phase.status !== 'triggered' || alreadyAt !== undefined || !isOfLevelAtHand(draft, page)) return undefined;
  const wait = policy.levels[level - 1]?.escalateAfterMs;
  return wait === undefined ? undefined : later(draft.at, wait);
};

/** A page of the level at hand that did not go out: whoever comes next is paged at once. */
export const goPast = (draft: Draft, page: Requested): void => {
  if (page.kind !== 'page' || !hasNeed(draft.incident) || !isOfLevelAtHand(draft, page)) return;
  draft.add({ type: 'LevelSkipped', level: page.level, round: page.round, because: 'not-sent' });
  nextLevel(draft, 'escalation');
};

/** Records what became of a page; one that was withdrawn while in flight is recorded as well, another's twin is not. */
export const recordPage = (draft: Draft, { pageId, result }: CommandOf<'RecordPage'>): void => {
  const { requested, withdrawn } = draft.incident;
  const wanted = requested.find((one) => one.pageId === pageId);
  const page = wanted ?? withdrawn.find((one) => one.pageId === pageId);
  if (page === undefined) return;
  const { kind, target } = page;
  if (result.outcome === 'failed') {
    draft.add({ type: 'PageFailed', pageId, target, kind, error: result.error });
    if (wanted !== undefined) goPast(draft, wanted);
    return;
  }
  const { subject, text } = result;
  const sent = { type: 'PageSent', pageId, target, subject, text } as const;
  if (page.kind === 'notification') draft.add({ ...sent, kind: page.kind, about: page.about });
  else {
    const { level, round, reason } = page;
    draft.add({ ...sent, kind: page.kind, level, round, reason, escalateAt: escalateAt(draft, page) });
  }
};

/** Records what is known around the incident; the first page has waited for this, and a level that is due. */
export const recordContext = (draft: Draft, { facts }: CommandOf<'RecordContext'>): void => {
  for (const fact of facts) {
    if (fact.outcome === 'recorded') draft.add({ type: 'ContextRecorded', source: fact.source, context: fact.context });
    else draft.add({ type: 'ContextUnavailable', source: fact.source, reason: fact.reason });
  }
  const { held } = draft.incident;
  if (held === undefined) goOn(draft);
  else endHold(draft);
};
