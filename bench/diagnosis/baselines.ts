import type { Recording } from '../../lib/adapters/recording/recording.ts';
import { watchedAs } from '../../lib/core/diagnosis/facts/known-metrics.ts';
import type { Role } from '../../lib/core/diagnosis/facts/situation.ts';
import { epochOf, HOUR, MINUTE, SECOND } from '../../lib/core/time.ts';
import type { Judge } from './judge.ts';
import type { Said } from './truth.ts';

interface Point {
  readonly endMs: number;
  readonly value: number;
}
type Points = readonly Point[];

/** What had been recorded at an instant. */
interface Known {
  readonly at: number;
  readonly limit: number;
  readonly points: (role: Role) => Points;
  /** When the last deploy before an instant began or ended; -Infinity: there was none. */
  readonly deployBefore: (ms: number) => number;
}

const pointsIn = ({ series }: Recording, role: Role): Points => {
  const found = series.find((one) => watchedAs(one)?.role === role);
  const { scale = 1 } = (found && watchedAs(found)) ?? {};
  return (found?.values ?? []).map((value, index) => ({
    endMs: epochOf(found?.timestamps[index] ?? '') + (found?.periodSeconds ?? 0) * SECOND,
    value: value * scale,
  }));
};

const knowing =
  (judge: (known: Known) => Said): Judge =>
  (recording) => {
    const all = new Map<Role, Points>();
    const pointsOf = (role: Role): Points => {
      const points = all.get(role) ?? pointsIn(recording, role);
      all.set(role, points);
      return points;
    };
    const deploys = recording.deploys.map((one) => epochOf(one.at));
    return (at) => ({
      cause: judge({
        at,
        limit: recording.memoryLimitPercent,
        points: (role) => pointsOf(role).filter(({ endMs }) => endMs <= at),
        deployBefore: (ms) => Math.max(...deploys.filter((one) => one <= Math.min(ms, at))),
      }),
    });
  };

const meanOf = (points: Points): number => points.reduce((sum, { value }) => sum + value, 0) / points.length;

const STRAIGHT = 0.8;

/** Of the straight line that fits best: its rise per ms, and the share of the variance that it explains. */
const lineOf = (points: Points): { readonly rise: number; readonly explained: number } => {
  const value = meanOf(points);
  const time = points.reduce((sum, { endMs }) => sum + endMs, 0) / points.length;
  let [times, values, both] = [0, 0, 0];
  for (const point of points) {
    times += (point.endMs - time) ** 2;
    values += (point.value - value) ** 2;
    both += (point.endMs - time) * (point.value - value);
  }
  return { rise: both / times, explained: both ** 2 / (times * values) };
};

const line: Judge = knowing(({ at, points }) => {
  const { rise, explained } = lineOf(points('memory').filter(({ endMs }) => endMs > at - HOUR));
  return rise > 0 && explained >= STRAIGHT ? 'memory-leak' : 'none';
});

const FIRST: readonly (readonly [role: Role, says: Said])[] = [
  ['memory', 'memory-leak'],
  ['dependencyReads', 'dependency'],
  ['requests', 'traffic-surge'],
  ['latency', 'unknown'],
  ['tailLatency', 'unknown'],
  ['serverErrors', 'unknown'],
];
const RECENT = 40 * MINUTE;
const LEAST_USUAL = 20;
const DEPLOY_BEFORE = 15 * MINUTE;

/** When recent values first left three deviations of those before, for two in a row: one alone does so by chance. */
const leftAt = (points: Points, at: number): number => {
  const older = points.filter(({ endMs }) => endMs <= at - RECENT).length;
  const usual = points.slice(0, Math.max(older, Math.min(LEAST_USUAL, points.length >> 1)));
  const mean = meanOf(usual);
  const above = mean + 3 * Math.sqrt(usual.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / usual.length);
  const recent = points.slice(usual.length);
  const first = recent.findIndex(({ value }, index) => value > above && (recent[index + 1]?.value ?? -1) > above);
  return recent[first]?.endMs ?? Infinity;
};

const threeSigma: Judge = knowing(({ at, points, deployBefore }) => {
  const left = FIRST.map(([role, says]) => ({ says, ms: leftAt(points(role), at) }));
  const [first] = left.filter(({ ms }) => ms < Infinity).sort((one, other) => one.ms - other.ms);
  if (first === undefined) return 'none';
  return first.ms - deployBefore(first.ms) <= DEPLOY_BEFORE ? 'deploy-regression' : first.says;
});

const LAST = 5 * MINUTE;
const LATE_SECONDS = 0.2;
const FAILED = 0.02;
const FULL_PERCENT = 80;
const READ_SECONDS = 0.01;
const BUSY = 1.5;
const NEW = 30 * MINUTE;

const fixed: Judge = knowing(({ at, limit, points, deployBefore }) => {
  const now = (role: Role): number => meanOf(points(role).filter(({ endMs }) => endMs > at - LAST));
  const before = (role: Role): number => meanOf(points(role).filter(({ endMs }) => endMs <= at - LAST));
  if (now('memory') >= (FULL_PERCENT / 100) * limit) return 'memory-leak';
  const isHurt = now('latency') >= LATE_SECONDS || now('serverErrors') / now('requests') >= FAILED;
  if (!isHurt) return 'none';
  if (at - deployBefore(at) <= NEW) return 'deploy-regression';
  if (now('dependencyReads') >= READ_SECONDS) return 'dependency';
  return now('requests') >= BUSY * before('requests') ? 'traffic-surge' : 'unknown';
});

export const BASELINES: readonly (readonly [name: string, judge: Judge])[] = [
  ["memory's line of an hour, R² ≥ 0.8", line],
  ['first series beyond 3 sigma', threeSigma],
  ['fixed thresholds', fixed],
];
