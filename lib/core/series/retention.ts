import { DAY, epochOf, HOUR, type Instant, instantOf, MINUTE, SECOND, spokenDuration } from '../time.ts';
import type { Span } from './period-grid.ts';

interface Tier {
  readonly forMs: number;
  /** The shortest period that is held so long. */
  readonly grainSeconds: number;
}

const LONGEST: Tier = { forMs: 455 * DAY, grainSeconds: 3_600 };

/** Shortest first. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention */
const TIERS: readonly Tier[] = [
  { forMs: 3 * HOUR, grainSeconds: 1 },
  { forMs: 15 * DAY, grainSeconds: 60 },
  { forMs: 63 * DAY, grainSeconds: 300 },
  LONGEST,
];

/** While a long span is read, its oldest values expire: one that begins at the edge begins a little later instead. */
const EDGE_MS = 5 * MINUTE;

/** Which whole periods CloudWatch can still give of a span. */
export interface HeldPeriods {
  readonly periodSeconds: number;
  /** A multiple of the period. */
  readonly startMs: number;
  /** 0: nothing of the span is held, or no period of it has ended. */
  readonly count: number;
  /** How this differs from what was asked, for the person who asked. */
  readonly remarks: readonly string[];
}

const down = (ms: number, step: number): number => Math.floor(ms / step) * step;
const up = (ms: number, step: number): number => Math.ceil(ms / step) * step;

const coarser = (asked: number, given: number): string => {
  const since = TIERS.findLast(({ grainSeconds }) => grainSeconds <= asked) ?? LONGEST;
  const forTime = spokenDuration(since.forMs);
  return `CloudWatch holds periods of ${String(asked)} s for ${forTime} only: read as periods of ${String(given)} s; a span that begins less than ${forTime} ago has the shorter ones`;
};

const late = (startMs: number): string =>
  `CloudWatch holds nothing older than ${spokenDuration(LONGEST.forMs)}: read from ${instantOf(startMs)}`;

/**
 * One length of period for the whole span: the asked one, or the shortest multiple of what is held where the span begins.
 * The period in which the span begins counts whole, one that has not ended by the span's end or by now does not count.
 */
export const heldPeriods = (asked: number, { from, to }: Span, now: Instant): HeldPeriods => {
  const nowMs = epochOf(now);
  const age = nowMs - epochOf(from);
  const { forMs, grainSeconds } = TIERS.find((tier) => age <= tier.forMs + EDGE_MS) ?? LONGEST;
  const periodSeconds = up(asked, grainSeconds);
  const periodMs = periodSeconds * SECOND;
  const oldest = up(nowMs - forMs + EDGE_MS, periodMs);
  const startMs = Math.max(down(epochOf(from), periodMs), oldest);
  const endMs = down(Math.min(epochOf(to), nowMs), periodMs);
  return {
    periodSeconds,
    startMs,
    count: Math.max(0, (endMs - startMs) / periodMs),
    remarks: [
      ...(periodSeconds === asked ? [] : [coarser(asked, periodSeconds)]),
      ...(age > LONGEST.forMs + EDGE_MS ? [late(startMs)] : []),
    ],
  };
};
