import { isTestPage } from '../incident/drill.ts';
import { nextStep } from '../escalation/levels.ts';
import type { CommandOf, PageOutcome } from '../incident/commands.ts';
import type { Draft } from '../incident/draft.ts';
import { type Requested, type Step } from '../incident/incident.ts';
import { isPageOf } from '../incident/ladder.ts';
import { hasNeed } from '../incident/need.ts';
import { later, MINUTE } from '../time.ts';

/** What SNS did not answer in time is published once more after so long. */
const PUBLISH_AGAIN_MS = 3 * MINUTE;

/** Whether it was of the level at hand, of which nothing was sent, and nothing is about to be. */
const wasLastOf = (step: Step, page: Requested, requested: readonly Requested[]): boolean => {
  const isOf = (one: Requested): boolean => isPageOf(one, step);
  return isOf(page) && step.sentAt === undefined && step.isUnanswered !== true && !requested.some(isOf);
};

/** Nothing of the level at hand went out: whoever comes next is asked at once. */
export const goPast = (draft: Draft, page: Requested): void => {
  const { ladder, requested, held } = draft.incident;
  const { step, pass } = ladder;
  if (step === undefined || held !== undefined || pass.overUntil !== undefined || !hasNeed(draft.incident)) return;
  if (wasLastOf(step, page, requested)) nextStep(draft, { reason: 'escalation' });
};

type Sent = Extract<PageOutcome, { outcome: 'sent' }>;

const recordSent = (draft: Draft, page: Requested, { subject, text }: Sent): void => {
  const { pageId, target } = page;
  const sent = { type: 'PageSent', pageId, target, subject, text } as const;
  if (page.kind === 'notification') draft.add({ ...sent, kind: page.kind, about: page.about });
  else {
    const { level, round, reason, isUnanswered } = page;
    draft.add({ ...sent, kind: page.kind, level, round, reason, ...(isUnanswered === true ? { isUnanswered } : {}) });
  }
};

/** Once; a test page never: that nobody knows is what came of it. */
const isPublishedAgain = (wanted: Requested | undefined): boolean =>
  wanted !== undefined && wanted.until === undefined && !isTestPage(wanted);

/** Records what became of a page; one that was withdrawn while in flight is recorded as well, another's twin is not. */
export const recordPage = (draft: Draft, { pageId, result }: CommandOf<'RecordPage'>): void => {
  const { requested, withdrawn } = draft.incident;
  const wanted = requested.find((one) => one.pageId === pageId);
  const page = wanted ?? withdrawn.find((one) => one.pageId === pageId);
  if (page === undefined) return;
  const { kind, target } = page;
  if (result.outcome === 'sent') recordSent(draft, page, result);
  else if (result.outcome === 'failed') {
    draft.add({ type: 'PageFailed', pageId, target, kind, error: result.error });
    if (wanted !== undefined) goPast(draft, wanted);
  } else {
    const again = isPublishedAgain(wanted) ? { againAt: later(draft.at, PUBLISH_AGAIN_MS) } : {};
    draft.add({ type: 'PageUnconfirmed', pageId, target, kind, ...again });
  }
};
