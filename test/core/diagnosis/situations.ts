import { randomFrom } from '../../../bench/random.ts';
import type { Metric } from '../../../lib/core/alarm/definition.ts';
import type { DeployWord } from '../../../lib/core/deploy/deploy-word.ts';
import type { Role, Situation, WatchedSeries } from '../../../lib/core/diagnosis/facts/situation.ts';
import type { Series } from '../../../lib/core/series/series.ts';
import { DAY, type Instant, instantOf, MINUTE } from '../../../lib/core/time.ts';

/** Minute 0 of every situation: a Saturday. */
export const START = Date.parse('2023-08-05T12:00:00Z');
/** Three hours. */
const MINUTES = 180;
const FIVE = 5 * MINUTE;

/** When a minute begins, which is when the one before it has ended. */
export const minute = (minutes: number): Instant => instantOf(START + minutes * MINUTE);

type Named = readonly [namespace: string, metricName: string, stat: string];

/** As AWS names them. */
const METRICS: Readonly<Record<Role, Named>> = {
  requests: ['AWS/ApplicationELB', 'RequestCount', 'Sum'],
  latency: ['AWS/ApplicationELB', 'TargetResponseTime', 'p50'],
  tailLatency: ['AWS/ApplicationELB', 'TargetResponseTime', 'p99'],
  serverErrors: ['AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', 'Sum'],
  balancerErrors: ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', 'Sum'],
  memory: ['AWS/ECS', 'MemoryUtilization', 'Average'],
  memoryOfWorst: ['AWS/ECS', 'MemoryUtilization', 'Maximum'],
  dependencyReads: ['AWS/RDS', 'ReadLatency', 'Average'],
  dependencyWrites: ['AWS/RDS', 'WriteLatency', 'Average'],
  dependencyConnections: ['AWS/RDS', 'DatabaseConnections', 'Average'],
};

export const ROLES = Object.keys(METRICS) as readonly Role[];

const metricOf = (role: Role): Metric => {
  const [namespace, metricName, stat] = METRICS[role];
  return { namespace, metricName, stat, dimensions: {}, periodSeconds: 60 };
};

/** A situation while it is made: its series can be changed by their role. */
export interface Made extends Omit<Situation, 'lookup' | 'watched'> {
  readonly held: Readonly<Partial<Record<Role, readonly Series[]>>>;
  readonly scales: Readonly<Partial<Record<Role, number>>>;
}

/** Something that happens to a healthy service, or to what is known of it. */
export type Happening = (made: Made) => Made;

/** Usual value, and the share by which it varies. */
const HEALTHY: Readonly<Record<Role, readonly [usual: number, varies: number]>> = {
  requests: [600, 0.05],
  latency: [0.05, 0.03],
  tailLatency: [0.2, 0.08],
  serverErrors: [0, 0],
  balancerErrors: [0, 0],
  memory: [40, 0.006],
  memoryOfWorst: [42, 0.006],
  dependencyReads: [0.001, 0.05],
  dependencyWrites: [0.002, 0.05],
  dependencyConnections: [20, 0.05],
};

/** About normal: a sum of four. */
const normalFrom = (random: () => number): number => (random() + random() + random() + random() - 2) * 1.73;

const healthy = (role: Role, seed: number): Float64Array => {
  const random = randomFrom(1_000 * seed + ROLES.indexOf(role));
  const [usual, varies] = HEALTHY[role];
  return Float64Array.from({ length: MINUTES }, () => usual * (1 + varies * normalFrom(random)));
};

const madeOf = (seed: number): Made => ({
  service: 'web',
  at: minute(MINUTES),
  held: Object.fromEntries(
    ROLES.map((role) => [role, [{ startMs: START, periodMs: MINUTE, values: healthy(role, seed) }]]),
  ),
  scales: {},
  memoryLimitPercent: 100,
  deploys: [],
  alarms: [],
  incidents: [],
  dependency: 'DB',
  missing: [],
  timeZone: 'UTC',
});

const situationOf = ({ held, scales, ...rest }: Made): Situation => ({
  ...rest,
  watched: Object.fromEntries(
    Object.keys(held).map((role): [string, WatchedSeries] => [
      role,
      { metric: metricOf(role as Role), scale: scales[role as Role] ?? 1 },
    ]),
  ),
  lookup: ({ metricName, stat }) => {
    const role = ROLES.find((one) => METRICS[one][1] === metricName && METRICS[one][2] === stat);
    return (role === undefined ? undefined : held[role]) ?? [];
  },
});

/** A healthy service over three hours with all that happens to it; another seed is other noise. */
export const serviceWith = (happenings: readonly Happening[], seed = 1): Situation =>
  situationOf(happenings.reduce<Made>((made, happens) => happens(made), madeOf(seed)));

/** The values of a role at one minute become others. */
export const changed = (role: Role, to: (value: number, minute: number) => number): Happening => {
  const changedIn = (series: Series): Series => {
    if (series.periodMs !== MINUTE) return series;
    const first = (series.startMs - START) / MINUTE;
    return { ...series, values: series.values.map((value, index) => to(value, first + index)) };
  };
  return (made) => ({ ...made, held: { ...made.held, [role]: (made.held[role] ?? []).map(changedIn) } });
};

export const all =
  (...happenings: readonly Happening[]): Happening =>
  (made) =>
    happenings.reduce((so, happens) => happens(so), made);

/** Minutes, the last one not included. */
export interface During {
  readonly from: number;
  readonly to?: number;
}

const isIn = ({ from, to = Infinity }: During, at: number): boolean => at >= from && at < to;

const times = (role: Role, factor: number, during: During): Happening =>
  changed(role, (value, at) => (isIn(during, at) ? value * factor : value));

/** Memory of every task grows by so many percent of the limit a minute. */
export const leaking = ({ perMinute, ...during }: During & { readonly perMinute: number }): Happening => {
  const { from, to = Infinity } = during;
  const grown = (value: number, at: number): number =>
    Math.min(100, value + perMinute * Math.max(0, Math.min(at, to) - from));
  return all(changed('memory', grown), changed('memoryOfWorst', grown));
};

/** More traffic: what it brings is said apart. */
export const surging = ({ factor, ...during }: During & { readonly factor: number }): Happening =>
  all(times('requests', factor, during), times('dependencyConnections', factor, during));

export const slower = ({ factor, ...during }: During & { readonly factor: number }): Happening =>
  all(times('latency', factor, during), times('tailLatency', factor, during));

/** The database answers so many times as slowly, and ten of its answers are in each of the service's. */
export const slowDatabase = ({ factor, ...during }: During & { readonly factor: number }): Happening => {
  const waits = (value: number, at: number): number => (isIn(during, at) ? value + 0.01 * (factor - 1) : value);
  return all(
    times('dependencyReads', factor, during),
    times('dependencyWrites', factor, during),
    changed('latency', waits),
    changed('tailLatency', (value, at) => waits(value, at) + waits(0, at)),
  );
};

/** A share of the requests fails. */
export const failing =
  ({ share, by = 'serverErrors', ...during }: During & { readonly share: number; readonly by?: Role }): Happening =>
  (made) => {
    const requests = made.held.requests?.[0]?.values;
    const failed = (value: number, at: number): number =>
      isIn(during, at) ? Math.round(share * (requests?.[at] ?? 600)) : value;
    return changed(by, failed)(made);
  };

const known =
  (more: Partial<Omit<Made, 'held'>>): Happening =>
  (made) => ({ ...made, ...more });

const entry = (id: string, at: number, status: DeployWord['status']): DeployWord => ({
  at: minute(at),
  id,
  system: 'ecs',
  status,
});

/** A deploy, and how long it rolled. */
export const deployed =
  (id: string, { from, to = from + 3 }: During): Happening =>
  (made) => ({
    ...made,
    deploys: [...(made.deploys ?? []), entry(id, from, 'STARTED'), entry(id, to, 'SUCCEEDED')],
  });

/** Nobody can be asked for deploys. */
export const withoutWordOfDeploys = known({ deploys: undefined });

export const alarmed = (since: number): Happening =>
  known({ alarms: [{ name: 'web-latency', since: minute(since), about: 'latency' }] });

export const incidentOf = (service: string, since: number): Happening =>
  known({ incidents: [{ id: `${service}-1`, service, since: minute(since) }] });

/** It is asked then. */
export const askedAt = (at: number): Happening => known({ at: minute(at) });

export const missing = (series: string): Happening => known({ missing: [{ series, reason: 'denied' }] });

export const inZone = (timeZone: string): Happening => known({ timeZone });

/** These metrics are not there. */
export const without =
  (...roles: readonly Role[]): Happening =>
  (made) => ({
    ...made,
    held: Object.fromEntries(Object.entries(made.held).filter(([role]) => !roles.includes(role as Role))),
  });

/** Nothing is there before a minute. */
export const begunAt = (from: number): Happening =>
  all(...ROLES.map((role) => changed(role, (value, at) => (at < from ? NaN : value))));

/** A value every five minutes, of so many days that end with the three hours, by its minute (those before are negative). */
export const daysOf =
  (role: Role, days: number, value: (minute: number) => number): Happening =>
  (made) => {
    const startMs = START + MINUTES * MINUTE - days * DAY;
    const values = Float64Array.from({ length: (days * DAY) / FIVE }, (_, index) =>
      value((startMs + index * FIVE - START) / MINUTE),
    );
    return {
      ...made,
      held: { ...made.held, [role]: [...(made.held[role] ?? []), { startMs, periodMs: FIVE, values }] },
    };
  };

/** The values of a role are held in another unit, and its scale says so. */
export const heldIn =
  (role: Role, perUnit: number): Happening =>
  (made) => {
    const scaled = (series: Series): Series => ({ ...series, values: series.values.map((value) => value * perUnit) });
    return {
      ...made,
      held: { ...made.held, [role]: (made.held[role] ?? []).map(scaled) },
      scales: { ...made.scales, [role]: 1 / perUnit },
    };
  };
