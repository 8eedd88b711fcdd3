import type { Span } from '../series/period-grid.ts';
import { earliest, HOUR, type Instant, later, latest, MINUTE } from '../time.ts';
import type { ReadStretch } from './log-patterns.ts';

/** Messages that are looked at of a stretch. */
export const MOST_MESSAGES = 3_000;

/** What is looked at of a trouble, its newest part. */
const LONGEST_WINDOW_MS = 30 * MINUTE;
/** Of what has just begun. */
const SHORTEST_WINDOW_MS = 5 * MINUTE;
/** What is usual: no shorter than the window. */
const QUIET_MS = HOUR;
/** A trouble begins before it can be measured. */
const APART_MS = 2 * MINUTE;

/** What to look at of a log by now, where something began to be wrong: since then, and a quiet time before. */
export const stretchesOf = (began: Instant, now: Instant): { readonly window: Span; readonly quiet: Span } => {
  const since = earliest([began, later(now, -SHORTEST_WINDOW_MS)]) ?? now;
  const quietTo = later(since, -APART_MS);
  return {
    window: { from: latest(since, later(now, -LONGEST_WINDOW_MS)), to: now },
    quiet: { from: later(quietTo, -QUIET_MS), to: quietTo },
  };
};

interface Held {
  readonly messages: readonly { readonly at: Instant; readonly text: string }[];
  readonly matched: number;
  readonly stopped?: 'time' | 'bytes' | undefined;
}

const STOPPED = { time: 'it took too long', bytes: 'it scanned as much as it may' } as const;

/** What a stretch held, from the oldest message on where it was read in part; and what is missing of it. */
export const readOf = (
  name: string,
  { from, to }: Span,
  { messages, matched, stopped }: Held,
): { readonly stretch: ReadStretch; readonly lacks: readonly string[] } => {
  const isPart = stopped !== undefined || messages.length < matched;
  const oldest = messages.at(-1)?.at;
  const texts = messages.map(({ text }) => text);
  const newest = `${name}: the newest ${String(messages.length)} of ${String(matched)} messages`;
  return {
    stretch: { from: isPart && oldest !== undefined ? latest(oldest, from) : from, to, texts },
    lacks: [
      ...(stopped === undefined ? [] : [`${name}: read in part, stopped because ${STOPPED[stopped]}`]),
      ...(stopped === undefined && isPart ? [newest] : []),
    ],
  };
};
