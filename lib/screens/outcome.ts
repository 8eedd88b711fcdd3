import { CONFIRMED_NAMES, isConfirmedCause } from '../core/cause.ts';
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

/** What was carried out. */
interface Did {
  readonly response: Response;
  /** It had been, by the same form. */
  readonly isAgain: boolean;
  /** Of what was resolved before. */
  readonly isAfterwards: boolean;
}

/** The query by which the screen after a form says what the form did. */
export const outcomeQuery = (
  { response, isAgain, isAfterwards }: Did,
  now: Instant,
): Readonly<Record<string, string>> => ({
  did: response.type,
  at: String(epochOf(now)),
  ...('cause' in response ? { cause: response.cause } : {}),
  ...(isAfterwards ? { afterwards: '1' } : {}),
  ...(isAgain ? { again: '1' } : {}),
});

/** What it did: to a resolved incident less than to an open one. */
const done = (did: Response['type'], query: URLSearchParams): string => {
  const { done: usual, takes, afterwards } = RESPONSES[did];
  const cause = takes === undefined ? '' : (query.get(takes.field) ?? '');
  const said = isConfirmedCause(cause) ? ` It was: ${CONFIRMED_NAMES[cause]}.` : '';
  if (afterwards === undefined || query.get('afterwards') !== '1') return `${usual}${said}`;
  return said === '' ? afterwards.nothing : `${afterwards.done}${said}`;
};

/** What the form did that led here; undefined when none did, or some time ago. */
export const outcomeIn = (query: URLSearchParams, now: Instant): Outcome | undefined => {
  const [did, at] = [query.get('did') ?? '', query.get('at') ?? ''];
  const age = epochOf(now) - Number(at === '' ? Number.NaN : at);
  if (!isResponseType(did) || !(age >= 0 && age <= NEWS_MS)) return undefined;
  const again = query.get('again') === '1' ? ' (That was done already.)' : '';
  return { isRefused: false, did, words: `${done(did, query)}${again}` };
};
