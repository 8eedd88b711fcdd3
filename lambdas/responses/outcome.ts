import type { Action } from '../../lib/pipeline/respond.ts';
import { epochOf, type Instant, SECOND } from '../../lib/core/time.ts';
import type { Outcome } from './page/incident-page.ts';

/** A page read later than this after its form was sent says only how the incident stands. */
const NEWS_MS = 120 * SECOND;

const DONE: Readonly<Record<Action['type'], string>> = {
  acknowledge: 'Acknowledged.',
  escalate: 'Escalated: the next level is paged.',
  resolve: 'Resolved.',
  reopen: 'Reopened.',
  note: 'The note is added.',
  snooze: 'Snoozed.',
  reassign: 'Handed over.',
};

const isAction = (text: string): text is Action['type'] => Object.hasOwn(DONE, text);

/** The query by which the page after a form says what the form did. */
export const outcomeQuery = (action: Action, now: Instant, again: boolean): Readonly<Record<string, string>> => ({
  did: action.type,
  at: String(epochOf(now)),
  ...(again ? { again: '1' } : {}),
});

/** What the form did that led here; undefined when none did, or some time ago. */
export const outcomeIn = (query: URLSearchParams, now: Instant): Outcome | undefined => {
  const [did, at] = [query.get('did') ?? '', query.get('at') ?? ''];
  const age = epochOf(now) - Number(at === '' ? Number.NaN : at);
  if (!isAction(did) || !(age >= 0 && age <= NEWS_MS)) return undefined;
  return { statusCode: 200, words: `${DONE[did]}${query.get('again') === '1' ? ' (That was done already.)' : ''}` };
};
