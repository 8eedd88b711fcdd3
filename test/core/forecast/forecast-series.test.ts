import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../lib/core/alarm/definition.ts';
import type { MemoryMetric, Workload } from '../../../lib/core/configuration.ts';
import { forecastSeries } from '../../../lib/core/forecast/forecast-series.ts';
import { foreseenFrom, memoryOf } from '../../../lib/core/forecast/foreseen-from.ts';
import { identityOf } from '../../../lib/core/series/metric-identity.ts';
import type { Series, Unsupported } from '../../../lib/core/series/series.ts';
import { instantOf, MINUTE } from '../../../lib/core/time.ts';

const workload: Workload = {
  kind: 'alb-ecs',
  loadBalancer: 'app/web/50dc',
  targetGroup: 'targetgroup/web/73e2',
  cluster: 'prod',
  service: 'web',
};

/** Three minutes past a mark. */
const START = Date.parse('2026-03-02T10:03:00Z');
const at = (minutes: number): string => instantOf(START + minutes * MINUTE);

const foretold = (
  values: readonly number[],
  name: 'MemoryExhaustionMinutes' | 'SlowLeak' = 'MemoryExhaustionMinutes',
): Series | Unsupported => {
  const memory = memoryOf(workload);
  const series = { startMs: START, periodMs: MINUTE, values: Float64Array.from(values) };
  const lookup = (metric: Metric): readonly Series[] =>
    memory !== undefined && identityOf(metric) === identityOf(memory) ? [series] : [];
  const span = { from: at(0), to: at(values.length) };
  return forecastSeries(name, { workload, memoryLimitPercent: 100, lookup }, span);
};

/** `10:17 1440` of each forecast. */
const told = (made: Series | Unsupported): readonly string[] => {
  if ('unsupported' in made) return [made.unsupported];
  const { startMs, periodMs, values } = made;
  return [...values].flatMap((value, index) =>
    Number.isNaN(value) ? [] : [`${instantOf(startMs + index * periodMs).slice(11, 16)} ${String(value)}`],
  );
};

const level = Array.from({ length: 60 }, () => 40);
const growing = Array.from({ length: 120 }, (_, minute) => 40 + 0.5 * Math.max(0, minute - 60));

describe('a forecast as a series', () => {
  it('has a value at every fifth minute, once there are twenty of memory that had ended a minute before', () => {
    expect(told(foretold(level)).slice(0, 3)).toEqual(['10:25 1440', '10:30 1440', '10:35 1440']);
    expect(told(foretold(level.slice(0, 21)))).toEqual(['it needs 20 minutes of memory, and there are fewer']);
    expect(told(foretold(level.slice(0, 22)))).toEqual(['10:25 1440']);
  });

  it('is the same up to a minute, whatever comes later', () => {
    const [all, some] = [told(foretold(growing)), told(foretold(growing.slice(0, 90)))];
    expect(some.length).toBeGreaterThan(10);
    expect(all.slice(0, some.length)).toEqual(some);
  });

  it('has no value where memory has none: the gap is no quiet time', () => {
    const silent = growing.map((value, minute) => (minute >= 20 && minute < 40 ? NaN : value));
    const times = told(foretold(silent)).map((one) => one.slice(0, 5));
    expect(times).toContain('10:25');
    expect(times.filter((time) => time >= '10:30' && time <= '10:40')).toEqual([]);
  });

  it('is the same of memory in bytes with its limit as of memory in percent', () => {
    const limitBytes = 512 * 1_024 ** 2;
    const own = { namespace: 'Shop', metricName: 'Rss', dimensions: {} };
    const of = (memory: MemoryMetric, values: readonly number[]): Series | Unsupported => {
      const series = { startMs: START, periodMs: MINUTE, values: Float64Array.from(values) };
      const lookup = ({ stat }: Metric): readonly Series[] => (stat === 'Average' ? [series] : []);
      const foreseen = { workload: { kind: 'custom', metrics: { memory } }, memoryLimitPercent: 100, lookup } as const;
      return forecastSeries('MemoryExhaustionMinutes', foreseen, { from: at(0), to: at(values.length) });
    };
    const inBytes = growing.map((percent) => (percent / 100) * limitBytes);
    const forecasts = told(of({ ...own, unit: 'bytes', limitBytes }, inBytes));
    expect(forecasts).toEqual(told(of(own, growing)));
    expect(forecasts.some((one) => !one.endsWith(' 1440'))).toBe(true);
  });

  it('says why there is none', () => {
    expect(told(foretold(growing, 'SlowLeak'))).toEqual(['it needs 31 hours of memory, and there are fewer']);
    expect(told(foretold([]))).toEqual([
      'no data of AWS/ECS MemoryUtilization Average (ClusterName prod, ServiceName web)',
    ]);
    const none = { workload: { kind: 'custom', metrics: {} }, memoryLimitPercent: 100, lookup: () => [] } as const;
    expect(forecastSeries('SlowLeak', none, { from: at(0), to: at(60) })).toEqual({
      unsupported: 'its memory is not measured',
    });
  });
});

describe('what a forecast is made from', () => {
  it('is memory, requests, latency and errors, of the own target group where there is one', () => {
    const roles = Map.groupBy(foreseenFrom(workload), ({ role }) => role);
    expect(new Set(roles.keys())).toEqual(new Set(['memory', 'requests', 'latency', 'serverErrors', 'balancerErrors']));
    expect(roles.get('requests')?.at(-1)?.metric.dimensions).toMatchObject({ TargetGroup: 'targetgroup/web/73e2' });
  });

  it('is the metrics that a custom workload names, by what they measure', () => {
    const metric = (metricName: string) => ({ namespace: 'Shop', metricName, dimensions: {} });
    const custom: Workload = { kind: 'custom', metrics: { memory: metric('Fill'), requests: metric('Handled') } };
    expect(foreseenFrom(custom).map(({ role, metric: { metricName } }) => [role, metricName])).toEqual([
      ['memory', 'Fill'],
      ['requests', 'Handled'],
    ]);
  });
});
