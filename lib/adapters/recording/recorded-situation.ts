import { type UsualMetric, watchedAs } from '../../core/diagnosis/facts/known-metrics.ts';
import type { DeployEntry, Missing, OpenIncident, Role, Situation } from '../../core/diagnosis/facts/situation.ts';
import type { Metric } from '../../core/alarm/definition.ts';
import { identityOf } from '../../core/series/metric-identity.ts';
import { type Instant, later, SECOND } from '../../core/time.ts';
import { median } from '../../core/diagnosis/statistics/robust.ts';
import { type Recording, seriesOf } from './recording.ts';

export interface SituationAsked {
  readonly at: Instant;
  readonly service: string;
  /** IANA; undefined: for readers of several zones. */
  readonly timeZone: string | undefined;
  /** The metric of AWS that means the same as one that only the service has. */
  readonly usualOf?: (metric: Metric) => Metric;
}

type Part = Recording['series'][number];

interface Candidate extends UsualMetric {
  /** Values until then. */
  readonly count: number;
  /** It has none of late. */
  readonly isLate: boolean;
  /** Tenths by which a dependency is slower of late than before. */
  readonly slower: number;
}

const metricOf = ({ namespace, metricName, dimensions, stat, periodSeconds, unit }: Part): Metric => ({
  namespace,
  metricName,
  dimensions,
  stat,
  periodSeconds,
  ...(unit !== undefined && { unit }),
});

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

/** How many of its periods had ended. */
const endedBy = (at: Instant, { timestamps, periodSeconds }: Part): number => {
  const last = later(at, -periodSeconds * SECOND);
  return timestamps.filter((time) => time <= last).length;
};

/** Whether it has no value of late, as a target group that is drained. */
const isSilent = (at: Instant, { timestamps, periodSeconds }: Part): boolean => {
  const [since, until] = [later(at, -LATELY * periodSeconds * SECOND), later(at, -periodSeconds * SECOND)];
  return !timestamps.some((time) => time > since && time <= until);
};

/** How much slower the last values are than those before, in tenths: of several databases the one that is slow decides. */
const slowdownOf = ({ values }: Part, count: number): number => {
  const before = median(values.slice(0, Math.max(0, count - LATELY)));
  const ratio = median(values.slice(Math.max(0, count - LATELY), count)) / before;
  return ratio > 1 ? Math.round(10 * Math.min(ratio, MOST_SLOWER)) : 0;
};

const MOST_SLOWER = 1_000;

const isOfDependency = (role: Role): boolean => role === 'dependencyReads' || role === 'dependencyWrites';

/** Each series with values by then that is something of the service; a metric that was recorded twice is one. */
const candidatesIn = (
  { series }: Recording,
  { at, usualOf = (metric) => metric }: SituationAsked,
): readonly Candidate[] =>
  [...Map.groupBy(series, identityOf).values()].flatMap((parts) => {
    const [first] = parts;
    if (first === undefined) return [];
    const metric = metricOf(first);
    const watched = watchedAs(usualOf(metric));
    const count = parts.reduce((sum, part) => sum + endedBy(at, part), 0);
    if (watched === undefined || count === 0) return [];
    const isLate = parts.every((part) => isSilent(at, part));
    const slower = isOfDependency(watched.role) ? slowdownOf(first, endedBy(at, first)) : 0;
    return [{ ...watched, metric, count, isLate, slower }];
  });

const watchedIn = (candidates: readonly Candidate[]): Situation['watched'] => {
  const best: Partial<Record<Role, Candidate>> = {};
  for (const one of candidates) {
    const known = best[one.role];
    if (known === undefined || isBetter(one, known)) best[one.role] = one;
  }
  return Object.fromEntries(Object.values(best).map(({ role, metric, scale }) => [role, { metric, scale }]));
};

const DEPENDENCY = 'DB';

/** What a diagnosis would look at, each by any of some roles. */
const USUAL: readonly (readonly [series: string, roles: readonly Role[]])[] = [
  ['traffic', ['requests']],
  ['latency', ['latency', 'tailLatency']],
  ['errors', ['serverErrors', 'balancerErrors']],
  ['memory', ['memory', 'memoryOfWorst']],
  [`${DEPENDENCY} latency`, ['dependencyReads', 'dependencyWrites']],
];

const missingFrom = (watched: Situation['watched']): readonly Missing[] =>
  USUAL.filter(([, roles]) => roles.every((role) => watched[role] === undefined)).map(([series]) => ({
    series,
    reason: 'no-data',
  }));

const deploysIn = ({ deploys }: Recording, { at, service }: SituationAsked): readonly DeployEntry[] =>
  deploys.filter((entry) => entry.service === service && entry.at <= at);

/** Those of others that were open then. */
const incidentsIn = ({ incidents = [] }: Recording, { at, service }: SituationAsked): readonly OpenIncident[] =>
  incidents
    .filter((one) => one.service !== service && one.openedAt <= at && !((one.resolvedAt ?? at) < at))
    .map((one) => ({ id: one.incidentId, service: one.service, since: one.openedAt }));

/**
 * What a recording knew of a service at an instant, its alarms apart. Of several series of one
 * kind the service's own target group counts, else the whole and no zone of it, else what has values of late, else of several
 * databases the one that is slower, else the one with most values by then.
 */
export const recordedSituation = (recording: Recording, asked: SituationAsked): Situation => {
  const watched = watchedIn(candidatesIn(recording, asked));
  return {
    service: asked.service,
    at: asked.at,
    watched,
    lookup: seriesOf(recording),
    memoryLimitPercent: recording.memoryLimitPercent,
    deploys: deploysIn(recording, asked),
    alarms: [],
    incidents: incidentsIn(recording, asked),
    dependency: DEPENDENCY,
    missing: missingFrom(watched),
    timeZone: asked.timeZone,
  };
};
