import { ascendingOf, median } from '../diagnosis/statistics/robust.ts';
import { knownOf, sumOf, type Values } from '../diagnosis/statistics/values.ts';
import type { Comparison } from './release-verdict.ts';

/** What a service did under a release, a value a minute. */
export interface ReleaseMinutes {
  /** Seconds. */
  readonly latency?: Values | undefined;
  readonly requests?: Values | undefined;
  readonly failed?: Values | undefined;
  /** Percent of the limit. */
  readonly memory?: Values | undefined;
  /** Percent. */
  readonly cpu?: Values | undefined;
}

/** Of two releases. */
interface Both {
  readonly before: ReleaseMinutes;
  readonly after: ReleaseMinutes;
}

/** Values: with fewer nobody knows. */
const FEWEST = 10;
/** Share of all pairs of minutes in which the one lies above the other: a difference that a few minutes make is none. */
const SURE = 0.95;

/** Share of pairs in which the later is larger; of equal ones half. */
const superiority = (before: Values, after: Values): number => {
  let larger = 0;
  for (const one of after) for (const other of before) larger += (Math.sign(one - other) + 1) / 2;
  return larger / (before.length * after.length);
};

interface Bar {
  readonly what: Comparison['what'];
  readonly unit: Comparison['unit'];
  /** Whether the median has changed by so much that it matters. */
  readonly matters: (before: number, after: number) => boolean;
}

const saidOf = ([isMore, isLess]: readonly [boolean, boolean], share: number): Comparison['says'] => {
  if (!isMore && !isLess) return 'same';
  if (isMore && share >= SURE) return 'worse';
  return isLess && share <= 1 - SURE ? 'better' : 'unsteady';
};

/** By medians, where the difference matters and nearly all minutes show it. */
const byMedians = (
  { what, unit, matters }: Bar,
  before: Values | undefined,
  after: Values | undefined,
): readonly Comparison[] => {
  const [was, is] = [ascendingOf(before ?? []), ascendingOf(after ?? [])] as const;
  if (Math.min(was.length, is.length) < FEWEST) return [];
  const [low, high] = [median(was), median(is)];
  return [
    {
      what,
      unit,
      before: low,
      after: high,
      says: saidOf([matters(low, high), matters(high, low)], superiority(was, is)),
    },
  ];
};

/** Times: what an eye sees in a chart of two hours. */
const SLOWER = 1.25;
const DEARER = 1.25;
/** Percent of the limit. */
const FULLER = 8;

const perRequest = ({ cpu, requests }: ReleaseMinutes): Values | undefined =>
  cpu === undefined || requests === undefined
    ? undefined
    : cpu.map((value, minute) => {
        const served = requests[minute] ?? NaN;
        return served >= BUSY ? value / served : NaN;
      });
/** Requests a minute: of fewer the CPU of an idle process is most. */
const BUSY = 20;

/** Share of requests. */
const LEAST_FAILED = 0.01;
/** Failures: fewer may be anything. */
const SEVERAL = 5;
/** Of normal counts one in 700 lies so many deviations above; a count's deviation is its root (Poisson). */
const BEYOND_COUNT = 3;

const failuresOf = ({
  failed,
  requests,
}: ReleaseMinutes): { readonly failures: number; readonly asked: number } | undefined =>
  failed === undefined || requests === undefined || knownOf(requests).length < FEWEST
    ? undefined
    : { failures: sumOf(failed), asked: Math.max(sumOf(requests), sumOf(failed), 1) };

/** More failures than by so many times the share of before, and a hundredth of all requests more. */
const failsMore = (
  one: { readonly failures: number; readonly asked: number },
  than: { readonly failures: number; readonly asked: number },
): boolean => {
  const share = than.failures / than.asked;
  const expected = share * one.asked;
  const isBeyond = one.failures >= SEVERAL && one.failures > expected + BEYOND_COUNT * Math.sqrt(Math.max(1, expected));
  return isBeyond && one.failures / one.asked >= share + LEAST_FAILED;
};

const byFailures = ({ before, after }: Both): readonly Comparison[] => {
  const [was, is] = [failuresOf(before), failuresOf(after)];
  if (was === undefined || is === undefined) return [];
  const says = saidOf([failsMore(is, was), failsMore(was, is)], failsMore(is, was) ? 1 : 0);
  const shareOf = ({ failures, asked }: typeof was): number => (100 * failures) / asked;
  return [{ what: 'errors', unit: '%', before: shareOf(was), after: shareOf(is), says }];
};

/** Of the level of the minutes before. */
const REMAINS = 0.7;
const BESIDE = 3;

/** How often memory fell as a process that died lets it fall, and stayed down for a while. */
const restartsIn = (memory: Values | undefined): number | undefined => {
  const known = knownOf(memory ?? new Float64Array());
  if (known.length < FEWEST) return undefined;
  let [count, from] = [0, BESIDE];
  for (let minute = BESIDE; minute + BESIDE <= known.length; minute++) {
    const low = Math.min(...known.subarray(minute - BESIDE, minute));
    if (minute < from || !(Math.max(...known.subarray(minute, minute + BESIDE)) < REMAINS * low)) continue;
    [count, from] = [count + 1, minute + BESIDE];
  }
  return count;
};

const byRestarts = ({ before, after }: Both): readonly Comparison[] => {
  const [was, is] = [restartsIn(before.memory), restartsIn(after.memory)];
  if (was === undefined || is === undefined) return [];
  return [{ what: 'restarts', unit: 'count', before: was, after: is, says: is > 0 && was === 0 ? 'worse' : 'same' }];
};

/** A process that has just begun holds little, and fills: that it holds less, or not all the while, says nothing. */
const onlyWorse = (all: readonly Comparison[]): readonly Comparison[] =>
  all.map((one) => (one.says === 'worse' ? one : { ...one, says: 'same' }));

/** Each measure that both have. */
export const compare = (both: Both): readonly Comparison[] => {
  const { before, after } = both;
  const times =
    (factor: number): Bar['matters'] =>
    (low, high) =>
      low > 0 && high >= factor * low;
  return [
    ...byMedians({ what: 'latency', unit: 's', matters: times(SLOWER) }, before.latency, after.latency),
    ...byFailures(both),
    ...byRestarts(both),
    ...byMedians({ what: 'cpu', unit: '% a request', matters: times(DEARER) }, perRequest(before), perRequest(after)),
    ...onlyWorse(
      byMedians(
        { what: 'memory', unit: '%', matters: (low, high) => high >= low + FULLER },
        before.memory,
        after.memory,
      ),
    ),
  ];
};
