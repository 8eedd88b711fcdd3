import type { Metric } from '../core/alarm/definition.ts';
import type { Workload } from '../core/configuration.ts';
import { watchedAs } from '../core/diagnosis/facts/known-metrics.ts';
import { settledBy } from '../core/diagnosis/facts/settled.ts';
import type { Missing, Role, Situation } from '../core/diagnosis/facts/situation.ts';
import { type HeldMetric, unwatchedIn, watchedIn } from '../core/diagnosis/facts/watched.ts';
import { identityOf } from '../core/series/metric-identity.ts';
import type { Span } from '../core/series/period-grid.ts';
import type { UsualOf } from '../core/series/usual-name.ts';
import { usualMetricIn } from '../core/service/usual-metric.ts';
import { recordedMetrics } from '../core/service/workload-measurements.ts';
import { DAY, HOUR, type Instant, later } from '../core/time.ts';
import type { MetricsAsked, ReadValues } from './read-metrics.ts';

/** What a diagnosis looks at, by the minute. */
const RECENT_MS = 3 * HOUR;
/** Traffic, for what is usual at this time of day, and memory, for slow leaks: by periods of so many seconds. */
const DAYS_MS = 14 * DAY;
const DAYS_PERIOD_SECONDS = 300;
const OF_DAYS: readonly (readonly [series: string, roles: readonly Role[]])[] = [
  ['traffic of days', ['requests']],
  ['memory of days', ['memory', 'memoryOfWorst']],
];
interface Looked {
  readonly metric: Metric;
  readonly role: Role;
}

/** What a workload has to look at; the same by the periods of days where those are looked at too. */
export class Sight {
  readonly usualOf: UsualOf;
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

  /** Two questions: what is of one span is read at once. */
  questions(at: Instant): readonly MetricsAsked[] {
    return [
      { metrics: metricsOf(this.recent), span: before(at, RECENT_MS) },
      { metrics: metricsOf(this.ofDays), span: before(at, DAYS_MS) },
    ];
  }

  /** What was read at an instant, and what was not. */
  seenIn(read: ReadValues, at: Instant): Pick<Situation, 'watched' | 'lookup' | 'missing'> {
    const held = heldOf(this, read, at);
    const byIdentity = new Map(held.map(({ metric, series }) => [identityOf(metric), series]));
    const watched = watchedIn(held, { at, usualOf: this.usualOf });
    const missing = unwatchedIn(watched, (roles) => reasonFor(this.recent, roles, read));
    return {
      watched,
      lookup: (metric) => byIdentity.get(identityOf(metric)) ?? [],
      missing: [...missing, ...missingOfDays(this, watched, read)],
    };
  }
}

const metricsOf = (looked: readonly Looked[]): readonly Metric[] => looked.map(({ metric }) => metric);

const before = (at: Instant, ms: number): Span => ({ from: later(at, -ms), to: at });

/** By what can be relied on at that instant. */
const heldOf = ({ recent, ofDays }: Sight, { held }: ReadValues, at: Instant): readonly HeldMetric[] => {
  const bySeries = Map.groupBy([...recent, ...ofDays], ({ metric }) => identityOf(metric));
  return recent.map(({ metric }) => ({
    metric,
    series: (bySeries.get(identityOf(metric)) ?? []).flatMap((one) => {
      const series = held.get(one.metric);
      return series === undefined ? [] : [settledBy(one.metric, series, at)];
    }),
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
