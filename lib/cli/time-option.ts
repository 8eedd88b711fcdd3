import { type Instant, instantOf, later, parseDuration } from '../core/time.ts';
import { UsageError } from './command-error.ts';

/** An instant, or a duration back from now. @throws UsageError it is neither. */
export const timeOption = (name: string, text: string, now: Instant): Instant => {
  const back = parseDuration(text);
  if (back !== undefined) return later(now, -back);
  const ms = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(ms)) return instantOf(ms);
  throw new UsageError(
    `${name}: expected an instant such as 2023-08-05T14:15:00Z or a duration back from now such as 30d, got ${JSON.stringify(text)}`,
  );
};
