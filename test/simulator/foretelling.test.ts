import { describe, expect, it } from 'vitest';
import type { Metric } from '../../lib/core/alarm/definition.ts';
import { identityOf } from '../../lib/core/series/metric-identity.ts';
import type { Series } from '../../lib/core/series/series.ts';
import { forecastMetric } from '../../lib/core/service/forecast-metrics.ts';
import { foretelling } from '../../lib/simulator/foretelling.ts';
import { memory, memoryAlarm } from './backtest/backtesting.ts';
import { memory as recorded, minute, replaying, team } from './replaying.ts';

const { services } = team();
const asked = forecastMetric('MemoryExhaustionMinutes', 'web', 'prod');
const growthAlarm = memoryAlarm({ name: 'growth', signal: { kind: 'metric', metric: asked } });
const span = { from: minute(0), to: minute(60) };
const series = (value: number): Series => ({
  startMs: Date.parse(minute(0)),
  periodMs: 60_000,
  values: new Float64Array(60).fill(value),
});

const heldBy =
  (held: readonly (readonly [Metric, number])[]) =>
  () =>
  (metric: Metric): readonly Series[] =>
    held.filter(([one]) => identityOf(one) === identityOf(metric)).map(([, value]) => series(value));

const boundTo = (held: Parameters<typeof heldBy>[0], known: typeof services = services) =>
  foretelling({ bind: heldBy(held), services: known, memoryLimitPercent: 100, span })(growthAlarm);

const valuesOf = (bound: ReturnType<typeof boundTo>): readonly number[] =>
  'unsupported' in bound
    ? []
    : bound(asked).flatMap(({ values }) => [...values].filter((value) => !Number.isNaN(value)));

describe('an alarm on a forecast', () => {
  it('sees what is made of the memory that the data hold', () => {
    expect(new Set(valuesOf(boundTo([[memory, 40]])))).toEqual(new Set([1_440]));
  });

  it('sees the forecast that the data hold only where they hold no memory: it may begin in the middle of it', () => {
    const held = [[asked, 7]] as const;
    expect(new Set(valuesOf(boundTo(held)))).toEqual(new Set([7]));
    expect(new Set(valuesOf(boundTo([[memory, 40], ...held])))).toEqual(new Set([1_440]));
  });

  it('of a service that nobody describes sees what the data hold, which is nothing', () => {
    expect(valuesOf(boundTo([[memory, 40]], {}))).toEqual([]);
  });

  it('is said not to be evaluated where there is no memory', () => {
    expect(boundTo([])).toEqual({
      unsupported: expect.stringContaining('no data of AWS/ECS MemoryUtilization') as string,
    });
  });
});

describe('a replay of memory that grows', () => {
  const growing = recorded(
    Array.from({ length: 180 }, (_, at) => [1, Math.min(100, 40 + Math.max(0, at - 60) / 2)] as const),
  );

  it('pages before the memory alarm, in minutes', async () => {
    const { replayed, output } = await replaying(growing, team({ alarms: '{}' }));
    const fired = (watches: string): string | undefined =>
      replayed.alarms.find(({ alarm, to }) => to === 'ALARM' && alarm.includes(`-${watches}-critical`))?.at;
    const lead = Date.parse(fired('memory') ?? '') - Date.parse(fired('memory-growth') ?? '');
    expect(lead / 60_000).toBeGreaterThanOrEqual(20);
    expect(output.incidents[0]?.pages[0]?.text).toMatch(/^CRITICAL: memory full in about \d+ min\.$/mu);
    expect(replayed.remarks.join()).toContain('slow-leak-warning was not evaluated: it needs 31 hours of memory');
  });

  it('is as it was where both alarms are off', async () => {
    const { replayed } = await replaying(growing, team({ alarms: '{ memoryGrowth: false, slowLeak: false }' }));
    expect(replayed.alarms.filter(({ alarm }) => /growth|leak/u.test(alarm))).toEqual([]);
    expect(replayed.remarks.join()).not.toContain('slow-leak');
  });
});
