import type { Metric } from '../core/alarm/definition.ts';
import type { Configuration, Workload } from '../core/configuration.ts';
import { tellingAlarms } from '../core/diagnosis/facts/alarmed-about.ts';
import { watchedAs } from '../core/diagnosis/facts/known-metrics.ts';
import type { Missing, Role, Situation } from '../core/diagnosis/facts/situation.ts';
import { DEPENDENCY, type HeldMetric, unwatchedIn, watchedIn } from '../core/diagnosis/facts/watched.ts';
import { foundIn } from '../core/diagnosis/finding.ts';
import { identityOf } from '../core/series/metric-identity.ts';
import type { Span } from '../core/series/period-grid.ts';
import { watchesOf } from '../core/service/alarm-watches.ts';
import { usualMetricIn } from '../core/service/usual-metric.ts';
import { recordedMetrics } from '../core/service/workload-measurements.ts';
import { DAY, HOUR, type Instant, later } from '../core/time.ts';
import { type Diagnoser, type DiagnosisAsked, NoDiagnosisError } from '../ports/diagnoser.ts';
import { type MetricsHost, readMetrics, type ReadValues } from './read-metrics.ts';

/** What a diagnosis looks at, by the minute. */
const RECENT_MS = 3 * HOUR;
/** Traffic, for what is usual at this time of day, and memory, for slow leaks: by periods of so many seconds. */
const DAYS_MS = 14 * DAY;
const DAYS_PERIOD_SECONDS = 300;
const OF_DAYS: readonly (readonly [series: string, roles: readonly Role[]])[] = [
  ['traffic of days', ['requests']],
  ['memory of days', ['memory', 'memoryOfWorst']],
];
/** Every metric that is looked at is percent of the limit. */
const MEMORY_LIMIT_PERCENT = 100;

interface Looked {
  readonly metric: Metric;
  readonly role: Role;
}

/** What a workload has to look at; the same by the periods of days where those are looked at too. */
class Sight {
  readonly usualOf: (metric: Metric) => Metric;
  readonly recent: readonly Looked[];
  readonly ofDays: readonly Looked[];

  constructor(workload: Workload) {
    this.usualOf = usualMetricIn(workload);
    this.recent = recordedMetrics(workload).flatMap((metric) => {
      const role = watchedAs(this.usualOf(metric))?.role;
      return role === undefined ? [] : [{ metric, role }];
    });
    const roles = new Set(OF_DAYS.flatMap(([, each]) => each));
    this.ofDays = this.recent
      .filter(({ role }) => roles.has(role))
      .map(({ metric, role }) => ({ role, metric: { ...metric, periodSeconds: DAYS_PERIOD_SECONDS } }));
  }
}

const metricsOf = (looked: readonly Looked[]): readonly Metric[] => looked.map(({ metric }) => metric);

const before = (at: Instant, ms: number): Span => ({ from: later(at, -ms), to: at });

const heldOf = ({ recent, ofDays }: Sight, { held }: ReadValues): readonly HeldMetric[] => {
  const bySeries = Map.groupBy([...recent, ...ofDays], ({ metric }) => identityOf(metric));
  return recent.map(({ metric }) => ({
    metric,
    series: (bySeries.get(identityOf(metric)) ?? []).flatMap((one) => held.get(one.metric) ?? []),
  }));
};

/** Why none of these is there: the first that could not be read says it. */
const reasonFor = (looked: readonly Looked[], roles: readonly Role[], { unread }: ReadValues): Missing['reason'] => {
  const wanted = looked.filter(({ role }) => roles.includes(role));
  if (wanted.length === 0) return 'not-configured';
  return wanted.map(({ metric }) => unread.get(metric)).find((reason) => reason !== undefined) ?? 'no-data';
};

/** What is known by the minute, and could not be read of the days before. */
const missingOfDays = (sight: Sight, watched: Situation['watched'], read: ReadValues): readonly Missing[] =>
  OF_DAYS.filter(([, roles]) => roles.some((role) => watched[role] !== undefined)).flatMap(([series, roles]) => {
    const reason = reasonFor(sight.ofDays, roles, read);
    return reason === 'no-data' ? [] : [{ series, reason }];
  });

const situationOf = (sight: Sight, read: ReadValues, { service, at }: DiagnosisAsked): Omit<Situation, 'timeZone'> => {
  const held = heldOf(sight, read);
  const byIdentity = new Map(held.map(({ metric, series }) => [identityOf(metric), series]));
  const watched = watchedIn(held, { at, usualOf: sight.usualOf });
  const missing = unwatchedIn(watched, (roles) => reasonFor(sight.recent, roles, read));
  return {
    service,
    at,
    watched,
    lookup: (metric) => byIdentity.get(identityOf(metric)) ?? [],
    memoryLimitPercent: MEMORY_LIMIT_PERCENT,
    deploys: undefined,
    alarms: [],
    incidents: [],
    dependency: DEPENDENCY,
    missing: [...missing, ...missingOfDays(sight, watched, read)],
  };
};

/**
 * Says what is wrong by what the account's monitoring holds of the metrics that tocsin.yaml names. Deploys nobody can be
 * asked about.
 *
 * @throws NoDiagnosisError in `diagnose`, of a service that tocsin.yaml does not describe.
 */
export const metricsDiagnoser = (host: MetricsHost, configuration: Configuration): Diagnoser => ({
  diagnose: async (asked) => {
    const { service, at, firing } = asked;
    const workload = Object.hasOwn(configuration.services, service)
      ? configuration.services[service]?.workload
      : undefined;
    if (workload === undefined) throw new NoDiagnosisError(`tocsin.yaml describes no service ${service}`);
    const sight = new Sight(workload);
    const read = await readMetrics(host, [
      { metrics: metricsOf(sight.recent), span: before(at, RECENT_MS) },
      { metrics: metricsOf(sight.ofDays), span: before(at, DAYS_MS) },
    ]);
    const alarms = tellingAlarms(firing, watchesOf(configuration, service));
    return foundIn({ ...situationOf(sight, read, asked), alarms });
  },
});
