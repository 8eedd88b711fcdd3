import type { Metric } from '../../lib/core/alarm/definition.ts';
import type { Rollout } from '../../lib/core/deploy/rollouts-in.ts';
import { watchedAs } from '../../lib/core/diagnosis/facts/known-metrics.ts';
import { changeOf } from '../../lib/core/release/change.ts';
import type { Release } from '../../lib/core/release/judge-release.ts';
import { identityOf } from '../../lib/core/series/metric-identity.ts';
import { epochOf, instantOf, MINUTE } from '../../lib/core/time.ts';

/** When the deploy below is done; minutes are counted from here. */
const DONE = Date.parse('2026-03-02T12:00:00Z');
export const at = (minutes: number): string => instantOf(DONE + minutes * MINUTE);

export const rollout = (changes: Partial<Rollout> = {}): Rollout => ({
  id: 'ecs-svc/1',
  system: 'ecs',
  status: 'SUCCEEDED',
  firstAt: at(-5),
  lastAt: at(0),
  startedAt: at(-5),
  finishedAt: at(0),
  ...changes,
});

/** What a minute has, by minutes from the end of the deploy and days back. */
export type Minute = (minute: number, daysBefore: number) => number | undefined;

export interface Served {
  readonly latency?: Minute;
  readonly requests?: Minute;
  readonly failed?: Minute;
  readonly memory?: Minute;
  readonly cpu?: Minute;
}

const named = (namespace: string, metricName: string, stat: string): Metric => ({
  namespace,
  metricName,
  dimensions: { Of: 'web' },
  stat,
  periodSeconds: 60,
});

const METRICS: Readonly<Record<keyof Served, Metric>> = {
  latency: named('AWS/ApplicationELB', 'TargetResponseTime', 'p50'),
  requests: named('AWS/ApplicationELB', 'RequestCount', 'Sum'),
  failed: named('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', 'Sum'),
  memory: named('AWS/ECS', 'MemoryUtilization', 'Average'),
  cpu: named('AWS/ECS', 'CPUUtilization', 'Average'),
};

/** A few hundredths up and down, the same each time. */
export const wobble = (minute: number): number => 1 + (((minute + 10_000) * 7_919) % 13) / 400;

const USUAL: Readonly<Record<keyof Served, Minute>> = {
  latency: (minute) => 0.05 * wobble(minute),
  requests: (minute) => Math.round(300 * wobble(minute + 3)),
  failed: () => 0,
  memory: (minute) => 40 * wobble(minute + 5) ** 0.1,
  cpu: (minute) => 20 * wobble(minute + 7),
};

const FROM = -240;
const TO = 40;

/** A service around a deploy: as usual, but for what a test says. */
export const released = (
  served: Served = {},
  changes: { readonly rollout?: Rollout; readonly others?: readonly Rollout[] } = {},
): Release => {
  const all = { ...USUAL, ...served };
  const watched = Object.values(METRICS).flatMap((metric) => watchedAs(metric) ?? []);
  const lookup: Release['lookup'] = (daysBefore) => (metric) => {
    const [name] = Object.entries(METRICS).find(([, one]) => identityOf(one) === identityOf(metric)) ?? [];
    if (name === undefined) return [];
    const minutes = Array.from({ length: TO - FROM }, (_, index) => FROM + index);
    const values = Float64Array.from(minutes, (minute) => all[name as keyof Served](minute, daysBefore) ?? NaN);
    const startMs = epochOf(at(FROM)) - daysBefore * 24 * 60 * MINUTE;
    return [{ startMs, periodMs: MINUTE, values }];
  };
  return {
    change: changeOf(changes.rollout ?? rollout(), changes.others ?? []),
    at: at(33),
    watched: Object.fromEntries(watched.map(({ role, metric, scale }) => [role, { metric, scale }])),
    cpu: { metric: METRICS.cpu, scale: 1 },
    lookup,
  };
};
