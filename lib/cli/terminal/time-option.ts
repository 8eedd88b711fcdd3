import { epochOf, type Instant, later, parseDuration, parseInstant } from '../../core/time.ts';
import { UsageError } from './command-error.ts';

const DATE = /^\d{4}-\d\d-\d\d$/u;

/** An instant, or a date for its first moment in UTC. */
const instantIn = (text: string): Instant | undefined => parseInstant(DATE.test(text) ? `${text}T00:00Z` : text);

/** So far back dates go. */
const backFrom = (now: Instant, ms: number): Instant | undefined => (ms < epochOf(now) ? later(now, -ms) : undefined);

/** An instant, or a duration back from now. @throws UsageError it is neither. */
export const timeOption = (name: string, text: string, now: Instant): Instant => {
  const back = parseDuration(text);
  const at = back === undefined ? instantIn(text) : backFrom(now, back);
  if (at !== undefined) return at;
  const offset = DATE.test(text.slice(0, 10)) ? ' (a time needs Z or an offset such as -04:00)' : '';
  throw new UsageError(
    `${name}: expected an instant such as 2023-08-05T14:15:00Z${offset} or a duration back from now such as 30d, got ${JSON.stringify(text)}`,
  );
};
