import type { Response } from '../core/incident/response.ts';
import { isResponseType, RESPONSES } from '../core/response/responses.ts';
import { epochOf, type Instant, SECOND } from '../core/time.ts';

/** A screen read later than this after its form was sent says only how the incident stands. */
const NEWS_MS = 120 * SECOND;

/** What a form did, or why it did nothing. */
export interface Outcome {
  readonly isRefused: boolean;
  readonly words: string;
  /** What was asked for, where it was done. */
  readonly did?: Response['type'];
}

/** The query by which the screen after a form says what the form did. */
export const outcomeQuery = (response: Response, now: Instant, again: boolean): Readonly<Record<string, string>> => ({
  did: response.type,
  at: String(epochOf(now)),
  ...(again ? { again: '1' } : {}),
});

/** What the form did that led here; undefined when none did, or some time ago. */
export const outcomeIn = (query: URLSearchParams, now: Instant): Outcome | undefined => {
  const [did, at] = [query.get('did') ?? '', query.get('at') ?? ''];
  const age = epochOf(now) - Number(at === '' ? Number.NaN : at);
  if (!isResponseType(did) || !(age >= 0 && age <= NEWS_MS)) return undefined;
  const { done } = RESPONSES[did];
  return { isRefused: false, did, words: `${done}${query.get('again') === '1' ? ' (That was done already.)' : ''}` };
};
