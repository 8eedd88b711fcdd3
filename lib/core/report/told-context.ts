import * as z from 'zod/mini';
import { CAUSES } from '../cause.ts';
import { type Context, type LogPatterns, LOGS, SIMILAR, type SimilarIncidents } from '../context.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { type Instant, parseInstant } from '../time.ts';

/** Of anything that is listed: nothing that is recorded has more. */
const MOST_LISTED = 10;
const LONGEST = 400;

const text = z.string().check(z.maxLength(LONGEST));
const instant = z.string().check(z.refine((at) => parseInstant(at) === at));
const count = z.number().check(z.minimum(0), z.maximum(1e12));
const lookedAt = z.object({ from: instant, to: instant, messages: count });

const logPatterns = z.object({
  window: lookedAt,
  quiet: z.nullable(lookedAt),
  patterns: z
    .array(
      z.object({
        change: z.enum(['new', 'grown']),
        template: text,
        before: z.nullable(count),
        now: count,
        example: text,
      }),
    )
    .check(z.maxLength(MOST_LISTED)),
  others: count,
  lacks: z.array(text).check(z.maxLength(MOST_LISTED)),
});

const similarIncidents = z.object({
  cause: z.enum(CAUSES),
  incidents: z
    .array(
      z.object({
        incidentId: text,
        openedAt: instant,
        resolvedAt: instant,
        resolvedBy: z.optional(text),
        isConfirmed: z.boolean(),
        note: z.optional(z.object({ by: text, text })),
      }),
    )
    .check(z.maxLength(MOST_LISTED)),
});

type Recorded = Extract<IncidentEvent, { type: 'ContextRecorded' }>;

/** What an event of this name recorded, every field looked at: what is stored may be of another version, or of anybody. */
export const toldContext = ({ source, context }: Pick<Recorded, 'source' | 'context'>): Context | undefined => {
  if (source === LOGS) {
    const read = logPatterns.safeParse(context);
    return read.success ? { source, context: read.data } : undefined;
  }
  const read = similarIncidents.safeParse(context);
  return (source as string) === SIMILAR && read.success ? { source, context: read.data } : undefined;
};

/** What is known around an incident last, of each source: that, or why nobody knows. Absent: it was not asked for. */
export interface ToldAround {
  readonly logs?: LogPatterns | undefined;
  readonly noLogs?: string | undefined;
  readonly similar?: SimilarIncidents | undefined;
  readonly noSimilar?: string | undefined;
  /** Asked for then, and nothing has come of it. */
  readonly isAwaitedSince?: Instant | undefined;
}

const withContext = (told: ToldAround, event: Recorded): ToldAround => {
  const read = toldContext(event);
  if (read === undefined) return told;
  return read.source === LOGS
    ? { ...told, logs: read.context, noLogs: undefined, isAwaitedSince: undefined }
    : { ...told, similar: read.context, noSimilar: undefined, isAwaitedSince: undefined };
};

const without = (told: ToldAround, source: string, reason: string): ToldAround => {
  if (source === LOGS) return { ...told, noLogs: reason, isAwaitedSince: undefined };
  return source === SIMILAR ? { ...told, noSimilar: reason, isAwaitedSince: undefined } : told;
};

/** Of a timeline, by its last word of each source; what was known before is still shown where nobody knows more. */
export const toldAround = (timeline: readonly IncidentEvent[]): ToldAround => {
  let told: ToldAround = {};
  for (const event of timeline) {
    if (event.type === 'ContextAsked') told = { ...told, isAwaitedSince: event.at };
    else if (event.type === 'ContextRecorded') told = withContext(told, event);
    else if (event.type === 'ContextUnavailable') told = without(told, event.source, event.reason);
  }
  return told;
};
