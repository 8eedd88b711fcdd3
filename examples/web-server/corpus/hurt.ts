import type { Minute } from '../minute.ts';
import type { Truth } from './scenario.ts';

/** Times the quiet median, and share of the requests: less hurts nobody. */
const SLOWER = { p50: 1.1, p99: 1.5 } as const;
const FAILED = 0.01;

const medianOf = (values: readonly (number | undefined)[]): number => {
  const known = values.filter((value) => value !== undefined).sort((one, other) => one - other);
  return known[known.length >> 1] ?? NaN;
};

const failedShare = (minutes: readonly Minute[]): number => {
  const sum = (of: (minute: Minute) => number | undefined): number =>
    minutes.reduce((total, minute) => total + (of(minute) ?? 0), 0);
  const failed = sum(({ serverErrors }) => serverErrors) + sum(({ balancerErrors }) => balancerErrors);
  return (
    failed /
    Math.max(
      1,
      sum(({ requests }) => requests),
      failed,
    )
  );
};

/** Whether anybody was, as it was measured: how much traffic saturates a shop is drawn, and not always enough. */
export const wasHurt = (minutes: readonly Minute[], { onset, end }: Truth): boolean => {
  const before = minutes.slice(0, onset ?? 0);
  const within = minutes.slice(onset ?? 0, end ?? minutes.length);
  const slower = (of: (minute: Minute) => number | undefined, times: number): boolean =>
    medianOf(within.map(of)) >= times * medianOf(before.map(of));
  return (
    slower(({ p50Seconds }) => p50Seconds, SLOWER.p50) ||
    slower(({ p99Seconds }) => p99Seconds, SLOWER.p99) ||
    failedShare(within) >= FAILED
  );
};
