import type { RecordedChange } from '../../core/cloudwatch/described/described-history.ts';
import type { Span } from '../../core/series/period-grid.ts';
import { epochOf, type Instant, SECOND } from '../../core/time.ts';
import type { Stretch } from './time-in-alarm.ts';

/** How long after something began an alarm was in ALARM, where it was while that lasted. */
export interface OnsetDelays {
  readonly onsets: number;
  readonly seen: number;
  /** Undefined: none was seen. Of an even number of them the mean of the middle two. */
  readonly medianSeconds: number | undefined;
}

const isWithin = (at: Instant, { from, to }: Span): boolean => at >= from && at <= to;

const untilNext = (starts: readonly Instant[], { to }: Span): Stretch[] =>
  starts.map((at, index) => ({ fromMs: epochOf(at), toMs: epochOf(starts[index + 1] ?? to) }));

/** Of onsets that a person knows: each lasts until the next. */
export const namedOnsets = (onsets: readonly Instant[], span: Span): Stretch[] =>
  untilNext([...new Set(onsets)].filter((at) => isWithin(at, span)).sort(), span);

/** The recorded changes of one alarm to ALARM: each lasts until its next change. */
export const recordedOnsets = (changes: readonly RecordedChange[], span: Span): Stretch[] => {
  const within = changes.filter(({ at }) => isWithin(at, span));
  const stretches = untilNext(
    within.map(({ at }) => at),
    span,
  );
  return stretches.filter((_, index) => within[index]?.to === 'ALARM');
};

export const medianOf = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
};

/** An alarm that is in ALARM already has a delay of 0. Both lists are in order. */
export const delaysFrom = (onsets: readonly Stretch[], inAlarm: readonly Stretch[]): OnsetDelays => {
  let next = 0;
  const delays = onsets.flatMap(({ fromMs, toMs }) => {
    while ((inAlarm[next]?.toMs ?? Infinity) <= fromMs) next += 1;
    const first = inAlarm[next];
    if (first === undefined || first.fromMs > toMs) return [];
    return [Math.max(0, first.fromMs - fromMs) / SECOND];
  });
  return { onsets: onsets.length, seen: delays.length, medianSeconds: medianOf(delays) };
};
