import type { AlarmState } from '../../core/alarm/definition.ts';
import { epochOf, type Instant, MINUTE, SECOND } from '../../core/time.ts';

/** An alarm changes its state; lists of changes are oldest first. */
export interface StateChange {
  readonly at: Instant;
  readonly to: AlarmState;
}

/** Epoch milliseconds. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Of a service that names no other. */
export const USUAL_RECOVER_AFTER_MS = 5 * MINUTE;

/** When an alarm was in ALARM; the last stretch ends with the backtest. */
export const stretchesInAlarm = (changes: readonly StateChange[], until: Instant): Stretch[] =>
  changes.flatMap(({ at, to }, index) =>
    to === 'ALARM' ? [{ fromMs: epochOf(at), toMs: epochOf(changes[index + 1]?.at ?? until) }] : [],
  );

export const secondsInAlarm = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0) / SECOND;

/**
 * How often an alarm alone would page: one that fires again before it was OK for so long belongs to the incident that is
 * open, and INSUFFICIENT_DATA recovers nothing.
 */
export const pagesOf = (changes: readonly StateChange[], recoverAfterMs: number): number => {
  let pages = 0;
  let recoversAtMs = -Infinity;
  for (const { at, to } of changes) {
    if (to === 'ALARM') {
      if (epochOf(at) >= recoversAtMs) pages += 1;
      recoversAtMs = Infinity;
    } else if (to === 'OK' && recoversAtMs === Infinity) recoversAtMs = epochOf(at) + recoverAfterMs;
  }
  return pages;
};
