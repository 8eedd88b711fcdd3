import type { Metric } from '../../alarm/definition.ts';
import type { Series } from '../../series/series.ts';
import type { UsualOf } from '../../series/usual-name.ts';
import { epochOf, type Instant } from '../../time.ts';
import { median } from '../statistics/robust.ts';
import { knownOf, type Values } from '../statistics/values.ts';
import { type UsualMetric, watchedAs } from './known-metrics.ts';
import type { Missing, Role, Situation } from './situation.ts';

/** What the dependency is called: nobody has said its name. */
export const DEPENDENCY = 'DB';

/** A metric, and all that is held of it. */
export interface HeldMetric {
  readonly metric: Metric;
  readonly series: readonly Series[];
}

interface Asked {
  readonly at: Instant;
  /** The metric of AWS that means the same as one that only the service has. */
  readonly usualOf?: UsualOf;
}

interface Candidate extends UsualMetric {
  /** Values until then. */
  readonly count: number;
  /** It has none of late. */
  readonly isLate: boolean;
  /** Tenths by which a dependency is slower of late than before. */
  readonly slower: number;
}

/** What speaks for one of several series of a role, the first that differs decides. */
const claimsOf = ({ metric, isStandIn, isLate, slower, count }: Candidate): readonly number[] => [
  // The service's own part of a load balancer that several share.
  'TargetGroup' in metric.dimensions ? 1 : 0,
  'AvailabilityZone' in metric.dimensions ? 0 : 1,
  isStandIn ? 0 : 1,
  isLate ? 0 : 1,
  slower,
  count,
];

const isBetter = (one: Candidate, than: Candidate): boolean => {
  const others = claimsOf(than);
  const difference = claimsOf(one)
    .map((claim, index) => claim - (others[index] ?? 0))
    .find((each) => each !== 0);
  return (difference ?? 0) > 0;
};

/** Periods. */
const LATELY = 10;

/** Values of the periods that had ended. */
const endedBy = (at: Instant, { startMs, periodMs, values }: Series): Values =>
  values.subarray(0, Math.max(0, Math.floor((epochOf(at) - startMs) / periodMs)));

/** Whether it has no value of late, as a target group that is drained. */
const isSilent = (at: Instant, { startMs, periodMs, values }: Series): boolean => {
  const first = Math.floor((epochOf(at) - startMs) / periodMs) - LATELY + 1;
  return knownOf(values.subarray(Math.max(0, first), Math.max(0, first + LATELY - 1))).length === 0;
};

const MOST_SLOWER = 1_000;

/** How much slower the last values are than those before, in tenths: of several databases the one that is slow decides. */
const slowdownOf = (known: Values): number => {
  const from = Math.max(0, known.length - LATELY);
  const ratio = median(known.subarray(from)) / median(known.subarray(0, from));
  return ratio > 1 ? Math.round(10 * Math.min(ratio, MOST_SLOWER)) : 0;
};

const isOfDependency = (role: Role): boolean => role === 'dependencyReads' || role === 'dependencyWrites';

/** Undefined: it is nothing of the service, or has no value by then. */
const candidateOf = ({ metric, series }: HeldMetric, { at, usualOf = (one) => one }: Asked): Candidate | undefined => {
  const watched = watchedAs(usualOf(metric));
  const known = series.map((one) => knownOf(endedBy(at, one)));
  const count = known.reduce((sum, { length }) => sum + length, 0);
  if (watched === undefined || count === 0) return undefined;
  const isLate = series.every((one) => isSilent(at, one));
  const [first = new Float64Array()] = known;
  return { ...watched, metric, count, isLate, slower: isOfDependency(watched.role) ? slowdownOf(first) : 0 };
};

/**
 * One metric a role, by what was held of each at an instant. Of several of one kind the service's own target group counts,
 * else the whole and no zone of it, else what has values of late, else of several databases the one that is slower, else
 * the one with most values by then.
 */
export const watchedIn = (held: readonly HeldMetric[], asked: Asked): Situation['watched'] => {
  const best: Partial<Record<Role, Candidate>> = {};
  for (const one of held.flatMap((each) => candidateOf(each, asked) ?? [])) {
    const known = best[one.role];
    if (known === undefined || isBetter(one, known)) best[one.role] = one;
  }
  return Object.fromEntries(Object.values(best).map(({ role, metric, scale }) => [role, { metric, scale }]));
};

/** What a diagnosis would look at, each by any of some roles. */
const USUAL: readonly (readonly [series: string, roles: readonly Role[]])[] = [
  ['traffic', ['requests']],
  ['latency', ['latency', 'tailLatency']],
  ['errors', ['serverErrors', 'balancerErrors']],
  ['memory', ['memory', 'memoryOfWorst']],
  [`${DEPENDENCY} latency`, ['dependencyReads', 'dependencyWrites']],
];

/** What of that is not there, each with the reason why. */
export const unwatchedIn = (
  watched: Situation['watched'],
  reasonOf: (roles: readonly Role[]) => Missing['reason'],
): readonly Missing[] =>
  USUAL.filter(([, roles]) => roles.every((role) => watched[role] === undefined)).map(([series, roles]) => ({
    series,
    reason: reasonOf(roles),
  }));
